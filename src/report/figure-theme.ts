/** @file The look of every figure, and how a specification becomes SVG that says in words what it shows. */
import type { TopLevelSpec } from 'vega-lite'
import { escapeHtml } from './html.ts'

/** Colours of Okabe and Ito, which colour-blind readers can tell apart; baselines are grey. */
export const ARM_COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#56B4E9']
export const BASELINE_COLOUR = '#6e7781'
export const INK = '#1f2328'
export const QUIET = '#57606a'
export const GRID = '#e6eaee'
/** Of the notice that the reviewers were simulated. */
export const WARNING = '#8a5a00'

/** Schema of every specification. */
export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json'

/** Fonts and axes of every figure. */
export const config = {
  font: 'Helvetica, Arial, "Noto Sans CJK SC", sans-serif',
  background: 'white',
  view: { stroke: null },
  axis: {
    labelColor: INK,
    titleColor: QUIET,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    gridColor: GRID,
    domain: false,
    ticks: false,
    labelPadding: 6,
  },
} as const

/**
 * Renders a specification to SVG text. `name` keeps the ids of several figures on one page apart; `description` is the
 * figure's text alternative.
 */
export async function renderSvg(name: string, specification: TopLevelSpec, description: string): Promise<string> {
  // Here, so that commands that draw nothing start without them.
  const [{ parse, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')])
  const view = new View(parse(compile(specification).spec), { renderer: 'none' })
  try {
    const svg = await view.toSVG()
    return svg
      .replace('<svg ', `<svg role="img" aria-label="${escapeHtml(description)}" `)
      .replaceAll(/\bid="([^"]+)"/g, `id="${name}-$1"`)
      .replaceAll(/url\(#([^)]+)\)/g, `url(#${name}-$1)`)
  } finally {
    view.finalize()
  }
}
