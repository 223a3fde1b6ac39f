/** @file Simulated reviewers: for demonstrations, and for tests against a known truth. Never for results. */
export { acceptInvitation } from './enter-review.ts'
export { choiceOf, guessOf, harmOf, type Judge, scoreOf } from './judge.ts'
export type { Send } from './loopback-fetch.ts'
export type { Played } from './play-rater.ts'
export { defaultPopulation, type Population, type Trait, type Weights } from './population.ts'
export { drawRater, type SimulatedRater } from './rater.ts'
export { type Simulation, simulateReview } from './simulate-review.ts'
export { worthOf } from './worth.ts'
