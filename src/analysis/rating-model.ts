/** @file Ratings of one criterion as a model: proportional odds of a higher score, arms and raters as fixed effects. */
import type { Rating } from '../review/index.ts'
import {
  type CumulativeLogitFit,
  cumulativeLogit,
  type NotEstimable,
  notEstimable,
  type ProportionalOddsCheck,
  proportionalOddsCheck,
} from '../statistics/index.ts'
import type { AnalysisSettings } from './finding.ts'
import { everyPair } from './findings.ts'

/** The fit, with log odds ratios of every two arms as its contrasts, and how far odds are proportional. */
export interface RatingModel {
  readonly fit: CumulativeLogitFit
  readonly proportionality: ProportionalOddsCheck
}

/** What the model needs. */
export interface RatingModelRequest {
  readonly arms: readonly string[]
  clusterOf(caseId: string): string
  readonly settings: Pick<AnalysisSettings, 'level'>
}

/** Scores that occur, as places 0, 1, ...: an empty score between two others would have no threshold. */
function placesOf(ratings: readonly Rating[]): ReadonlyMap<number, number> {
  const scores = [...new Set(ratings.map(({ score }) => score))].sort((a, b) => a - b)
  return new Map(scores.map((score, place) => [score, place]))
}

/**
 * Fits the model with standard errors by couple, and by couple and rater. One score only, one arm, or a fit without a
 * finite maximum is not estimable: the tests by case stand without it.
 */
export function ratingModel(
  ratings: readonly Rating[],
  { arms, clusterOf, settings }: RatingModelRequest,
): RatingModel | NotEstimable {
  const places = placesOf(ratings)
  const raters = [...new Set(ratings.map(({ raterId }) => raterId))].sort()
  if (arms.length < 2) return notEstimable('fewer than two arms', ratings.length)
  if (places.size < 2) return notEstimable('every score is the same', ratings.length)
  const sorted = [...ratings].sort((a, b) => {
    const [one, other] = [a, b].map(({ caseId, raterId, arm }) => JSON.stringify([caseId, raterId, arm]))
    return one < other ? -1 : 1
  })
  const columns = [...arms.slice(1).map(arm => `arm ${arm}`), ...raters.slice(1).map(rater => `rater ${rater}`)]
  const weightsOf = (arm: string, sign: number) => columns.map(column => (column === `arm ${arm}` ? sign : 0))
  const data = {
    responses: sorted.map(({ score }) => places.get(score) as number),
    categories: places.size,
    columns,
    design: sorted.map(({ arm, raterId }) => [
      ...arms.slice(1).map(own => Number(own === arm)),
      ...raters.slice(1).map(own => Number(own === raterId)),
    ]),
    clusters: { name: 'couple', labels: sorted.map(({ caseId }) => clusterOf(caseId)) },
    secondClusters: { name: 'rater', labels: sorted.map(({ raterId }) => raterId) },
    contrasts: everyPair(arms).map(([first, second]) => {
      const [plus, minus] = [weightsOf(first, 1), weightsOf(second, -1)]
      return { name: `${first} - ${second}`, weights: plus.map((own, i) => own + minus[i]) }
    }),
    level: settings.level,
  }
  const fit = cumulativeLogit(data)
  return 'notEstimable' in fit ? fit : { fit, proportionality: proportionalOddsCheck(data) }
}
