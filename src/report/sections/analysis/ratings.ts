/** @file Section: what each arm got on each criterion, whether the arms differ, and by how much two of them do. */
import type { AnalysisResults, Finding } from '../../../analysis/index.ts'
import {
  type Estimate,
  isEstimated,
  type NotEstimable,
  notEstimable,
  type TestResult,
} from '../../../statistics/index.ts'
import type { DataTable } from '../../data-table.ts'
import { html, type Markup } from '../../html.ts'
import type { IntervalRow } from '../../interval-figure.ts'
import { armColumn, columnsFor, pairColumn } from './columns.ts'
import {
  type AnalysisContext,
  nameOf,
  noSection,
  pairName,
  reviewCaption,
  reviewTable,
  type Section,
} from './context.ts'

type Criterion = AnalysisResults['ratings'][number]
type Contrast = Criterion['contrasts'][number]

const byCriterion = <T>(all: readonly Criterion[], rows: (criterion: Criterion) => readonly T[]) =>
  all.flatMap(criterion => rows(criterion).map(row => ({ ...row, criterion: criterion.criterion })))

function meansTable(context: AnalysisContext): DataTable {
  const { analysis, words, format } = context
  const rows = byCriterion(analysis.ratings, ({ arms }) => arms)
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'ratings.csv',
    caption: words.ratings.means,
    columns: [
      column.file({ criterion: ({ criterion }) => criterion }),
      armColumn(context),
      column.estimate(words.ratings.mean(format.level(analysis.level)), row => row.mean, { scale: 'index' }),
      column.text(
        words.ratings.counts,
        'counts',
        ({ counts }) => counts.join(' '),
        ({ counts }) => counts.map(format.count).join(' · '),
      ),
      column.count(words.ratings.ratings, 'ratings', ({ ratings }) => ratings),
      column.count(words.common.cases, 'cases', ({ cases }) => cases),
    ],
    rows,
    groupOf: ({ criterion }) => nameOf(context, criterion),
  })
}

interface OmnibusRow {
  readonly criterion: string
  readonly name: 'friedman' | 'imanDavenport' | 'alignedRanks' | 'permutation'
  readonly test: TestResult | NotEstimable
}

function omnibusTable(context: AnalysisContext): DataTable {
  const { analysis, words, format } = context
  const { ratings } = words
  const rows = analysis.ratings.flatMap(({ criterion, omnibus }): OmnibusRow[] => {
    const { friedman, imanDavenport, alignedRanks, permutation, cases } = omnibus
    const f = imanDavenport
      ? { ...imanDavenport, n: cases, method: 'Iman-Davenport' }
      : 'notEstimable' in friedman
        ? friedman
        : notEstimable('F has no value: all cases rank the arms alike', cases)
    return [
      { criterion, name: 'friedman', test: friedman },
      { criterion, name: 'imanDavenport', test: f },
      { criterion, name: 'alignedRanks', test: alignedRanks },
      { criterion, name: 'permutation', test: permutation },
    ]
  })
  const wOf = (name: string) => analysis.ratings.find(({ criterion }) => criterion === name)?.omnibus.kendallW ?? null
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'ratings-omnibus.csv',
    caption: ratings.omnibus,
    columns: [
      column.file({ criterion: ({ criterion }) => criterion }),
      column.text(
        ratings.test,
        'test',
        ({ name }) => name,
        ({ name }) => ratings.tests[name],
      ),
      {
        label: ratings.statistic,
        align: 'right',
        show: ({ test }) => ('p' in test ? format.number(test.statistic, 2) : format.test(test)),
        csv: {},
      },
      column.test('p', ({ test }) => test, ''),
      column.count(ratings.couples, 'couples', ({ test }) => test.n),
      column.file({ kendall_w: ({ criterion }) => wOf(criterion) }),
    ],
    rows,
    groupOf: ({ criterion }) =>
      ratings.kendallW(nameOf(context, criterion), format.orNone(wOf(criterion), 3, 'no variation')),
  })
}

