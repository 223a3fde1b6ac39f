/** @file Columns that many tables of the analysis have: an estimate with its interval, a test, plain text and counts. */
import type { CsvCell } from '../../../support/index.ts'
import { type Estimate, isEstimated, type NotEstimable, type TestResult } from '../../../statistics/index.ts'
import type { DataColumn } from '../../data-table.ts'
import type { Scale } from '../../format.ts'
import type { Content } from '../../html.ts'
import { type AnalysisContext, pairName } from './context.ts'

/** Values of an estimate in a file, each name with a prefix. */
export function estimateCsv<Row>(
  of: (row: Row) => Estimate | null,
  prefix = '',
): Readonly<Record<string, (row: Row) => CsvCell>> {
  const known = (row: Row) => {
    const found = of(row)
    return found && isEstimated(found) ? found : null
  }
  return {
    [`${prefix}value`]: row => known(row)?.value ?? null,
    [`${prefix}low`]: row => known(row)?.interval[0] ?? null,
    [`${prefix}high`]: row => known(row)?.interval[1] ?? null,
    [`${prefix}level`]: row => known(row)?.level ?? null,
    [`${prefix}n`]: row => of(row)?.n ?? null,
    [`${prefix}method`]: row => known(row)?.method ?? null,
    [`${prefix}not_estimable`]: row => {
      const found = of(row)
      return found && !isEstimated(found) ? found.notEstimable : null
    },
  }
}

/** Values of a test in a file, each name with a prefix. */
export function testCsv<Row>(
  of: (row: Row) => TestResult | NotEstimable,
  prefix = '',
): Readonly<Record<string, (row: Row) => CsvCell>> {
  const known = (row: Row) => {
    const found = of(row)
    return 'p' in found ? found : null
  }
  const df = (row: Row) => {
    const found = known(row)?.df
    return found === undefined ? null : typeof found === 'number' ? found : found.join(' and ')
  }
  return {
    [`${prefix}statistic`]: row => known(row)?.statistic ?? null,
    [`${prefix}df`]: df,
    [`${prefix}p`]: row => known(row)?.p ?? null,
    [`${prefix}n`]: row => of(row).n,
    [`${prefix}method`]: row => known(row)?.method ?? null,
    [`${prefix}not_estimable`]: row => {
      const found = of(row)
      return 'p' in found ? null : found.notEstimable
    },
  }
}

/** How an estimate is printed, and what its columns in the file begin with. */
interface EstimateLook<Row> {
  readonly scale: Scale | ((row: Row) => Scale)
  readonly isDifference?: boolean
  readonly prefix?: string
}

/** Makers of the columns of a table of such rows. */
export function columnsFor<Row>({ format }: AnalysisContext) {
  return {
    /** An estimate with its interval, or why there is none. */
    estimate(label: string, of: (row: Row) => Estimate, look: EstimateLook<Row>): DataColumn<Row> {
      const { scale, isDifference = false, prefix } = look
      return {
        label,
        align: 'right',
        show: row => format.estimate(of(row), typeof scale === 'function' ? scale(row) : scale, isDifference),
        csv: estimateCsv(of, prefix),
      }
    },
    /** The p of a test, or why there is none. */
    test(label: string, of: (row: Row) => TestResult | NotEstimable, prefix: string): DataColumn<Row> {
      return { label, align: 'right', show: row => format.test(of(row)), csv: testCsv(of, prefix) }
    },
    /** Text; `show` where the page says it in other words than the file. */
    text(
      label: string,
      key: string,
      of: (row: Row) => CsvCell,
      show: (row: Row) => Content = row => String(of(row)),
    ): DataColumn<Row> {
      return { label, show, csv: { [key]: of } }
    },
    count(label: string, key: string, of: (row: Row) => number): DataColumn<Row> {
      return { label, align: 'right', show: row => format.count(of(row)), csv: { [key]: of } }
    },
    /** Of the page alone. */
    page(
      label: string,
      show: (row: Row) => Content,
      look: Pick<DataColumn<Row>, 'align' | 'noWrap'> = {},
    ): DataColumn<Row> {
      return { label, show, csv: {}, ...look }
    },
    /** Of the file alone. */
    file(values: Readonly<Record<string, (row: Row) => CsvCell>>): DataColumn<Row> {
      return { label: '', show: null, csv: values }
    },
  }
}

/** The arm that a row is about. */
export function armColumn<Row extends { readonly arm: string }>({ words }: AnalysisContext): DataColumn<Row> {
  return { label: words.common.arm, show: ({ arm }) => words.terms.arm(arm), csv: { arm: ({ arm }) => arm } }
}

/** The two arms that a row compares; of the page alone, since files have a column for each. */
export function pairColumn<Row extends { readonly first: string; readonly second: string }>(
  context: AnalysisContext,
): DataColumn<Row> {
  const show = ({ first, second }: Row) => pairName(context, first, second)
  return { label: context.words.comparisons.comparison, noWrap: true, show, csv: {} }
}
