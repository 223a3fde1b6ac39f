/** @file Figures as SVG, drawn by vega-lite without a browser. */
import { type CsvCell, toCsv } from '../support/index.ts'
import { ARM_COLOURS, BASELINE_COLOUR, config, INK, renderSvg, SCHEMA } from './figure-theme.ts'
import type { Words } from './words/words.ts'

/** One line of the forest plot. */
export interface ForestRow {
  /** Heading that gathers the rows of one layer. */
  readonly panel: string
  readonly predictor: string
  readonly kind: 'arm' | 'baseline'
  /** Null where there is no estimate. */
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** Printed at the end of the line. */
  readonly text: string
}

/** Colour per predictor: arms in order from the palette, baselines grey. */
export function predictorColours(predictors: readonly { readonly name: string; readonly kind: string }[]) {
  let arms = 0
  return predictors.map(({ kind }) => (kind === 'arm' ? ARM_COLOURS[arms++ % ARM_COLOURS.length] : BASELINE_COLOUR))
}

/**
 * A forest plot of shares with intervals, one panel a layer, arms (filled circles) and baselines (hollow diamonds) in
 * the given order, the figures in words at the end of each line.
 */
export function forestPlot(options: {
  readonly rows: readonly ForestRow[]
  readonly predictors: readonly { readonly name: string; readonly kind: 'arm' | 'baseline' }[]
  readonly axisTitle: string
  readonly description: string
}): Promise<string> {
  const { rows, predictors, axisTitle, description } = options
  const names = predictors.map(({ name }) => name)
  const panels = [...new Set(rows.map(({ panel }) => panel))]
  const scale = { domain: names, range: predictorColours(predictors) }
  // Without a canvas vega guesses labels far too wide, and would shorten them: so no limits, and room by our own count,
  // 7 px a character at 12 px Helvetica.
  const labelWidth = Math.max(...names.map(name => name.length)) * 7 + 8
  return renderSvg(
    'forest',
    {
      $schema: SCHEMA,
      description,
      data: { values: [...rows] },
      config,
      spacing: { row: 14 },
      facet: {
        row: {
          field: 'panel',
          type: 'nominal',
          sort: panels,
          header: {
            title: null,
            labelOrient: 'top',
            labelAnchor: 'start',
            labelAngle: 0,
            labelAlign: 'left',
            labelFontSize: 13,
            labelFontWeight: 600,
            labelColor: INK,
            labelLimit: 0,
            labelPadding: -8,
          },
        },
      },
      spec: {
        width: 400,
        height: { step: 24 },
        encoding: {
          y: {
            field: 'predictor',
            type: 'nominal',
            sort: names,
            axis: { title: null, grid: false, labelLimit: 0, minExtent: labelWidth, maxExtent: labelWidth },
          },
          color: { field: 'predictor', type: 'nominal', scale, legend: null },
        },
        layer: [
          {
            mark: { type: 'rule', strokeWidth: 2 },
            encoding: {
              x: {
                field: 'low',
                type: 'quantitative',
                scale: { domain: [0, 1] },
                axis: { title: axisTitle, format: '.0%', values: [0, 0.2, 0.4, 0.6, 0.8, 1], labelFlush: false },
              },
              x2: { field: 'high' },
            },
          },
          {
            transform: [{ filter: "datum.kind === 'arm'" }],
            mark: { type: 'point', shape: 'circle', filled: true, size: 75, opacity: 1 },
            encoding: { x: { field: 'value', type: 'quantitative' } },
          },
          {
            transform: [{ filter: "datum.kind === 'baseline'" }],
            mark: { type: 'point', shape: 'diamond', fill: 'white', size: 75, strokeWidth: 2, opacity: 1 },
            encoding: { x: { field: 'value', type: 'quantitative' } },
          },
          {
            mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 12 },
            encoding: { x: { value: 416 }, text: { field: 'text' }, color: { value: INK } },
          },
        ],
      },
    },
    description,
  )
}

/** The plotted numbers of the forest plot. */
export function forestCsv(rows: readonly ForestRow[]): string {
  return toCsv(
    ['panel', 'predictor', 'kind', 'value', 'low', 'high', 'text'],
    rows.map(({ panel, predictor, kind, value, low, high, text }): CsvCell[] => [
      panel,
      predictor,
      kind,
      value,
      low,
      high,
      text,
    ]),
  )
}

/** One point of a training curve. */
export interface CurvePoint {
  readonly step: number
  readonly value: number
  readonly series: 'training' | 'validation'
}

/** How training went, in the quantity that tells it: a loss, or for GRPO the reward. */
export interface TrainingCurve {
  readonly quantity: string
  readonly points: readonly CurvePoint[]
}

/** Significant digits by which the ticks of an axis differ, where all values lie close together; at least three. */
function digitsFor(points: readonly CurvePoint[]): number {
  const values = points.map(({ value }) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const span = high - low
  if (!(span > 0)) return 3
  return Math.min(8, Math.max(3, Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / span)) + 2))
}

/**
 * The quantity against optimiser step of one policy: training as a line, validation as points. `id` tells several figures of one
 * policy apart on a page.
 */
export function trainingCurve(
  name: string,
  { quantity, points }: TrainingCurve,
  words: Words,
  id = name,
): Promise<string> {
  const title = words.arms.quantity(quantity)
  const description = words.arms.curve(name, title)
  const colour = { training: ARM_COLOURS[0], validation: ARM_COLOURS[1] }
  return renderSvg(
    `training-${id}`,
    {
      $schema: SCHEMA,
      description,
      data: { values: [...points] },
      config,
      width: 340,
      height: 170,
      encoding: {
        x: {
          field: 'step',
          type: 'quantitative',
          axis: { title: words.arms.step, tickCount: 5, tickMinStep: 1, format: ',d', grid: false },
        },
        y: {
          field: 'value',
          type: 'quantitative',
          scale: { zero: false, nice: true },
          // Room for the widest labels, so that the figures beside each other line up.
          axis: { title, tickCount: 5, minExtent: 44, format: `.${digitsFor(points)}~g` },
        },
      },
      // A layer without points would be a group of symbols that says nothing to who cannot see it.
      layer: [
        {
          transform: [{ filter: "datum.series === 'training'" }],
          mark: { type: 'line' as const, strokeWidth: 1.5, color: colour.training },
        },
        {
          transform: [{ filter: "datum.series === 'validation'" }],
          mark: {
            type: 'point' as const,
            shape: 'circle',
            filled: true,
            size: 50,
            color: colour.validation,
            opacity: 1,
          },
        },
      ].filter((_, i) => points.some(({ series }) => series === (['training', 'validation'] as const)[i])),
    },
    description,
  )
}

/** The plotted numbers of a training curve. */
export function curveCsv({ quantity, points }: TrainingCurve): string {
  return toCsv(
    ['step', 'series', 'quantity', 'value'],
    points.map(({ step, series, value }) => [step, series, quantity, value]),
  )
}