/** The finding that goes with a contrast: its estimate has the sign of the finding's own first arm. */
function findingOf({ analysis }: AnalysisContext, criterion: string, { first, second }: Contrast): Finding | undefined {
  const own = analysis.findings.filter(({ question, of }) => question === 'rating' && of === criterion)
  return own.find(
    finding =>
      (finding.first === first && finding.second === second) || (finding.first === second && finding.second === first),
  )
}

const pOf = (test: TestResult | NotEstimable) => ('p' in test ? test.p : null)

function contrastsTable(context: AnalysisContext): DataTable {
  const { analysis, words, format } = context
  const { ratings } = words
  const rows = byCriterion(analysis.ratings, ({ criterion, contrasts }) =>
    contrasts.flatMap(contrast => {
      const finding = findingOf(context, criterion, contrast)
      return finding ? [{ contrast, finding, sign: finding.first === contrast.first ? 1 : -1 }] : []
    }),
  )
  const effect = (label: string, key: string, of: (contrast: Contrast) => number | null) => ({
    label,
    align: 'right' as const,
    show: ({ contrast, sign }: (typeof rows)[number]) => {
      const value = of(contrast)
      return value === null ? format.none('no case has both arms') : format.value(sign * value, 'index', true)
    },
    csv: {
      [key]: ({ contrast, sign }: (typeof rows)[number]) => {
        const value = of(contrast)
        return value === null ? null : sign * value
      },
    },
  })
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'ratings-contrasts.csv',
    caption: ratings.contrasts,
    columns: [
      column.file({
        criterion: ({ criterion }) => criterion,
        first: ({ finding }) => finding.first,
        second: ({ finding }) => finding.second,
      }),
      column.text(
        words.comparisons.comparison,
        'role',
        ({ finding }) => finding.role,
        ({ finding }) =>
          html`${pairName(context, finding.first, finding.second)} <span class="quiet">${words.terms.role[finding.role]}</span>`,
      ),
      column.estimate(words.comparisons.difference(format.level(analysis.level)), ({ finding }) => finding.estimate, {
        scale: 'index',
        isDifference: true,
      }),
      column.test('p', ({ finding }) => finding.test, 'test_'),
      {
        label: words.comparisons.adjusted,
        align: 'right',
        show: ({ finding }) =>
          finding.adjusted
            ? `${format.p(finding.adjusted.p)} (${words.terms.adjustment[finding.adjusted.method]})`
            : format.test(finding.test),
        csv: { adjusted_p: ({ finding }) => finding.adjusted?.p ?? null },
      },
      effect(ratings.rankBiserial, 'rank_biserial', ({ rankBiserial }) => rankBiserial),
      effect(ratings.hodgesLehmann, 'hodges_lehmann', ({ hodgesLehmann }) => hodgesLehmann),
      effect(ratings.superiority, 'superiority', ({ superiority }) => superiority),
      {
        label: ratings.cliniciansLikeThem,
        align: 'right',
        show: ({ contrast, sign }) => {
          const found = contrast.cliniciansLikeThem
          if (!isEstimated(found)) return format.none(found.notEstimable)
          const [low, high] = found.interval
          const turned = sign === 1 ? found : { ...found, value: -found.value, interval: [-high, -low] as const }
          return `${format.estimate(turned, 'index', true)}, p ${format.p(found.p)}`
        },
        csv: {
          two_way_p: ({ contrast }) =>
            isEstimated(contrast.cliniciansLikeThem) ? contrast.cliniciansLikeThem.p : null,
        },
      },
      column.file({
        wilcoxon_pratt_p: ({ contrast }) => pOf(contrast.wilcoxonPratt),
        wilcoxon_r_p: ({ contrast }) => pOf(contrast.wilcoxonR),
        wilcoxon_scipy_p: ({ contrast }) => pOf(contrast.wilcoxonScipy),
      }),
    ],
    rows,
    groupOf: ({ criterion }) => nameOf(context, criterion),
  })
}

