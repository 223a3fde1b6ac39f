/** @file One simulated reviewer: her traits, drawn from a population. */
import { randomStream } from '../../support/index.ts'
import type { Population, Trait, Weights } from './population.ts'

/** Traits of one rater, in the units of the population. */
export interface SimulatedRater {
  readonly personId: string
  readonly severity: number
  readonly spread: number
  readonly likesLength: number
  readonly likesLeft: number
  /** Factors of the weights. */
  readonly emphasis: Weights
  readonly grade: string
  readonly years: number
}

const GRADES = ['resident', 'attending', 'associate chief', 'chief'] as const

/** The rater of this name; the same seed and name give the same rater, whoever else there is. */
export function drawRater(population: Population, seed: number, personId: string): SimulatedRater {
  const random = randomStream(seed, 'simulated reviewer', personId)
  const draw = ({ mean, sd }: Trait) => mean + sd * random.normal()
  const factor = () => Math.exp(population.weightsDiffer * random.normal())
  const grade = random.integer(GRADES.length)
  return {
    personId,
    severity: draw(population.severity),
    spread: Math.max(0.1, draw(population.spread)),
    likesLength: draw(population.likesLength),
    likesLeft: draw(population.likesLeft),
    emphasis: {
      citation: factor(),
      reasons: factor(),
      checks: factor(),
      keyFields: factor(),
      complete: factor(),
    },
    grade: GRADES[grade],
    years: 3 + 7 * grade + random.integer(6),
  }
}
