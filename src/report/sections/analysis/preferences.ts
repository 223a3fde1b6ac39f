/** @file Section: preferences by pair, the strengths of all arms, and the checks of their model. */
import type { AnalysisResults } from '../../../analysis/index.ts'
import { type Estimate, isEstimated } from '../../../statistics/index.ts'
import type { DataColumn, DataTable } from '../../data-table.ts'
import { html, type Markup } from '../../html.ts'
import type { IntervalRow } from '../../interval-figure.ts'
import { armColumn, columnsFor, estimateCsv, pairColumn } from './columns.ts'
import { type AnalysisContext, nameOf, noSection, reviewTable, type Section } from './context.ts'

type Criterion = AnalysisResults['preferences'][number]
type Contrast = Criterion['contrasts'][number] & { readonly criterion: string }

const groupOf = (context: AnalysisContext, all: readonly Criterion[], name: string) => {
  const votes = all.find(({ criterion }) => criterion === name)?.votes ?? 0
  return context.words.preferences.group(nameOf(context, name), context.format.count(votes))
}

function contrastsTable(context: AnalysisContext): DataTable {
  const { analysis, words, format } = context
  const { preferences } = words
  const rows = analysis.preferences.flatMap(({ criterion, contrasts }) => contrasts.map(row => ({ ...row, criterion })))
  const column = columnsFor<Contrast>(context)
  return reviewTable(context, {
    file: 'preferences.csv',
    caption: preferences.contrasts(format.level(analysis.level)),
    columns: [
      column.file({
        criterion: ({ criterion }) => criterion,
        first: ({ first }) => first,
        second: ({ second }) => second,
      }),
      pairColumn(context),
      column.estimate(preferences.netBenefit(format.level(analysis.level)), row => row.netBenefit, {
        scale: 'index',
        isDifference: true,
      }),
      column.count(preferences.forFirst, 'votes_for_first', row => row.forFirst),
      column.count(preferences.forSecond, 'votes_for_second', row => row.forSecond),
      column.count(preferences.ties, 'ties', row => row.ties),
      column.count(preferences.bothBad, 'both_bad', row => row.bothBad),
      column.count(words.common.cases, 'cases', row => row.cases),
      column.estimate(preferences.cliniciansLikeThem, row => row.cliniciansLikeThem, {
        scale: 'index',
        isDifference: true,
        prefix: 'two_way_',
      }),
      column.test(preferences.binomial, row => row.binomial, 'binomial_'),
    ],
    rows,
    groupOf: ({ criterion }) => groupOf(context, analysis.preferences, criterion),
  })
}

/** Each rater's own net benefit, for the file alone. */
function ratersTable(context: AnalysisContext): DataTable {
  const rows = context.analysis.preferences.flatMap(({ criterion, contrasts }) =>
    contrasts.flatMap(({ first, second, raters }) => raters.map(rater => ({ criterion, first, second, ...rater }))),
  )
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'preferences-by-rater.csv',
    caption: context.words.preferences.title,
    columns: [
      column.file({
        criterion: row => row.criterion,
        first: row => row.first,
        second: row => row.second,
        rater: row => row.raterId,
        net_benefit: row => row.netBenefit,
        votes: row => row.votes,
      }),
    ],
    rows,
  })
}

/** The three winning rates in columns of their own: they are different things, and none may be read as another. */
function ratesTable(context: AnalysisContext): DataTable {
  const { analysis, words } = context
  const { preferences } = words
  const rows = analysis.preferences.flatMap(({ criterion, rates }) => rates.arms.map(row => ({ criterion, ...row })))
  type Row = (typeof rows)[number]
  const column = columnsFor<Row>(context)
  const rate = (
    label: string,
    key: 'ownComparisonsTiesHalf' | 'ownComparisonsWithoutTies' | 'shareOfAllWins' | 'ties',
    prefix: string,
  ) => column.estimate(label, row => row[key].estimate, { scale: 'share', prefix })
  return reviewTable<Row>(context, {
    file: 'winning-rates.csv',
    caption: preferences.rates,
    columns: [
      column.file({ criterion: ({ criterion }) => criterion }),
      armColumn(context),
      rate(preferences.halfTies, 'ownComparisonsTiesHalf', 'own_comparisons_ties_half_'),
      rate(preferences.withoutTies, 'ownComparisonsWithoutTies', 'own_comparisons_without_ties_'),
      rate(preferences.shareOfWins, 'shareOfAllWins', 'share_of_all_wins_'),
      rate(preferences.tieRate, 'ties', 'tie_rate_'),
      column.count(preferences.comparisonsOfArm, 'comparisons', ({ ties }) => ties.of),
    ],
    rows,
    groupOf: ({ criterion }) => groupOf(context, analysis.preferences, criterion),
  })
}

