/** @file What the study page adds to the look of the report. */
import { styleSheet } from '../report/index.ts'

/** The whole style sheet. */
export const pageStyle = `${styleSheet}
.part > h2 { scroll-margin-top: 1rem; }
.part .figures { align-items: flex-end; }
.jump { font-size: .95rem; margin: 1rem 0 0; max-width: none; }
.jump a { margin-right: 1.1rem; white-space: nowrap; }
a { color: var(--accent); }
.lost { border: 2px solid #8a5a00; background: #fff6e0; color: #4d3200; padding: .6rem 1rem; border-radius: 6px;
  position: sticky; top: .5rem; max-width: none; z-index: 1; }
.now { border: 1px solid var(--line); border-left: 5px solid var(--accent); border-radius: 6px; padding: .8rem 1.1rem; margin: 1.25rem 0; }
.now h2 { border: 0; margin: 0 0 .3rem; padding: 0; font-size: 1.15rem; }
.now p, .now ul { margin: .3rem 0; max-width: none; }
.bar { display: grid; grid-template-columns: minmax(8rem, 22rem) auto; align-items: center; gap: .2rem .9rem; margin: .35rem 0; justify-content: start; }
.bar .what { grid-column: 1 / -1; }
progress { width: 100%; height: .8rem; accent-color: var(--accent); }
.numbers { font-variant-numeric: tabular-nums; }
.state { white-space: nowrap; }
.state::before { content: ""; display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin-right: .45rem;
  border: 2px solid var(--quiet); background: #fff; vertical-align: baseline; }
.state.done::before { background: #1a7f37; border-color: #1a7f37; }
.state.running::before { background: var(--accent); border-color: var(--accent); border-radius: 0; }
.state.interrupted::before, .state.postponed::before, .state.stale::before { background: #fff6e0; border-color: #8a5a00; }
.state.damaged::before { background: #b3261e; border-color: #b3261e; border-radius: 0; transform: rotate(45deg); }
.state.running { font-weight: 600; }
details { margin: .5rem 0; }
summary { cursor: pointer; font-weight: 600; font-size: .95rem; padding: .15rem 0; }
summary .quiet { font-weight: 400; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 36rem) { .bar { grid-template-columns: 1fr; } }
@media print { .jump, .lost { display: none; } details:not([open]) { display: none; } .now, .case { break-inside: avoid; } }
`
