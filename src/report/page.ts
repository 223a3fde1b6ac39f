/** @file The whole page: one file without script, link or font, that opens offline. */
import { checklistsSection } from './checklists/index.ts'
import { withContents } from './contents.ts'
import { html, type Markup, trustedMarkup } from './html.ts'
import { briefSection, differencesSection, figureSection, layersSection } from './sections/agreement.ts'
import { answerInBrief } from './sections/analysis/answer.ts'
import type { AnalysisContext, Section } from './sections/analysis/context.ts'
import type { AnalysisSections } from './sections/analysis/index.ts'
import { armsSection } from './sections/arms.ts'
import { limitsSection, reproductionSection } from './sections/closing.ts'
import { flowSection } from './sections/flow.ts'
import { rareSection, reweightedSection, strataSection } from './sections/pyramid.ts'
import { readabilitySection } from './sections/readability.ts'
import { samplesSection } from './sections/samples.ts'
import { seenSection } from './sections/seen.ts'
import { syntheticFiguresSection } from './sections/synthetic-figures.ts'
import type { StudyArtifacts } from './study-artifacts.ts'
import { styleSheet } from './style.ts'

/** Drawn figures, as SVG text. */
export interface ReportFigures {
  readonly forest: string
  readonly curves: ReadonlyMap<string, string>
}

const markupOf = (sections: readonly Section[]): readonly (Markup | false)[] => sections.map(({ markup }) => markup)

/** The report as an HTML document. The content policy keeps even a mistake from loading or running anything. */
export function reportPage(
  artifacts: StudyArtifacts,
  figures: ReportFigures,
  analysis: AnalysisContext,
  sections: AnalysisSections & { readonly comparators: Section },
): string {
  const { study, specialty, results, importReport } = artifacts
  const { words, format } = analysis
  const view = { results, words, format }
  const isSynthetic = study.synthetic || importReport.synthetic
  const sectionsAfter = html`${markupOf(sections.question)}
${sections.comparators.markup}
${figureSection(view, figures.forest)}
${flowSection(artifacts, view)}
${armsSection(artifacts, view, figures.curves)}
${layersSection(view)}
${differencesSection(view)}
${strataSection(view)}
${markupOf(sections.benchmark)}
${rareSection(view)}
${reweightedSection(view, artifacts.split)}
${seenSection(view)}
${readabilitySection(view)}
${samplesSection(artifacts, words)}
${syntheticFiguresSection(artifacts, view)}
${limitsSection(artifacts, analysis)}
${checklistsSection(artifacts, words)}
${reproductionSection(artifacts, view)}`
  const { contents, body } = withContents(sectionsAfter.markup, words.page.contents)
  const page = html`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${words.page.title(study.title)}</title>
<style>${trustedMarkup(styleSheet)}</style>
</head>
<body>
<main>
<h1>${study.title}</h1>
<p class="subtitle">${words.page.subtitle(study.name, specialty.title)}</p>
${isSynthetic && html`<p class="banner">${words.page.synthetic}</p>`}
${analysis.analysis.simulated && html`<p class="banner">${words.simulated.banner}</p>`}
<p class="notice">${words.page.notice}</p>
${briefSection(view, answerInBrief(analysis))}
${trustedMarkup(contents)}
${trustedMarkup(body)}
</main>
</body>
</html>
`
  return page.markup
}
