/** @file A judge beside clinicians on plans alone: agreement, mean difference, and whether it favours its own arms. */
import { criterionName, type RaterRemark, type Rating } from '../../review/index.ts'
import { clusterBootstrap, type Estimate, notEstimable } from '../../statistics/index.ts'
import type { Judgement } from '../judgement.ts'
import { clusteredMean, kappaBesideClinicians, NOTHING_SHARED } from './beside-clinicians.ts'
import type { AgreementSettings, RatingAgreement, SelfPreference } from './results.ts'
import { clinicianScores, HARM, HARM_ANSWERS, judgeScores, planKey, ratingLines } from './verdicts.ts'

/** What the comparison of one judge is made from. */
export interface RatingsRequest {
  readonly judge: string
  readonly judgements: readonly Judgement[]
  readonly ratings: readonly Rating[]
  /** Null where the review has none: harm is then not compared. */
  readonly remarks: readonly RaterRemark[] | null
  readonly scale: readonly [number, number]
  clusterOf(caseId: string): string
  readonly settings: AgreementSettings
}

interface RatedPlan {
  readonly cluster: string
  readonly arm: string
  readonly judge: number | null
  readonly clinicians: readonly number[]
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The criteria in the order in which the judge was asked, harm last. */
function criteriaOf(judgements: readonly Judgement[]): readonly string[] {
  const named = ratingLines(judgements).flatMap(({ scores }) =>
    scores.map(({ criterion, layer }) => criterionName(criterion, layer)),
  )
  return named.length === 0 ? [] : [...new Set(named), HARM]
}

/** Every plan that the judge or a clinician judged on a criterion. */
function plansOf(request: RatingsRequest): (criterion: string) => readonly RatedPlan[] {
  const { judgements, ratings, remarks, clusterOf } = request
  const own = judgeScores(judgements)
  const others = clinicianScores(ratings, remarks)
  // Plans that the judge was not asked about say nothing of it, nor of how alike clinicians are where it judged.
  const plans = new Map(
    ratingLines(judgements).map(({ caseId, arm }) => [JSON.stringify([caseId, arm]), { caseId, arm }]),
  )
  return criterion =>
    [...plans.values()].map(({ caseId, arm }) => ({
      cluster: clusterOf(caseId),
      arm,
      judge: own.get(planKey(caseId, arm, criterion)) ?? null,
      clinicians: others.get(planKey(caseId, arm, criterion)) ?? [],
    }))
}

/** Agreement and mean difference by criterion. */
export function ratingAgreement(request: RatingsRequest): readonly RatingAgreement[] {
  const { judge, judgements, scale, settings } = request
  const plansFor = plansOf(request)
  return criteriaOf(judgements).map(criterion => {
    const plans = plansFor(criterion)
    const [low, high] = criterion === HARM ? [0, HARM_ANSWERS - 1] : scale
    const units = plans.map(plan => ({
      ...plan,
      judge: plan.judge === null ? null : plan.judge - low,
      clinicians: plan.clinicians.map(score => score - low),
    }))
    const both = plans.filter(plan => plan.judge !== null && plan.clinicians.length > 0)
    const differences = both.map(plan => ({ cluster: plan.cluster, value: (plan.judge ?? 0) - mean(plan.clinicians) }))
    const stream = [judge, 'ratings', criterion]
    return {
      criterion,
      plans: both.length,
      kappa: kappaBesideClinicians(units, high - low + 1, 'quadratic', { settings, stream }),
      bias: clusteredMean(differences, { settings, stream: [...stream, 'bias'] }),
    }
  })
}

/** Score of own arms less that of the others, by the judge, by clinicians, and the difference, on the same plans. */
export function ratingSelfPreference(request: RatingsRequest, ownArms: readonly string[]): readonly SelfPreference[] {
  const { judge, judgements, settings } = request
  const plansFor = plansOf(request)
  return criteriaOf(judgements)
    .filter(criterion => criterion !== HARM)
    .map((criterion): SelfPreference => {
      const plans = plansFor(criterion).filter(plan => plan.judge !== null && plan.clinicians.length > 0)
      const n = plans.length
      const rows = plans.map(({ cluster, arm, judge: score, clinicians }) => {
        const at = ownArms.includes(arm) ? 0 : 3
        return {
          cluster,
          adds: [
            [at, 1],
            [at + 1, score ?? 0],
            [at + 2, mean(clinicians)],
          ] as const,
        }
      })
      const gap = (sums: Float64Array, which: 1 | 2) =>
        sums[0] === 0 || sums[3] === 0 ? null : sums[which] / sums[0] - sums[3 + which] / sums[3]
      const found = clusterBootstrap({
        rows,
        columns: 6,
        statistics: [
          { name: 'judge', n, compute: sums => gap(sums, 1) },
          { name: 'clinicians', n, compute: sums => gap(sums, 2) },
          {
            name: 'difference',
            n,
            compute: sums => {
              const [own, others] = [gap(sums, 1), gap(sums, 2)]
              return own === null || others === null ? null : own - others
            },
          },
        ],
        seed: settings.seed,
        stream: ['judge own arms', judge, 'ratings', criterion],
        resamples: settings.resamples,
        level: settings.level,
      })
      const named = (name: string): Estimate => (n === 0 ? notEstimable(NOTHING_SHARED, 0) : found.get(name)!)
      return {
        task: 'rating',
        criterion,
        judge: named('judge'),
        clinicians: named('clinicians'),
        difference: named('difference'),
      }
    })
}
