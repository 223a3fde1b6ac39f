/** @file Section: every hypothesis of the plan with its test, and every other comparison as exploratory. */
import type { Finding } from '../../../analysis/index.ts'
import { wholePlan } from '../../../benchmark/index.ts'
import { type Estimate, isEstimated } from '../../../statistics/index.ts'
import type { DataColumn } from '../../data-table.ts'
import type { Scale } from '../../format.ts'
import { html, type Markup } from '../../html.ts'
import type { IntervalRow } from '../../interval-figure.ts'
import { namedParadoxes } from './answer.ts'
import { columnsFor, estimateCsv, testCsv } from './columns.ts'
import { type AnalysisContext, benchmarkTable, nameOf, pairName, reviewTable, type Section } from './context.ts'

/** A finding, or the paradox as one: its estimate is D, and its p needs no adjustment. */
type Row = Omit<Finding, 'question' | 'measure'> & {
  readonly question: Finding['question'] | 'paradox'
  readonly measure: Finding['measure'] | 'decoupling'
}

const scaleOf = ({ measure }: Pick<Row, 'measure'>): Scale =>
  measure === 'agreement' || measure === 'within-rules' ? 'share' : 'index'

function paradoxRows(context: AnalysisContext): readonly Row[] {
  return namedParadoxes(context).map(result => {
    const { preferred, accurate, layer, criterion, p, adjustedP, decoupling, cases, clusters } = result
    const { hypothesis, role, because } = result
    const n = cases
    return {
      id: `paradox/${hypothesis}`,
      question: 'paradox',
      first: preferred,
      second: accurate,
      of: `${layer}, ${criterion}`,
      measure: 'decoupling',
      estimate: decoupling,
      test:
        p === null
          ? { notEstimable: 'one half has no test', n }
          : { statistic: p, p, n, method: 'intersection-union, the larger p of both halves' },
      direction: 'first-higher',
      adjusted: adjustedP === null ? null : { p: adjustedP, method: 'Holm', family: 'paradox' },
      notWorse: null,
      hypothesis,
      role,
      because,
      cases,
      clusters,
      missing: null,
      minimumDetectable: null,
      notes: [],
    }
  })
}

/** The pair, what was compared, and for a hypothesis its id and what it may be called. */
function comparisonCell(context: AnalysisContext, row: Row): Markup {
  const { words } = context
  const of = row.of.split(', ').map(name => nameOf(context, name))
  const role = words.terms.role[row.role]
  const standing = row.because === null ? role : words.common.of(role, words.terms.because(row.because))
  const measure = words.common.of(words.terms.measure[row.measure], of.join(words.common.phraseSeparator))
  return html`${row.hypothesis !== null && html`<strong>${row.hypothesis}</strong> ${standing}<br>`}${pairName(context, row.first, row.second)}<br><span class="quiet">${measure}</span>`
}

function adjustedText({ words, format }: AnalysisContext, { question, adjusted, test }: Row): string {
  if (question === 'paradox' && adjusted === null) return words.comparisons.noAdjustment
  if (adjusted !== null) return `${format.p(adjusted.p)} (${words.terms.adjustment[adjusted.method]})`
  return format.test(test)
}

const detectableOf = ({ minimumDetectable: found }: Row) => (found !== null && 'value' in found ? found : null)

/** The difference, whether it is exact, and at which level; or why there is none. */
function detectableCell({ words, format }: AnalysisContext, row: Row): string | Markup {
  const { comparisons } = words
  const { minimumDetectable: found } = row
  if (found === null) return comparisons.notDetectable
  if (!('value' in found)) return format.none(found.notEstimable)
  const difference = format.value(found.value, scaleOf(row), true).replace(/^\+/, '')
  const level = String(Number(found.alpha.toPrecision(2)))
  const how = found.method === 'McNemar exact' ? comparisons.detectableExact : comparisons.detectableRoughly
  return html`${difference}<br><span class="quiet">${how(level)}</span>`
}

