/** @file Sections: preference on same and different plans, the paradox under other choices, and every ordered pair. */
import type { ParadoxResult } from '../../../analysis/index.ts'
import type { DataTable } from '../../data-table.ts'
import { html, type Markup } from '../../html.ts'
import { namedParadoxes } from './answer.ts'
import { columnsFor } from './columns.ts'
import { type AnalysisContext, nameOf, noSection, reviewTable, type Section } from './context.ts'

/** The pairs of the plan; without a plan's pair, one direction of each pair that there is. */
function checked(context: AnalysisContext): readonly ParadoxResult[] {
  const named = namedParadoxes(context)
  if (named.length > 0) return named
  return context.analysis.paradoxes.filter(
    (one, i, all) =>
      !all
        .slice(0, i)
        .some(
          other =>
            other.criterion === one.criterion && other.preferred === one.accurate && other.accurate === one.preferred,
        ),
  )
}

const pairOf = ({ words }: AnalysisContext, { preferred, accurate }: ParadoxResult) =>
  words.paradox.pair(words.terms.arm(preferred), words.terms.arm(accurate))

const groupOf = (context: AnalysisContext, result: ParadoxResult) =>
  context.words.common.of(
    pairOf(context, result),
    [result.layer, result.criterion].map(name => nameOf(context, name)).join(context.words.common.phraseSeparator),
  )

/** Columns of the pair, for a file of several pairs. */
const pairColumns = <Row>(context: AnalysisContext, of: (row: Row) => ParadoxResult) => [
  columnsFor<Row>(context).file({
    preferred: row => of(row).preferred,
    accurate: row => of(row).accurate,
    layer: row => of(row).layer,
    criterion: row => of(row).criterion,
  }),
]

function partsTable(context: AnalysisContext, results: readonly ParadoxResult[]): DataTable {
  const { analysis, words, format } = context
  const rows = results.flatMap(result =>
    (['same', 'different'] as const).map(part => ({ result, part, comparison: result.samePlan[part] })),
  )
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'same-plan.csv',
    caption: words.samePlan.caption,
    columns: [
      ...pairColumns<(typeof rows)[number]>(context, ({ result }) => result),
      column.text(
        words.samePlan.part,
        'part',
        ({ part }) => part,
        ({ part }) => words.samePlan.parts[part],
      ),
      column.estimate(
        words.samePlan.netBenefit(format.level(analysis.level)),
        ({ comparison }) => comparison.estimate,
        {
          scale: 'index',
          isDifference: true,
        },
      ),
      column.test('p', ({ comparison }) => comparison.test, 'test_'),
      column.count(words.common.cases, 'cases', ({ comparison }) => comparison.cases),
    ],
    rows,
    groupOf: ({ result }) => groupOf(context, result),
  })
}

function votesTable(context: AnalysisContext, results: readonly ParadoxResult[]): DataTable {
  const { words } = context
  const rows = results.flatMap(result => result.samePlan.table.map(line => ({ result, ...line })))
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'different-plan-votes.csv',
    caption: words.samePlan.votes,
    columns: [
      ...pairColumns<(typeof rows)[number]>(context, ({ result }) => result),
      column.text(
        words.samePlan.agrees,
        'agrees_with_the_record',
        ({ agrees }) => agrees,
        ({ result, agrees }) =>
          words.samePlan.whose[agrees](words.terms.arm(result.preferred), words.terms.arm(result.accurate)),
      ),
      column.count(words.samePlan.forFirst, 'votes_for_preferred', ({ forFirst }) => forFirst),
      column.count(words.samePlan.forSecond, 'votes_for_accurate', ({ forSecond }) => forSecond),
      column.count(words.samePlan.ties, 'ties', ({ ties }) => ties),
    ],
    rows,
    groupOf: ({ result }) => groupOf(context, result),
  })
}

/** gamma of each pair's layer and criterion, once each: it is over all votes of the criterion. */
function couplingLines(context: AnalysisContext, results: readonly ParadoxResult[]): readonly Markup[] {
  const { words, format } = context
  const seen = new Set<string>()
  return results.flatMap(({ layer, criterion, coupling }) => {
    const key = JSON.stringify([layer, criterion])
    if (seen.has(key)) return []
    seen.add(key)
    const found = 'clustered' in coupling ? coupling.clustered : coupling
    const text = format.estimate(found, 'index', true)
    const p = 'p' in found ? `, p ${format.p(found.p)}` : ''
    return [html`<p>${words.samePlan.coupling(nameOf(context, layer), nameOf(context, criterion), `${text}${p}`)}</p>`]
  })
}