/** One line for each arm: its strength by both models, and its place. */
interface StrengthRow {
  readonly criterion: string
  readonly arm: string
  readonly bradleyTerry: Estimate
  readonly davidson: Estimate
  readonly ranks: Criterion['ranks']
}

function strengthRows({ preferences }: AnalysisResults): readonly StrengthRow[] {
  return preferences.flatMap(({ criterion, arms, bradleyTerry, davidson, ranks }) =>
    arms.map(arm => {
      const of = (fit: Criterion['bradleyTerry'] | Criterion['davidson']): Estimate =>
        'pairs' in fit
          ? (fit.arms.find(one => one.arm === arm)?.clustered ?? { notEstimable: 'not compared', n: 0 })
          : { notEstimable: fit.notEstimable, n: fit.n }
      return { criterion, arm, bradleyTerry: of(bradleyTerry), davidson: of(davidson), ranks }
    }),
  )
}

const rankOf = ({ ranks, arm }: StrengthRow) =>
  'arms' in ranks ? (ranks.arms.find(one => one.arm === arm) ?? null) : null

/** Never a place without how far it can be trusted. */
function placeColumns(context: AnalysisContext): readonly DataColumn<StrengthRow>[] {
  const { words, format, analysis } = context
  const { preferences } = words
  const show = (row: StrengthRow, say: (rank: NonNullable<ReturnType<typeof rankOf>>) => string) => {
    const rank = rankOf(row)
    return rank ? say(rank) : format.none('notEstimable' in row.ranks ? row.ranks.notEstimable : 'not compared')
  }
  return [
    {
      label: preferences.place,
      align: 'right',
      show: row => show(row, ({ rank }) => String(rank)),
      csv: { place: row => rankOf(row)?.rank ?? null },
    },
    {
      label: preferences.placeInterval(format.level(analysis.level)),
      align: 'right',
      show: row => show(row, ({ rankInterval: [low, high] }) => preferences.placeRange(String(low), String(high))),
      csv: {
        place_low: row => rankOf(row)?.rankInterval[0] ?? null,
        place_high: row => rankOf(row)?.rankInterval[1] ?? null,
      },
    },
    {
      label: preferences.probabilityFirst,
      align: 'right',
      show: row => show(row, ({ first }) => format.value(first, 'share')),
      csv: { first_in_share_of_resamples: row => rankOf(row)?.first ?? null },
    },
  ]
}

function strengthsTable(context: AnalysisContext): DataTable {
  const { analysis, words, format } = context
  const { preferences } = words
  const look = { scale: 'index' as const, isDifference: true }
  const column = columnsFor<StrengthRow>(context)
  return reviewTable(context, {
    file: 'strengths.csv',
    caption: preferences.strengths(format.level(analysis.level)),
    columns: [
      column.file({ criterion: ({ criterion }) => criterion }),
      armColumn(context),
      column.estimate(preferences.strength, row => row.bradleyTerry, { ...look, prefix: 'bradley_terry_' }),
      column.estimate(preferences.davidson, row => row.davidson, { ...look, prefix: 'davidson_' }),
      ...placeColumns(context),
    ],
    rows: strengthRows(analysis),
    groupOf: ({ criterion }) => groupOf(context, analysis.preferences, criterion),
  })
}

/** One figure that says whether the model holds, as the page says it, and its values for the file. */
interface CheckRow {
  readonly criterion: string
  readonly check: 'position' | 'logTie' | 'fit' | 'triads' | 'removal'
  readonly text: string
  readonly estimate: Estimate | null
  readonly count: number | null
  readonly of: number | null
  readonly p: number | null
}

