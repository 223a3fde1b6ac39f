/** @file Section: whether raters could tell who wrote what, and preference among those who could not. */
import { type BlindingIndex, isEstimated, type NotEstimable } from '../../../statistics/index.ts'
import type { AnalysisResults } from '../../../analysis/index.ts'
import type { DataTable } from '../../data-table.ts'
import { html } from '../../html.ts'
import { armColumn, columnsFor, estimateCsv, pairColumn } from './columns.ts'
import { type AnalysisContext, nameOf, noSection, reviewTable, type Section } from './context.ts'

type Blinding = Exclude<AnalysisResults['blinding'], NotEstimable>

const isIndex = (found: BlindingIndex | NotEstimable): found is BlindingIndex => isEstimated(found)

/** The level of the limits that are read: alpha over the number of arms, as a share that is covered. */
const adjustedLevel = ({ analysis, format }: AnalysisContext, { arms }: Blinding) =>
  format.level(1 - analysis.alpha / arms.length)

function armsTable(context: AnalysisContext, blinding: Blinding): DataTable {
  const { words, format, analysis } = context
  type Row = Blinding['arms'][number]
  const oneSided =
    (side: 'lower' | 'upper') =>
    ({ bang }: Row) =>
      isIndex(bang) ? bang.oneSided[side] : null
  const lowerLimit = ({ lowerLimit: found }: Row) => ('value' in found ? found : null)
  const index = { scale: 'index' as const, isDifference: true }
  const column = columnsFor<Row>(context)
  return reviewTable(context, {
    file: 'blinding-arms.csv',
    caption: words.blinding.bang(format.level(analysis.level)),
    columns: [
      armColumn(context),
      column.count(words.blinding.guesses, 'guesses', ({ guesses }) => guesses),
      column.estimate(words.blinding.index, ({ bang }) => bang, { ...index, prefix: 'bang_' }),
      column.file({ bang_one_sided_lower: oneSided('lower'), bang_one_sided_upper: oneSided('upper') }),
      {
        label: words.blinding.lower(adjustedLevel(context, blinding)),
        align: 'right',
        show: ({ lowerLimit: found }) =>
          'value' in found ? format.value(found.value, 'index', true) : format.none(found.notEstimable),
        csv: {
          by_couple_lower_limit: row => lowerLimit(row)?.value ?? null,
          by_couple_lower_limit_alpha: row => lowerLimit(row)?.alpha ?? null,
        },
      },
      {
        label: words.blinding.verdict,
        show: ({ lowerLimit: found }) =>
          'value' in found
            ? found.value > 0
              ? words.blinding.moreRight
              : words.blinding.notShown
            : format.none(found.notEstimable),
        csv: {},
      },
      column.estimate(words.blinding.byCouple, ({ byCase }) => byCase, { ...index, prefix: 'by_couple_' }),
      column.estimate(words.blinding.kClass, ({ kClass }) => kClass, { ...index, prefix: 'which_arm_' }),
    ],
    rows: blinding.arms,
  })
}

/** The counts of a table that lies row by row, "do not know" last. */
function matrixTable(context: AnalysisContext, { table: { sources, counts } }: Blinding): DataTable {
  const { words } = context
  const names: Readonly<Record<string, string>> = words.blinding.sources
  const answers = [...sources, 'unknown']
  const rows = sources.map((source, i) => ({
    source,
    counts: counts.slice(i * answers.length, (i + 1) * answers.length),
  }))
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'blinding-guesses.csv',
    caption: words.blinding.matrix,
    columns: [
      column.text(
        words.blinding.trueSource,
        'source',
        ({ source }) => source,
        ({ source }) => words.blinding.written[source === 'model' ? 'model' : 'physician'],
      ),
      ...answers.map((answer, i) => column.count(names[answer] ?? answer, `guessed_${answer}`, row => row.counts[i])),
    ],
    rows,
  })
}

function ratersTable(context: AnalysisContext, { raters }: Blinding): DataTable {
  const { words, format, analysis } = context
  const column = columnsFor<Blinding['raters'][number]>(context)
  return reviewTable(context, {
    file: 'blinding-raters.csv',
    caption: words.blinding.bang(format.level(analysis.level)),
    columns: [
      column.file({ rater: ({ raterId }) => raterId }),
      { label: '', show: null, csv: estimateCsv<Blinding['raters'][number]>(({ bang }) => bang, 'bang_') },
    ],
    rows: raters,
  })
}

function byGuessTable(context: AnalysisContext, { netBenefit }: Blinding): DataTable {
  const { words, format, analysis } = context
  type Row = Blinding['netBenefit'][number]
  const index = { scale: 'index' as const, isDifference: true }
  const column = columnsFor<Row>(context)
  return reviewTable(context, {
    file: 'net-benefit-by-guess.csv',
    caption: words.blinding.byGuess(format.level(analysis.level)),
    columns: [
      column.file({
        criterion: ({ criterion }) => criterion,
        first: ({ first }) => first,
        second: ({ second }) => second,
      }),
      pairColumn(context),
      column.estimate(words.blinding.guessedRight, row => row.guessedRight, {
        ...index,
        prefix: 'guessed_right_',
      }),
      column.estimate(words.blinding.notGuessed, row => row.notGuessed, { ...index, prefix: 'not_guessed_' }),
    ],
    rows: netBenefit,
    groupOf: ({ criterion }) => nameOf(context, criterion),
  })
}

/** Bang's index by arm, James' over all, the guesses, and net benefit by guess; one sentence where nobody was asked. */
export function blindingSection(context: AnalysisContext): Section {
  const { analysis, words, format } = context
  if (analysis.review === null) return noSection
  const title = html`<h2>${words.blinding.title}</h2>`
  const { blinding } = analysis
  if (!('arms' in blinding))
    return { ...noSection, markup: html`${title}<p>${format.none(blinding.notEstimable)}.</p>` }
  const tables = [armsTable(context, blinding), matrixTable(context, blinding), byGuessTable(context, blinding)]
  const [james, byCouple] = [blinding.james, blinding.jamesByCase].map(found => format.estimate(found, 'index', false))
  return {
    markup: html`${title}
<p>${words.blinding.intro(adjustedLevel(context, blinding), format.level(analysis.alpha))}</p>
${tables[0].markup}
<p>${words.blinding.james(james, byCouple)}</p>
${tables[1].markup}
${tables[2].markup}`,
    tables: [...tables, ratersTable(context, blinding)],
  }
}
