/** @file The paradox as a test: one arm agrees more with the record, and clinicians prefer the other. */
import { clusterBootstrap, type Estimate, isEstimated, notEstimable } from '../statistics/index.ts'
import { netBenefitPairs, type Vote } from './case-votes.ts'
import type { AnalysisSettings } from './finding.ts'
import { boundedByCouples, type CasePair, comparePairs } from './paired-comparison.ts'

/** What the two sides together say of an ordered pair of arms. */
export type ParadoxLabel = 'paradox' | 'non-translation' | 'concordant' | 'undetermined'

/** The strict paradox of an ordered pair: `preferred` against `accurate`. */
export interface Paradox {
  readonly preferred: string
  readonly accurate: string
  /** Mean over cases of agreement, preferred less accurate; the paradox expects it below 0. */
  readonly accuracy: Estimate
  /** Net benefit of the preferred arm; the paradox expects it above 0. */
  readonly preference: Estimate
  /** One-sided: the accurate arm agrees more; clinicians prefer the preferred one. Null where there is no test. */
  readonly pAccuracy: number | null
  readonly pPreference: number | null
  /** The intersection-union p, the larger of both: of level alpha without a correction (Berger 1982). */
  readonly p: number | null
  /** Preference less accuracy, on the same cases and the same resamples. */
  readonly decoupling: Estimate
  readonly label: ParadoxLabel
  /** A gain of the accurate arm in preference below this counts as none. */
  readonly margin: number
  readonly cases: number
  readonly clusters: number
}

/** What is inferred of net benefit by other errors than those by couple. */
export interface PreferenceInference {
  readonly estimate: Estimate
  /** One-sided: the preferred arm is preferred. */
  readonly p: number
  /** One-sided bounds at level 1 - alpha. */
  readonly bounds: readonly [number, number]
}

/** What the two sides are made from, on the same cases. */
export interface ParadoxEvidence {
  readonly preferred: string
  readonly accurate: string
  /** Agreement by case, `first` the preferred arm. */
  readonly accuracyPairs: readonly CasePair[]
  /** Votes from the side of the preferred arm. */
  readonly votes: readonly Vote[]
  readonly margin: number
  clusterOf(caseId: string): string
  readonly settings: AnalysisSettings
  readonly stream: readonly string[]
  /** That of the net benefit, where it is the one that a comparison of preferences has; left out: of this test's own. */
  readonly preferenceStream?: readonly string[]
  /** In place of the inference by couple. */
  readonly inference?: PreferenceInference | undefined
  /** Why there are no votes, where nobody compared anything. */
  readonly lack?: string | undefined
}

const swapped = (pairs: readonly CasePair[]): readonly CasePair[] =>
  pairs.map(({ first, second, ...rest }) => ({ ...rest, first: second, second: first }))

const pOf = ({ test }: { readonly test: object }) => ('p' in test ? (test.p as number) : null)

/** D = net benefit less difference in agreement, couples resampled with both of their values. */
function decouplingOf(
  accuracy: readonly CasePair[],
  preference: readonly CasePair[],
  { settings, stream, lack }: ParadoxEvidence,
): Estimate {
  const votes = new Map(preference.map(({ caseId, first }) => [caseId, first]))
  const rows = accuracy.map(({ caseId, cluster, first, second }) => ({
    cluster,
    adds: [
      [0, (votes.get(caseId) ?? 0) - (first - second)],
      [1, 1],
    ] as const,
  }))
  const { seed, resamples, level } = settings
  const statistics = [{ name: 'D', n: rows.length, compute: (sums: Float64Array) => sums[0] / sums[1] }]
  const request = { rows, columns: 2, statistics, seed, stream: [...stream, 'decoupling'], resamples, level }
  const couples = new Set(rows.map(({ cluster }) => cluster)).size
  return boundedByCouples(clusterBootstrap(request).get('D') ?? notEstimable(lack ?? 'no cases', 0), couples, [-2, 2])
}

