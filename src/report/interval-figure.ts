/** @file Figures of estimates with their intervals, one line each: differences, means, strengths and centres. */
import { type CsvCell, toCsv } from '../support/index.ts'
import { ARM_COLOURS, config, GRID, INK, QUIET, renderSvg, SCHEMA, WARNING } from './figure-theme.ts'
import { textWidth } from './text-width.ts'

/** One line of the figure. */
export interface IntervalRow {
  /** Heading that gathers lines. */
  readonly panel: string
  readonly label: string
  /** Filled and hollow circles, or a diamond for what sums up the lines above it. */
  readonly mark: 'filled' | 'hollow' | 'diamond'
  /** Null where there is no estimate. */
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** A second interval about the first, such as one of prediction; drawn thin. */
  readonly wide?: readonly [number, number] | null
  /** Printed at the end of the line. */
  readonly text: string
}

/** A figure to draw. */
export interface IntervalFigure {
  /** Name below `figures/`. */
  readonly name: string
  readonly rows: readonly IntervalRow[]
  readonly axisTitle: string
  readonly domain: readonly [number, number]
  /** Where "no difference" is drawn; null for none. */
  readonly zero: number | null
  /** Text alternative. */
  readonly description: string
  /** Stands over the figure itself, so that it goes where the file goes; null for none. */
  readonly notice: string | null
}

/** A drawn figure with the numbers that are in it. */
export interface DrawnFigure {
  readonly svg: string
  readonly csv: string
}

/** Symmetrical limits that hold every value and interval, in steps of 0.1 and at most -1 to 1. */
export function symmetricDomain(rows: readonly IntervalRow[]): readonly [number, number] {
  const limits = rows.flatMap(({ value, low, high }) => [value, low, high].map(limit => Math.abs(limit ?? 0)))
  const most = Math.min(1, Math.max(0.2, Math.ceil(Math.max(0, ...limits) * 10 + 0.2) / 10))
  return [-most, most]
}

/** Limits that hold every value and interval, to the next half. */
export function looseDomain(rows: readonly IntervalRow[]): readonly [number, number] {
  const limits = rows
    .flatMap(({ value, low, high, wide }) => [value, low, high, ...(wide ?? [])])
    .filter((limit): limit is number => limit !== null && limit !== undefined)
  return [Math.floor(Math.min(0, ...limits) * 2) / 2, Math.ceil(Math.max(0, ...limits) * 2) / 2]
}

const WIDTH = 380

/** What was plotted, one row a line; like the drawing, the file says where it goes that reviewers were simulated. */
function plottedCsv({ rows, notice }: IntervalFigure): string {
  const columns = [
    'panel',
    'label',
    'mark',
    'value',
    'low',
    'high',
    'wide_low',
    'wide_high',
    'text',
    'simulated_reviewers',
  ]
  return toCsv(
    columns,
    rows.map(({ panel, label, mark, value, low, high, wide, text }): CsvCell[] => [
      panel,
      label,
      mark,
      value,
      low,
      high,
      wide?.[0] ?? null,
      wide?.[1] ?? null,
      text,
      notice !== null,
    ]),
  )
}

/** Draws the lines of each panel below one another, on one axis. */
export async function intervalFigure(figure: IntervalFigure): Promise<DrawnFigure> {
  const { name, rows, axisTitle, domain, zero, description, notice } = figure
  const panels = [...new Set(rows.map(({ panel }) => panel))]
  const labelWidth = Math.ceil(Math.max(...rows.map(({ label }) => textWidth(label)))) + 8
  const colour = ARM_COLOURS[0]
  const point = { type: 'point' as const, size: 75, opacity: 1, strokeWidth: 2, color: colour }
  const panelOf = (panel: string, isLast: boolean) => {
    const own = rows.filter(row => row.panel === panel).map((row, i) => ({ ...row, place: String(i) }))
    const labels = JSON.stringify(own.map(({ label }) => label))
    const scale = { domain: [...domain], nice: false, clamp: true }
    const axis = { title: isLast ? axisTitle : null, labels: isLast, labelFlush: false, tickCount: 7, gridColor: GRID }
    const x = { type: 'quantitative' as const, scale, axis }
    return {
      width: WIDTH,
      height: own.length * 24,
      title: {
        text: panel,
        anchor: 'start' as const,
        frame: 'group' as const,
        fontSize: 13,
        fontWeight: 600 as const,
        color: INK,
        offset: 4,
      },
      data: { values: own.map(({ wide, ...row }) => ({ ...row, wideLow: wide?.[0], wideHigh: wide?.[1] })) },
      encoding: {
        y: {
          field: 'place',
          type: 'nominal' as const,
          sort: own.map(({ place }) => place),
          axis: {
            title: null,
            grid: false,
            labelLimit: 0,
            // Two lines may have the same label, so the place is the key and the label only what is printed.
            labelExpr: `${labels}[+datum.value]`,
            minExtent: labelWidth,
            maxExtent: labelWidth,
          },
        },
      },
      layer: [
        ...(zero === null
          ? []
          : [
              {
                data: { values: [{ zero }] },
                mark: { type: 'rule' as const, color: QUIET, strokeDash: [3, 3] },
                encoding: { x: { field: 'zero', ...x }, y: { value: 0 }, y2: { value: own.length * 24 } },
              },
            ]),
        {
          mark: { type: 'rule' as const, strokeWidth: 1, color: QUIET },
          encoding: { x: { field: 'wideLow', ...x }, x2: { field: 'wideHigh' } },
        },
        {
          mark: { type: 'rule' as const, strokeWidth: 2, color: colour },
          encoding: { x: { field: 'low', ...x }, x2: { field: 'high' } },
        },
        ...(
          [
            ['filled', { shape: 'circle', filled: true }],
            ['hollow', { shape: 'circle', fill: 'white' }],
            ['diamond', { shape: 'diamond', filled: true, size: 110 }],
          ] as const
        ).map(([mark, look]) => ({
          transform: [{ filter: `datum.mark === '${mark}' && isValid(datum.value)` }],
          mark: { ...point, ...look },
          encoding: { x: { field: 'value', ...x } },
        })),
        {
          mark: { type: 'text' as const, align: 'left' as const, baseline: 'middle' as const, fontSize: 12 },
          encoding: { x: { value: WIDTH + 14 }, text: { field: 'text' }, color: { value: INK } },
        },
      ],
    }
  }
  const specification = {
    $schema: SCHEMA,
    description,
    config,
    spacing: 14,
    ...(notice !== null && {
      title: { text: notice, anchor: 'start' as const, fontSize: 12, fontWeight: 600 as const, color: WARNING },
    }),
    vconcat: panels.map((panel, i) => panelOf(panel, i === panels.length - 1)),
  }
  return { svg: await renderSvg(name, specification as never, description), csv: plottedCsv(figure) }
}
