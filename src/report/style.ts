/** @file The one style sheet of the report: dark text on white, system fonts, readable on a phone and on paper. */

/** CSS that goes into the page; loads nothing. */
export const styleSheet = `
:root { --ink: #1f2328; --quiet: #57606a; --line: #d8dee4; --wash: #f6f8fa; --accent: #0b5394; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: #fff; color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Noto Sans CJK SC", Arial, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.75rem 0 .6rem; padding-top: .9rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .4rem; }
p, ul { margin: .5rem 0 .8rem; max-width: 44rem; }
ul { padding-left: 1.2rem; }
li { margin: .25rem 0; }
.subtitle, .quiet, figcaption { color: var(--quiet); }
.subtitle { margin: 0 0 1rem; }
.banner { border: 2px solid #8a5a00; background: #fff6e0; color: #4d3200; padding: .7rem 1rem; border-radius: 6px;
  font-weight: 600; margin: 1rem 0; max-width: none; }
.notice { border-left: 4px solid var(--accent); background: var(--wash); padding: .6rem 1rem; margin: 1rem 0; max-width: none; }
.verdict { border: 1px solid var(--line); border-left: 5px solid var(--accent); border-radius: 6px; padding: .8rem 1.1rem; margin: 1rem 0; }
.verdict p { margin: .25rem 0; max-width: none; }
.verdict .label { font-size: 1.25rem; font-weight: 650; line-height: 1.3; }
.answer { font-size: 1.05rem; }
.scroll { overflow-x: auto; margin: .6rem 0 1.2rem; -webkit-overflow-scrolling: touch; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums lining-nums; }
caption { text-align: left; font-weight: 600; font-size: 1rem; padding: .3rem 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .34rem 1rem .34rem 0; border-bottom: 1px solid var(--line); }
details.folded { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .8rem; margin: .6rem 0; }
details.folded .scroll { margin-bottom: .2rem; }
summary { font-weight: 600; cursor: pointer; }
summary .quiet { font-weight: 400; }
summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; font-weight: 600; }
tbody th { font-weight: 400; }
tr.group th { font-weight: 600; padding-top: .9rem; border-bottom-color: var(--quiet); }
.number { text-align: right; }
.number, .line { white-space: nowrap; }
.sentence { white-space: normal; min-width: 9rem; }
thead .number { white-space: normal; }
th.text { min-width: 12rem; }
td.text { min-width: 6.5rem; }
td:last-child, th:last-child { padding-right: 0; }
nav ol { columns: 2; column-gap: 2rem; padding-left: 1.4rem; max-width: 54rem; }
nav li { break-inside: avoid; }
nav a { color: var(--accent); }
figure { margin: 1rem 0 1.5rem; }
figure .scroll { margin: 0; }
figure svg { display: block; height: auto; }
figcaption { font-size: .9rem; max-width: 44rem; margin-top: .4rem; }
.figures { display: flex; flex-wrap: wrap; gap: 0 2rem; }
.figures figure { min-width: 0; max-width: 100%; }
.figures svg { max-width: 100%; }
.case { border: 1px solid var(--line); border-radius: 6px; padding: .9rem 1rem; margin: 1rem 0; }
.case h3 { margin-top: 0; }
.case h4 { margin: 1rem 0 .25rem; font-size: .95rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--wash); border-radius: 4px; padding: .7rem .85rem; margin: .3rem 0;
  font: .82rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font: .88em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
@media (max-width: 36rem) { nav ol { columns: 1; } .forest svg { width: 35rem; } th.text { min-width: 7.5rem; } main { padding: 1.5rem 1rem 3rem; } h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; } }
@media print {
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  tr, figure, .case h3, .banner, .notice { break-inside: avoid; }
  tr.group { break-after: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  details.folded { border: 0; padding: 0; }
  summary { break-after: avoid; }
  table { font-size: 8.5pt; }
  th, td { padding-right: .7rem; }
  .line, .number { white-space: normal; }
  .sentence, th.text, td.text { min-width: 0; }
  figure svg { max-width: 100%; }
  .banner, .notice, pre { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  @page { margin: 18mm 15mm; }
}
`