function checkRows({ words, format }: AnalysisContext, one: Criterion): readonly CheckRow[] {
  const { criterion, bradleyTerry, davidson, fit, circularTriads: triads, ranks } = one
  const { preferences } = words
  const none = { criterion, estimate: null, count: null, of: null, p: null }
  const position: Estimate =
    'pairs' in bradleyTerry
      ? (bradleyTerry.position?.clustered ?? { notEstimable: 'not in the model', n: bradleyTerry.n })
      : { notEstimable: bradleyTerry.notEstimable, n: bradleyTerry.n }
  const logTie: Estimate = 'pairs' in davidson ? davidson.logTie.clustered : davidson
  const effect = (check: 'position' | 'logTie', estimate: Estimate): CheckRow => ({
    ...none,
    check,
    estimate,
    text: format.estimate(estimate, 'index', true),
  })
  const removal = 'arms' in ranks ? ranks.removal : null
  return [
    effect('position', position),
    effect('logTie', logTie),
    { ...none, check: 'fit', p: 'p' in fit ? fit.p : null, text: format.test(fit) },
    {
      ...none,
      check: 'triads',
      count: triads.circular,
      of: triads.triads,
      p: triads.test?.p ?? null,
      text:
        triads.triads === 0
          ? preferences.noTriads
          : preferences.triadsValue(format.count(triads.circular), format.count(triads.triads)),
    },
    {
      ...none,
      check: 'removal',
      count: removal?.removed ?? null,
      text:
        'notEstimable' in ranks
          ? format.none(ranks.notEstimable)
          : removal === null
            ? preferences.noRemoval
            : preferences.removalValue(format.count(removal.removed), words.terms.arm(removal.newFirst)),
    },
  ]
}

function modelTable(context: AnalysisContext): DataTable {
  const { analysis, words } = context
  const { preferences } = words
  const column = columnsFor<CheckRow>(context)
  return reviewTable<CheckRow>(context, {
    file: 'preference-model.csv',
    caption: preferences.model,
    columns: [
      column.file({ criterion: ({ criterion }) => criterion }),
      column.text(
        preferences.check,
        'check',
        ({ check }) => check,
        ({ check }) => preferences[check],
      ),
      column.page(preferences.value, ({ text }) => text, { align: 'right' }),
      column.file({
        ...estimateCsv<CheckRow>(({ estimate }) => estimate),
        count: ({ count }) => count,
        of: ({ of }) => of,
        p: ({ p }) => p,
      }),
    ],
    rows: analysis.preferences.flatMap(one => checkRows(context, one)),
    groupOf: ({ criterion }) => groupOf(context, analysis.preferences, criterion),
  })
}

/** Net benefit by pair, strengths and checks; nothing without preferences. */
export function preferencesSection(context: AnalysisContext, figure: Markup | false): Section {
  const { analysis, words } = context
  if (analysis.preferences.length === 0) return noSection
  const [contrasts, rates, strengths, model] = [contrastsTable, ratesTable, strengthsTable, modelTable].map(build =>
    build(context),
  )
  return {
    markup: html`<h2>${words.preferences.title}</h2>
<p>${words.preferences.intro}</p>
${contrasts.markup}
${rates.markup}
<p class="quiet">${words.preferences.ratesNote}</p>
${figure}
${strengths.markup}
${model.markup}`,
    tables: [contrasts, rates, strengths, model, ratersTable(context)],
  }
}

/** Lines of the figure: strength of each arm by criterion. */
export function preferenceRows(context: AnalysisContext): readonly IntervalRow[] {
  const { analysis, words, format } = context
  const { preferences } = words
  return strengthRows(analysis).map(row => {
    const { criterion, arm, bradleyTerry: found } = row
    const rank = rankOf(row)
    const place = rank
      ? preferences.placeText(
          preferences.placeRange(String(rank.rankInterval[0]), String(rank.rankInterval[1])),
          format.value(rank.first, 'share'),
        )
      : ''
    const text = isEstimated(found) ? format.value(found.value, 'index', true) : format.none(found.notEstimable)
    return {
      panel: nameOf(context, criterion),
      label: words.terms.arm(arm),
      mark: 'filled',
      value: isEstimated(found) ? found.value : null,
      low: isEstimated(found) ? found.interval[0] : null,
      high: isEstimated(found) ? found.interval[1] : null,
      text: [text, place].filter(Boolean).join(words.common.phraseSeparator),
    }
  })
}
