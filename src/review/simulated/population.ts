/** @file What is true of a population of simulated reviewers: data, so that a study's results can be held against it. */

/** A personal trait, normal over raters. */
export interface Trait {
  readonly mean: number
  readonly sd: number
}

/** How much each thing that a reader can verify counts; only their proportions matter. */
export interface Weights {
  /** Cited numbers that stand where the text says that they do. */
  readonly citation: number
  /** Decisions with a ground. */
  readonly reasons: number
  /** Plan checks that do not fire. */
  readonly checks: number
  /** Key fields that the reasons use. */
  readonly keyFields: number
  /** Decisions that are stated readably. */
  readonly complete: number
}

/** The truth of a population. Points are those of a scale from 1 to 5; another scale stretches them. */
export interface Population {
  /** Points below the others that a rater scores everything. */
  readonly severity: Trait
  /** How far apart a rater puts good and bad plans; 1: from 1 to 5 between the worst and the best possible. */
  readonly spread: Trait
  /** Criterion -> what counts; a criterion without a line, and a comparison as a whole, take `otherwise`. */
  readonly weights: Readonly<Record<string, Weights>>
  readonly otherwise: Weights
  /** Standard deviation, on the scale of logarithms, of a rater's own weights around these. */
  readonly weightsDiffer: number
  /** Points for a text of twice the usual length. */
  readonly likesLength: Trait
  /** Usual length of reasons in words. */
  readonly usualWords: number
  /** Points by which the plan on the left looks better. */
  readonly likesLeft: Trait
  /** Standard deviation in points of what differs when a rater judges the same again. */
  readonly noise: number
  /** Share of answers that are given without looking. */
  readonly lapses: number
  /** Share of ties between two plans that are equally good to the rater. */
  readonly ties: number
  /** Two plans that are both worth less are both bad, in points. */
  readonly bothBadBelow: number
  /** Share of plans with a check that fires as an error in which a rater sees harm; a warning counts a quarter of it. */
  readonly seesHarm: number
  /** Share of plans in which she sees harm without any. */
  readonly falseAlarms: number
  /** Ability to tell physician from model: 0 guesses by chance, 1 follows the sign of the text that `physicianWords` names. */
  readonly discernment: number
  /** A text with fewer words is taken for a physician's. */
  readonly physicianWords: number
  /** Share of guesses by chance that say physician; beside a half, Bang's index of an arm is not 0 though nobody can tell. */
  readonly guessesPhysician: number
  /** Share of "don't know". */
  readonly doesNotKnow: number
  /** Share of cases that a rater knows. */
  readonly knowsCase: number
}

const weights = (citation: number, reasons: number, checks: number, keyFields: number, complete: number): Weights => ({
  citation,
  reasons,
  checks,
  keyFields,
  complete,
})

/**
 * Reviewers for a demonstration: they reward grounds and true numbers where clarity and accuracy are asked, sound
 * decisions where feasibility is, differ a little in all of it, and cannot tell a physician's text from a model's.
 */
export const defaultPopulation: Population = {
  severity: { mean: 0, sd: 0.4 },
  spread: { mean: 1, sd: 0.15 },
  weights: {
    reasoningClarity: weights(1, 4, 0, 2, 1),
    keyInformation: weights(1, 1, 0, 4, 0),
    clinicalAccuracy: weights(3, 1, 3, 1, 1),
    feasibility: weights(1, 1, 5, 0, 3),
  },
  otherwise: weights(2, 2, 3, 1, 2),
  weightsDiffer: 0.3,
  likesLength: { mean: 0, sd: 0.15 },
  usualWords: 80,
  likesLeft: { mean: 0, sd: 0.1 },
  noise: 0.6,
  lapses: 0.02,
  ties: 0.25,
  bothBadBelow: 1.6,
  seesHarm: 0.7,
  falseAlarms: 0.02,
  discernment: 0,
  physicianWords: 45,
  guessesPhysician: 0.5,
  doesNotKnow: 0.35,
  knowsCase: 0.01,
}