/** Where both arms give the same plan preference is about the text, where they differ about the decision. */
export function samePlanSection(context: AnalysisContext): Section {
  const results = checked(context)
  if (results.length === 0) return noSection
  const { words } = context
  const tables = [partsTable(context, results), votesTable(context, results)]
  return {
    markup: html`<h2>${words.samePlan.title}</h2>
<p>${words.samePlan.intro}</p>
${tables.map(({ markup }) => markup)}
${couplingLines(context, results)}`,
    tables,
  }
}

const PARTS = ['accuracy', 'preference', 'decoupling'] as const

/** Rows: choices. Columns: difference in agreement, net benefit, D and the p of both halves. */
export function sensitivitySection(context: AnalysisContext): Section {
  const { analysis, words, format } = context
  const rows = namedParadoxes(context).flatMap(result => result.sensitivity.map(row => ({ result, ...row })))
  if (rows.length === 0) return noSection
  const { sensitivity } = words
  const column = columnsFor<(typeof rows)[number]>(context)
  const table = reviewTable(context, {
    file: 'sensitivity.csv',
    caption: sensitivity.caption(format.level(analysis.level)),
    columns: [
      ...pairColumns<(typeof rows)[number]>(context, ({ result }) => result),
      column.text(
        sensitivity.choice,
        'choice',
        ({ about, choice }) => `${about}: ${choice}`,
        ({ about, choice }) =>
          about === 'as planned'
            ? sensitivity.about[about]
            : words.common.of(sensitivity.about[about], words.terms.choice(choice)),
      ),
      ...PARTS.map(part =>
        column.estimate(sensitivity[part], ({ paradox }) => paradox[part], {
          scale: 'index',
          isDifference: true,
          prefix: `${part}_`,
        }),
      ),
      {
        label: sensitivity.p,
        align: 'right',
        show: ({ paradox: { p } }) => (p === null ? format.none('one half has no test') : format.p(p)),
        csv: { p: ({ paradox }) => paradox.p },
      },
      column.text(
        sensitivity.label,
        'label',
        ({ paradox }) => paradox.label,
        ({ paradox }) => words.terms.label[paradox.label],
      ),
      column.count(words.common.cases, 'cases', ({ paradox }) => paradox.cases),
    ],
    rows,
    groupOf: ({ result }) => groupOf(context, result),
  })
  return { markup: html`<h2>${sensitivity.title}</h2><p>${sensitivity.intro}</p>${table.markup}`, tables: [table] }
}

/** The label, and whether it was adjusted: only the paradox is, and it falls with its p. */
function pairLabel({ analysis, words }: AnalysisContext, { label, p, adjustedP }: ParadoxResult): string {
  const { alpha } = analysis
  const name = words.terms.label[label]
  if (label === 'concordant' || label === 'non-translation') return words.paradox.unadjusted(name)
  const hasFallen = label === 'undetermined' && p !== null && p <= alpha && (adjustedP ?? 0) > alpha
  return hasFallen ? words.paradox.notAfterAdjusting : name
}

/** Every ordered pair that the plan does not name; its p stands for a pair that was chosen after seeing the data. */
export function orderedPairsSection(context: AnalysisContext): Section {
  const { analysis, words, format } = context
  const rows = analysis.paradoxes.filter(({ hypothesis }) => hypothesis === null)
  if (rows.length === 0) return noSection
  const { sensitivity, paradox } = words
  const column = columnsFor<ParadoxResult>(context)
  const table = reviewTable(context, {
    file: 'ordered-pairs.csv',
    caption: paradox.pairsCaption(format.level(analysis.level)),
    columns: [
      ...pairColumns<ParadoxResult>(context, result => result),
      column.page(paradox.pairLabel, result => pairOf(context, result)),
      ...PARTS.map(part =>
        column.estimate(sensitivity[part], result => result[part], {
          scale: 'index',
          isDifference: true,
          prefix: `${part}_`,
        }),
      ),
      {
        label: sensitivity.p,
        align: 'right',
        show: ({ p }) => (p === null ? format.none('one half has no test') : format.p(p)),
        csv: { p: result => result.p },
      },
      {
        label: paradox.adjusted,
        align: 'right',
        show: ({ adjustedP }) => (adjustedP === null ? format.none('one half has no test') : format.p(adjustedP)),
        csv: { adjusted_p: result => result.adjustedP },
      },
      column.text(
        sensitivity.label,
        'label',
        ({ label }) => label,
        result => pairLabel(context, result),
      ),
      // Only the paradox has a p to adjust; the other labels rest on limits at the level of one test.
      column.file({ label_adjusted: ({ label }) => label === 'paradox' }),
    ],
    rows,
    groupOf: ({ criterion }) => nameOf(context, criterion),
  })
  return { markup: html`<h2>${paradox.pairsTitle}</h2><p>${paradox.pairsIntro}</p>${table.markup}`, tables: [table] }
}
