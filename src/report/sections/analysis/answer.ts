/** @file Section: the answer to the study's question, which is the paradox of the registered pair. */
import type { ParadoxResult } from '../../../analysis/index.ts'
import type { Estimate } from '../../../statistics/index.ts'
import { html, type Markup } from '../../html.ts'
import { columnsFor, estimateCsv } from './columns.ts'
import { type AnalysisContext, nameOf, noSection, reviewTable, type Section } from './context.ts'

/** One line of the answer's table. */
interface AnswerRow {
  readonly result: ParadoxResult
  readonly what: 'agreement' | 'preference' | 'both' | 'decoupling'
  readonly estimate: Estimate | null
  readonly p: number | null
}

/** The paradoxes that the plan names. */
export function namedParadoxes({ analysis }: AnalysisContext): readonly ParadoxResult[] {
  return analysis.paradoxes.filter(({ hypothesis }) => hypothesis !== null)
}

/** The label in words, as a sentence about the two arms. */
function sentenceOf({ words, format }: AnalysisContext, result: ParadoxResult): string {
  const { label, margin, preference } = result
  const [preferred, accurate] = [result.preferred, result.accurate].map(words.terms.arm)
  switch (label) {
    case 'paradox':
      return words.answer.paradox(preferred, accurate)
    case 'non-translation':
      return words.answer.nonTranslation(preferred, accurate, format.number(margin, 2))
    case 'concordant': {
      // The label holds for a gain of either arm; which one, the sign says.
      const isPreferred = 'value' in preference && preference.value > 0
      return words.answer.concordant(isPreferred ? preferred : accurate, isPreferred ? accurate : preferred)
    }
    case 'undetermined':
      return words.answer.undetermined(preferred, accurate)
  }
}

/** What the register makes of the result. */
function standingOf({ words }: AnalysisContext, { role, because, hypothesis }: ParadoxResult): string {
  const name = words.answer.hypothesis(hypothesis ?? '', words.terms.role[role])
  return because === null ? name : words.common.of(name, words.terms.because(because))
}

/** The answer in one line, for the section in brief; false without a registered pair. */
export function answerInBrief(context: AnalysisContext): Markup | false {
  const { words, format } = context
  const named = namedParadoxes(context)
  if (named.length === 0) return false
  return html`${named.map(
    result =>
      html`<p class="answer"><strong>${words.common.sentence(words.terms.label[result.label])}</strong> ${context.analysis.simulated && `${words.simulated.short} `}${sentenceOf(context, result)}
${result.p !== null && words.answer.briefP(format.p(result.p))}</p>`,
  )}`
}

function answerTable(context: AnalysisContext, result: ParadoxResult) {
  const { words, format, analysis } = context
  const arms = [words.terms.arm(result.preferred), words.terms.arm(result.accurate)] as const
  const rows: readonly AnswerRow[] = [
    { result, what: 'agreement', estimate: result.accuracy, p: result.pAccuracy },
    { result, what: 'preference', estimate: result.preference, p: result.pPreference },
    { result, what: 'both', estimate: null, p: result.p },
    { result, what: 'decoupling', estimate: result.decoupling, p: null },
  ]
  const { rows: lines, expects } = words.answer
  const column = columnsFor<AnswerRow>(context)
  return reviewTable(context, {
    file: `answer-${result.hypothesis}.csv`,
    caption: words.answer.caption(...arms, nameOf(context, result.layer), nameOf(context, result.criterion)),
    columns: [
      column.file({
        hypothesis: () => result.hypothesis,
        role: () => result.role,
        preferred: () => result.preferred,
        accurate: () => result.accurate,
        layer: () => result.layer,
        criterion: () => result.criterion,
        label: () => result.label,
      }),
      column.text(
        '',
        'what',
        row => row.what,
        row => lines[row.what],
      ),
      {
        label: words.answer.estimate(format.level(analysis.level)),
        align: 'right',
        show: ({ estimate }) => (estimate ? format.estimate(estimate, 'index', true) : words.answer.largerP),
        csv: estimateCsv<AnswerRow>(row => row.estimate),
      },
      {
        label: words.answer.p,
        align: 'right',
        show: ({ what, p }) =>
          what === 'decoupling' ? words.answer.noTest : p === null ? format.none(words.answer.noHalf) : format.p(p),
        csv: { p_one_sided: row => row.p },
      },
      column.page(words.answer.paradoxExpects, ({ what }) => expects[what](...arms)),
    ],
    rows,
  })
}

/** Whether agreement with the record translates into preference: the label, both halves, the test of both, and D. */
export function answerSection(context: AnalysisContext): Section {
  const { analysis, words, format } = context
  const title = html`<h2>${words.answer.title}</h2>`
  if (analysis.review === null) return { ...noSection, markup: html`${title}<p>${words.answer.noReview}</p>` }
  const named = namedParadoxes(context)
  if (named.length === 0) {
    const why = analysis.plan === null ? words.answer.noPlan : words.answer.noPair
    return { ...noSection, markup: html`${title}<p>${why}</p>` }
  }
  const tables = named.map(result => answerTable(context, result))
  const parts = named.map(
    (result, i) => html`<div class="verdict"><p class="label">${words.terms.label[result.label]}</p>
<p>${analysis.simulated && `${words.simulated.short} `}${sentenceOf(context, result)}</p>
<p class="quiet">${words.common.sentence(standingOf(context, result))} ${words.answer.size(format.count(result.cases), format.count(result.clusters))}</p></div>
${tables[i].markup}`,
  )
  return {
    markup: html`${title}${parts}<p class="quiet">${words.answer.explain(format.number(analysis.alpha, 2))} ${named.some(({ adjustedP }) => adjustedP !== null) && words.answer.severalLabels}</p>`,
    tables,
  }
}