/** Columns of both tables, in order. */
function columnsOf(context: AnalysisContext): Readonly<Record<string, DataColumn<Row>>> {
  const { words, format, analysis } = context
  const { comparisons } = words
  const column = columnsFor<Row>(context)
  return {
    names: column.file({
      id: ({ id }) => id,
      hypothesis: ({ hypothesis }) => hypothesis,
      question: ({ question }) => question,
      measure: ({ measure }) => measure,
      first: ({ first }) => first,
      second: ({ second }) => second,
      of: ({ of }) => of,
      role: ({ role }) => role,
      because: ({ because }) => because,
    }),
    comparison: column.page(comparisons.comparison, row => comparisonCell(context, row)),
    estimate: {
      label: comparisons.difference(format.level(analysis.level)),
      align: 'right',
      show: row => format.estimate(row.estimate, scaleOf(row), true),
      csv: estimateCsv(row => row.estimate),
    },
    p: {
      label: 'p',
      align: 'right',
      show: row => html`${format.test(row.test)}<br><span class="quiet">${words.terms.direction[row.direction]}</span>`,
      csv: { ...testCsv<Row>(row => row.test, 'test_'), direction: row => row.direction },
    },
    adjusted: {
      label: comparisons.adjusted,
      align: 'right',
      show: row => adjustedText(context, row),
      csv: {
        adjusted_p: row => row.adjusted?.p ?? null,
        adjusted_by: row => row.adjusted?.method ?? null,
        family: row => row.adjusted?.family ?? null,
      },
    },
    detectable: {
      label: comparisons.detectable,
      align: 'right',
      show: row => detectableCell(context, row),
      csv: {
        minimum_detectable: row => detectableOf(row)?.value ?? null,
        minimum_detectable_level: row => detectableOf(row)?.alpha ?? null,
        minimum_detectable_by: row => detectableOf(row)?.method ?? null,
      },
    },
    cases: {
      label: comparisons.cases,
      align: 'right',
      show: row => `${format.count(row.cases)} (${format.count(row.clusters)})`,
      csv: { cases: row => row.cases, couples: row => row.clusters },
    },
    missing: {
      label: comparisons.missing,
      align: 'right',
      show: row => (row.question === 'paradox' ? comparisons.ofEachHalf : format.countOrNone(row.missing)),
      csv: { missing: row => row.missing },
    },
    notWorse: {
      label: comparisons.notWorse,
      show: ({ notWorse }) =>
        notWorse === null
          ? comparisons.noMargin
          : comparisons.margin(format.number(notWorse.margin, 2), format.p(notWorse.p)),
      csv: { margin: row => row.notWorse?.margin ?? null, not_worse_p: row => row.notWorse?.p ?? null },
    },
    notes: column.file({ notes: ({ notes }) => notes.join('; ') }),
  }
}

const isOfReview = ({ question }: Row) => question !== 'benchmark'

/** On the page: the whole plan and every preference; the file has all layers and criteria. */
const isMain = ({ question, of }: Row) => question === 'preference' || (question === 'benchmark' && of === wholePlan)

/** The hypotheses of the plan, then the other comparisons. */
export function comparisonsSection(context: AnalysisContext, figure: Markup | false): Section {
  const { analysis, words, format } = context
  const { comparisons } = words
  const { names, comparison, estimate, p, adjusted, detectable, cases, missing, notWorse, notes } = columnsOf(context)
  const planned = [...paradoxRows(context), ...analysis.findings.filter(one => one.hypothesis !== null)]
  const others: readonly Row[] = analysis.findings.filter(one => one.hypothesis === null)
  const tableOf = (rows: readonly Row[]) => (rows.some(isOfReview) ? reviewTable<Row> : benchmarkTable<Row>)
  const families = [...new Set(planned.flatMap(row => row.adjusted?.family ?? []))]
  const plannedTable = tableOf(planned)(context, {
    file: 'hypotheses.csv',
    caption: comparisons.planned,
    columns: [names, comparison, estimate, p, adjusted, detectable, cases, missing, notWorse, notes],
    rows: planned,
    groupOf: ({ question, adjusted: own }) =>
      question === 'paradox' ? comparisons.paradoxFamily : comparisons.family(own?.family ?? question),
  })
  const otherTable = tableOf(others)(context, {
    file: 'exploratory-comparisons.csv',
    caption: comparisons.exploratory,
    columns: [names, comparison, estimate, p, adjusted, cases, missing, notes],
    rows: others,
    shown: others.filter(isMain),
  })
  const count = (name: string) => planned.filter(row => row.adjusted?.family === name).length
  return {
    markup: html`<h2>${comparisons.title}</h2>
<p>${comparisons.intro} ${families.length > 0 && comparisons.families(format.list(families.map(name => `${name} (${count(name)})`)))}</p>
${planned.length === 0 ? html`<p>${words.plan.none}</p>` : html`${plannedTable.markup}<p class="quiet">${comparisons.detectableNote}</p>`}
${figure}
${otherTable.markup}
<p class="quiet">${comparisons.exploratoryNote(format.count(others.length))}</p>`,
    tables: [...(planned.length === 0 ? [] : [plannedTable]), otherTable],
  }
}

/** Lines of the forest plot: planned comparisons filled, exploratory ones hollow; scores have another unit. */
export function comparisonRows(context: AnalysisContext): readonly IntervalRow[] {
  const { analysis, words, format } = context
  const shown = analysis.findings.filter(one => one.measure !== 'score' && (one.hypothesis !== null || isMain(one)))
  const place = (estimate: Estimate) =>
    isEstimated(estimate)
      ? { value: estimate.value, low: estimate.interval[0], high: estimate.interval[1] }
      : { value: null, low: null, high: null }
  return shown.map(one => ({
    panel: words.common.of(words.terms.measure[one.measure], nameOf(context, one.of)),
    label: pairName(context, one.first, one.second),
    mark: one.hypothesis === null ? 'hollow' : 'filled',
    ...place(one.estimate),
    text: format.estimate(one.estimate, 'index', true),
  }))
}