/** Log odds ratios of every two arms by proportional odds, and how far they differ from cut to cut. */
function modelTable(context: AnalysisContext): DataTable {
  const { analysis, words, format } = context
  const { ratings } = words
  const rows = byCriterion(analysis.ratings, ({ contrasts, model }) =>
    contrasts.map(({ first, second }) => ({ first, second, model })),
  )
  type Row = (typeof rows)[number]
  const column = columnsFor<Row>(context)
  const effectOf = ({ first, second, model }: Row): Estimate => {
    if (!('fit' in model)) return model
    const found = model.fit.contrasts.find(({ name }) => name === `${first} - ${second}`)
    return found?.clustered ?? { notEstimable: 'not in the model', n: model.fit.n }
  }
  // The range is of the arm's own coefficient, which is against the first arm; a pair has the larger of its two.
  const rangeOf = ({ first, second, model }: Row) => {
    if (!('fit' in model)) return null
    const known = model.proportionality.ranges.flatMap(({ name, range }) =>
      range !== null && (name === `arm ${first}` || name === `arm ${second}`) ? [range] : [],
    )
    return known.length === 0 ? null : Math.max(...known)
  }
  return reviewTable<Row>(context, {
    file: 'ratings-model.csv',
    caption: ratings.model(format.level(analysis.level)),
    columns: [
      column.file({ criterion: row => row.criterion, first: row => row.first, second: row => row.second }),
      pairColumn(context),
      column.estimate(ratings.logOdds, effectOf, { scale: 'index', isDifference: true }),
      {
        label: ratings.range,
        align: 'right',
        show: row => format.orNone(rangeOf(row), 2, 'fewer than two cuts'),
        csv: { range_over_cuts: rangeOf },
      },
    ],
    rows,
    groupOf: ({ criterion }) => nameOf(context, criterion),
  })
}

/** Each rater's own difference, for the file alone. */
function ratersTable(context: AnalysisContext): DataTable {
  const { analysis, words } = context
  const rows = byCriterion(analysis.ratings, ({ contrasts }) =>
    contrasts.flatMap(({ first, second, raters }) => raters.map(rater => ({ first, second, ...rater }))),
  )
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'ratings-by-rater.csv',
    caption: words.ratings.contrasts,
    columns: [
      column.file({
        criterion: ({ criterion }) => criterion,
        first: ({ first }) => first,
        second: ({ second }) => second,
        rater: ({ raterId }) => raterId,
        difference: ({ difference }) => difference,
        cases: ({ cases }) => cases,
      }),
    ],
    rows,
  })
}

function missingTable(context: AnalysisContext): DataTable {
  const { analysis, words } = context
  const rows = byCriterion(analysis.ratings, ({ missing }) => missing)
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'ratings-missing.csv',
    caption: words.ratings.missing,
    columns: [
      column.text(
        words.common.criterion,
        'criterion',
        ({ criterion }) => criterion,
        row => nameOf(context, row.criterion),
      ),
      armColumn(context),
      column.text(words.common.rater, 'rater', ({ raterId }) => raterId),
      column.count(words.comparisons.missing, 'missing', ({ missing }) => missing),
    ],
    rows,
  })
}

/** Means, omnibus tests, contrasts and what is missing; nothing without ratings. */
export function ratingsSection(context: AnalysisContext, figure: Markup | false): Section {
  const { analysis, words } = context
  if (analysis.ratings.length === 0) return noSection
  const tables = [meansTable, omnibusTable, contrastsTable, modelTable, missingTable].map(build => build(context))
  return {
    markup: html`<h2>${words.ratings.title}</h2>
<p>${words.ratings.intro}</p>
${figure}
${tables.map(({ markup }) => markup)}
<p class="quiet">${reviewCaption(context, words.ratings.note)}</p>`,
    tables: [...tables, ratersTable(context)],
  }
}

/** Lines of the figure: the mean of each arm on each criterion. */
export function ratingRows(context: AnalysisContext): readonly IntervalRow[] {
  const { analysis, words, format } = context
  return byCriterion(analysis.ratings, ({ arms }) => arms).map(({ criterion, arm, mean }) => ({
    panel: nameOf(context, criterion),
    label: words.terms.arm(arm),
    mark: 'filled',
    value: isEstimated(mean) ? mean.value : null,
    low: isEstimated(mean) ? mean.interval[0] : null,
    high: isEstimated(mean) ? mean.interval[1] : null,
    text: format.estimate(mean, 'index', false),
  }))
}
