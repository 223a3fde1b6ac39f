/** @file The published figures that the synthetic cohort is made to resemble, beside ours. */
import type { SyntheticCase } from './cases.ts'
import { coupleFigures } from './couple-figures.ts'
import { cycleFigures } from './cycle-figures.ts'
import type { PublishedFigure } from './published-figure.ts'

/** `records/marginals.json`. */
export interface SyntheticMarginals {
  readonly synthetic: true
  readonly couples: number
  readonly clinics: number
  readonly figures: readonly PublishedFigure[]
}

const FEWEST = 100

/**
 * Every published figure of the reference notes 1.1 to 1.4 that the generator is made to meet, beside the same figure of
 * synthetic cases. Normal forms are not among them: three in four of the surveyed men lie under the WHO limit, by which
 * nearly every couple would have a male factor. A single clinic differs from the published average, as clinics do.
 */
export function publishedFigures(cases: readonly SyntheticCase[]): readonly PublishedFigure[] {
  return [...coupleFigures, ...cycleFigures].map(({ measure, why = null, ...entry }) => {
    const { ours: value, n } = measure(cases)
    const ours = n < FEWEST ? null : value
    const within = ours === null ? null : Math.abs(ours - entry.published) <= entry.tolerance
    return { ...entry, why, ours, n, within }
  })
}
