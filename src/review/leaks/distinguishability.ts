/** @file How well a small classifier tells arms apart from their texts alone: what blinding is up against. */
import {
  type BootstrapRow,
  type BootstrapStatistic,
  clusterBootstrap,
  type Estimate,
  notEstimable,
} from '../../statistics/index.ts'
import type { PlanText } from './finding.ts'
import { type ClassifierOptions, heldOutGuesses } from './held-out-guesses.ts'

/** What to compute. */
export interface DistinguishabilityRequest {
  readonly texts: readonly PlanText[]
  readonly seed: number
  readonly resamples?: number
  readonly level?: number
  readonly classifier?: Partial<ClassifierOptions>
}

/** The baseline beside the raters' guesses. One half: a machine cannot tell; 1: it always can. */
export interface Distinguishability {
  readonly texts: number
  readonly couples: number
  /** Area under the curve of each arm against all others, by arm. */
  readonly armAgainstRest: Readonly<Record<string, Estimate>>
  /** Their mean. */
  readonly overall: Estimate
  /** Share of texts whose arm was named; by chance 1 / arms where arms have as many texts. */
  readonly named: Estimate
  readonly chance: number
  readonly classifier: ClassifierOptions
}

/** Of lengths to 3 and 4, 512 to 4096 columns and C from 10 to 10,000, what told arms apart that differ by layout alone. */
const CLASSIFIER: ClassifierOptions = { lengths: [1, 2, 3], columns: 2048, folds: 5, c: 100 }

/** Differences below this are rounding: equal texts must tie. */
const rounded = (probability: number) => Math.round(probability * 1e9) / 1e9

/** Area under the curve from counts of positives and negatives at each distinct score, in ascending order of scores. */
function areaOf(totals: Float64Array, first: number, scores: number): number | null {
  let [area, positives, negatives] = [0, 0, 0]
  for (let i = 0; i < scores; i++) {
    const [positive, negative] = [totals[first + 2 * i], totals[first + 2 * i + 1]]
    area += positive * (negatives + negative / 2)
    positives += positive
    negatives += negative
  }
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : null
}

/**
 * Cross-validates a classifier of arms by couple on character n-grams, and estimates the area under the curve of each arm
 * against the rest (as sklearn.metrics.roc_auc_score on the held-out probabilities), their mean, and the share of arms that
 * were named, with BCa intervals from resampling couples. The fits are not repeated for resamples: the intervals are for this
 * classifier. Arms whose texts are equal give 0.5. Fewer than two arms or ten couples are not estimable.
 */
export function distinguishability(request: DistinguishabilityRequest): Distinguishability {
  const { texts, seed, resamples = 2000, level = 0.95 } = request
  const classifier = { ...CLASSIFIER, ...request.classifier }
  const couples = new Set(texts.map(({ coupleId }) => coupleId)).size
  const names = [...new Set(texts.map(({ arm }) => arm))].sort()
  const common = { texts: texts.length, couples, chance: names.length > 0 ? 1 / names.length : 0, classifier }
  if (names.length < 2 || couples < 2) {
    const nothing = notEstimable(names.length < 2 ? 'fewer than two arms' : 'fewer than two couples', texts.length)
    const each = Object.fromEntries(names.map(name => [name, nothing]))
    return { ...common, armAgainstRest: each, overall: nothing, named: nothing }
  }
  const { arms, probabilities } = heldOutGuesses(texts, classifier, seed)
  const scores = arms.map((_, k) => {
    const distinct = [...new Set(probabilities.map(own => rounded(own[k])))].sort((a, b) => a - b)
    return new Map(distinct.map((score, i) => [score, i]))
  })
  const first: number[] = []
  let columns = 2
  for (const { size } of scores) {
    first.push(columns)
    columns += 2 * size
  }
  const rows = texts.map(({ coupleId, arm }, i): BootstrapRow => {
    const own = arms.map((_, k) => rounded(probabilities[i][k]))
    const best = Math.max(...own)
    const ties = own.filter(score => score === best).length
    const isNamed = own[arms.indexOf(arm)] === best
    return {
      cluster: coupleId,
      adds: [
        [0, isNamed ? 1 / ties : 0],
        [1, 1],
        ...own.map((score, k): [number, number] => {
          const place = scores[k].get(score) ?? 0
          return [first[k] + 2 * place + (arms[k] === arm ? 0 : 1), 1]
        }),
      ],
    }
  })
  const n = texts.length
  const areas = (totals: Float64Array) => arms.map((_, k) => areaOf(totals, first[k], scores[k].size))
  const statistics: BootstrapStatistic[] = [
    ...arms.map((arm, k) => ({
      name: `arm ${arm}`,
      n,
      compute: (totals: Float64Array) => areaOf(totals, first[k], scores[k].size),
    })),
    {
      name: 'overall',
      n,
      compute: totals => {
        const all = areas(totals)
        return all.some(area => area === null) ? null : all.reduce<number>((sum, a) => sum + (a ?? 0), 0) / all.length
      },
    },
    { name: 'named', n, compute: totals => (totals[1] > 0 ? totals[0] / totals[1] : null) },
  ]
  const stream = ['distinguishability']
  const estimates = clusterBootstrap({ rows, columns, statistics, seed, stream, resamples, level })
  const get = (name: string): Estimate => estimates.get(name) ?? notEstimable('not computed', n)
  return {
    ...common,
    armAgainstRest: Object.fromEntries(arms.map(arm => [arm, get(`arm ${arm}`)])),
    overall: get('overall'),
    named: get('named'),
  }
}