/**
 * From the one-sided bounds of both sides. Paradox: both halves shown. Non-translation: the gain in agreement is shown,
 * and the gain in preference is shown to be below the margin. Concordant: both gains are shown, of the same arm.
 * Everything else, a missing half too, is undetermined: no evidence of a gain is not evidence of none.
 */
export function labelOf(
  halves: {
    readonly pAccuracy: number | null
    readonly pPreference: number | null
    /** One-sided bounds at level 1 - alpha of the net benefit of the preferred arm. */
    readonly preferenceBounds: readonly [number, number] | null
    /** The same of its difference in agreement. */
    readonly accuracyBounds: readonly [number, number] | null
  },
  margin: number,
  alpha: number,
): ParadoxLabel {
  const { pAccuracy, pPreference, preferenceBounds, accuracyBounds } = halves
  if (pAccuracy === null || pPreference === null || !preferenceBounds || !accuracyBounds) return 'undetermined'
  if (Math.max(pAccuracy, pPreference) <= alpha) return 'paradox'
  const [accuracyLow] = accuracyBounds
  const [preferenceLow, preferenceHigh] = preferenceBounds
  const accurateGains = pAccuracy <= alpha
  if ((accurateGains && preferenceHigh < 0) || (accuracyLow > 0 && preferenceLow > 0)) return 'concordant'
  return accurateGains && preferenceLow > -margin ? 'non-translation' : 'undetermined'
}

/** Tests the strict paradox on the cases that have both agreement and a vote; none is not estimable on both sides. */
export function paradoxOf(evidence: ParadoxEvidence): Paradox {
  const { preferred, accurate, margin, settings, stream, clusterOf, votes, inference } = evidence
  const known = new Set(evidence.accuracyPairs.map(({ caseId }) => caseId))
  const preference = netBenefitPairs(votes, clusterOf).filter(({ caseId }) => known.has(caseId))
  const voted = new Set(preference.map(({ caseId }) => caseId))
  const accuracy = evidence.accuracyPairs.filter(({ caseId }) => voted.has(caseId))
  const oneSided = { ...settings, level: 1 - 2 * settings.alpha }
  const ask = (
    pairs: readonly CasePair[],
    side: 'accuracy' | 'preference',
    direction: 'two-sided' | 'first-higher',
    own = settings,
  ) =>
    comparePairs(pairs, {
      settings: own,
      stream: side === 'preference' && evidence.preferenceStream ? evidence.preferenceStream : [...stream, side],
      direction,
      lack: evidence.lack,
      ...(side === 'accuracy' && { shares: true as const }),
    })
  const [accuracyGain, preferenceGain] = [
    ask(swapped(accuracy), 'accuracy', 'first-higher'),
    ask(preference, 'preference', 'first-higher'),
  ]
  const [pAccuracy, pPreference] = [pOf(accuracyGain), inference?.p ?? pOf(preferenceGain)]
  const bounds = (pairs: readonly CasePair[], side: 'accuracy' | 'preference') => {
    const { estimate } = ask(pairs, side, 'two-sided', oneSided)
    return isEstimated(estimate) ? estimate.interval : null
  }
  const halves = {
    pAccuracy,
    pPreference,
    preferenceBounds: inference?.bounds ?? bounds(preference, 'preference'),
    accuracyBounds: bounds(accuracy, 'accuracy'),
  }
  return {
    preferred,
    accurate,
    accuracy: ask(accuracy, 'accuracy', 'two-sided').estimate,
    preference: inference?.estimate ?? preferenceGain.estimate,
    pAccuracy,
    pPreference,
    p: pAccuracy === null || pPreference === null ? null : Math.max(pAccuracy, pPreference),
    decoupling: decouplingOf(accuracy, preference, evidence),
    label: labelOf(halves, margin, settings.alpha),
    margin,
    cases: accuracy.length,
    clusters: accuracyGain.clusters,
  }
}
