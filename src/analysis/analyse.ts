/** @file The whole analysis, from lines to results: each part in its own file, here only in their order. */
import type { BenchmarkResults, Score } from '../benchmark/index.ts'
import { wholePlan } from '../benchmark/index.ts'
import type { PromptRow } from '../prompts/index.ts'
import {
  type Guess,
  PHYSICIAN,
  type Preference,
  type RaterRemark,
  type Rating,
  type ReviewSummary,
} from '../review/index.ts'
import type { Specialty } from '../specialty/index.ts'
import { notEstimable } from '../statistics/index.ts'
import { analyseBlinding } from './blinding.ts'
import { analyseCentres } from './centres.ts'
import type { ArmText } from './arm-text.ts'
import { deviationsOf } from './deviations.ts'
import { withoutExcluded } from './exclusions.ts'
import { firedChecks } from './fired-checks.ts'
import type { AnalysisSettings } from './finding.ts'
import { analyseTextOverlap } from './text-overlap.ts'
import { allFindings } from './findings.ts'
import { analyseJudges } from './judges.ts'
import { outcomesOf } from './outcomes.ts'
import { allOrderings, allParadoxes } from './paradoxes.ts'
import { physicianScores } from './physician-outcomes.ts'
import { describePlan } from './plan/describe-plan.ts'
import type { SignedPlan } from './plan/load-plan.ts'
import { roleOf } from './plan/role.ts'
import { analysePreferences } from './preferences.ts'
import type { Evidence } from './questions.ts'
import { intraRaterAgreement, raterAgreement } from './rater-agreement.ts'
import { analyseRatings } from './ratings.ts'
import { analyseRemarks } from './remarks.ts'
import type { AnalysisResults, FollowedPlan } from './results.ts'
import { ruleAdherence } from './rule-adherence.ts'
import { compareStrata } from './strata.ts'

/** Everything that the analysis reads. */
export interface AnalysisInput {
  readonly specialty: Specialty
  /** Arms of the study, without the recorded decision. */
  readonly arms: readonly string[]
  readonly plan: SignedPlan | null
  readonly settings: AnalysisSettings
  readonly scores: readonly Score[]
  readonly layers: BenchmarkResults['layers']
  /** The test cases. */
  readonly rows: readonly PromptRow[]
  readonly review: {
    readonly summary: ReviewSummary
    readonly ratings: readonly Rating[]
    readonly preferences: readonly Preference[]
    readonly guesses: readonly Guess[]
    /** Null, or absent, for a review without remarks. */
    readonly remarks?: readonly RaterRemark[] | null
  } | null
  /** What every arm answered, and what was recorded, as the arm of the recorded decision. */
  readonly texts: readonly ArmText[]
}

/** Number of raters below which nothing is claimed of clinicians in general, without a plan that says otherwise. */
const FEWEST_RATERS = 8

function followedPlan({ plan, hash, versions }: SignedPlan): FollowedPlan {
  return {
    name: plan.plan,
    title: plan.title,
    planHash: hash,
    says: describePlan(plan),
    versions: versions.map(({ version, registeredAt, signer, reason, planHash, power }) => ({
      version,
      registeredAt,
      signer,
      reason,
      planHash,
      power,
    })),
  }
}

/** When the review began, and whether there are lines of which nobody says when. */
function timesOf(review: AnalysisInput['review']) {
  if (review === null) return null
  const lines = [...review.ratings, ...review.preferences, ...review.guesses]
  const undated = lines.some(({ ratedAt }) => ratedAt === null)
  return { firstRatedAt: review.summary.firstRatedAt, undated }
}

/** Analyses a study. Nothing that lacks stops it: what cannot be estimated says why in its place. */
export function analyse(given: AnalysisInput): AnalysisResults {
  const steps = analysisSteps(given)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** The same, step by step: yields what comes next, so that a caller may show it, or stop between two steps. */
export function* analysisSteps(given: AnalysisInput): Generator<string, AnalysisResults> {
  const { specialty, arms, plan, layers, rows, review, texts } = given
  const { alpha, level, resamples, seed } = given.settings
  const settings = { alpha, level, resamples, seed }
  const outcomes = outcomesOf([...given.scores, ...physicianScores(specialty, rows)], [...arms, PHYSICIAN])
  const clusters = new Map(outcomes.cases.map(({ caseId, cluster }) => [caseId, cluster]))
  const clusterOf = (caseId: string) => clusters.get(caseId) ?? caseId

  const exclusions = plan?.plan.exclusions ?? []
  const kept = {
    ratings: withoutExcluded(review?.ratings ?? [], exclusions),
    preferences: withoutExcluded(review?.preferences ?? [], exclusions),
    guesses: withoutExcluded(review?.guesses ?? [], exclusions),
  }
  const isClinician = ({ raterKind }: { readonly raterKind: string }) => raterKind === 'clinician'
  const isFirst = (line: { readonly raterKind: string; readonly repeat: boolean }) => isClinician(line) && !line.repeat
  const ratings = kept.ratings.filter(isFirst)
  const preferences = kept.preferences.filter(isFirst)
  const guesses = kept.guesses.filter(isFirst)
  const reviewed = review?.summary.arms ?? []
  const criteriaOf = (lines: readonly { readonly criterion: string }[]) =>
    [...new Set(lines.map(({ criterion }) => criterion))].sort()
  const [ratingCriteria, preferenceCriteria] = [criteriaOf(ratings), criteriaOf(preferences)]
  const fewestRaters = plan?.plan.fewestRaters ?? FEWEST_RATERS
  const ties = plan?.plan.ties ?? 'half'
  // What every net benefit is made from; rates, strengths and agreement have the votes without a winner too.
  const counted =
    ties === 'half' ? preferences : preferences.filter(({ choice }) => choice === 'left' || choice === 'right')

  const hypotheses = plan?.plan.hypotheses ?? []
  const planned = hypotheses.map(hypothesis => ({
    hypothesis,
    assigned: roleOf(hypothesis, plan?.versions ?? [], timesOf(review)),
  }))
  const scale = review?.summary.scale ?? ([1, 5] as const)
  const evidence: Evidence = { outcomes, ratings, preferences, scale, clusterOf, ties, settings }
  const layerNames = layers.map(({ name }) => name)
  const ruledLayers = layerNames.filter(layer =>
    outcomes.cases.some(({ caseId }) => (outcomes.of(PHYSICIAN, layer, caseId)?.withinRules ?? null) !== null),
  )
  const findings = yield* allFindings(
    planned.flatMap(({ hypothesis, assigned }) =>
      hypothesis.question === 'paradox' ? [] : [{ hypothesis, assigned }],
    ),
    { arms, reviewed, layers: layerNames, ruledLayers, ratingCriteria, preferenceCriteria, physician: PHYSICIAN },
    evidence,
  )
  yield 'strata and rules'
  const mainLayers = layers.filter(({ partOf }) => partOf === undefined).map(({ name }) => name)
  const strata = compareStrata(outcomes, arms, mainLayers, settings)
  const adherence = ruleAdherence(outcomes, [...arms, PHYSICIAN], ruledLayers, settings)
  yield 'ratings and preferences'
  const request = { arms: reviewed, scale, fewestRaters, clusterOf, settings }
  const ratingResults = analyseRatings(ratings, request)
  const preferenceResults = analysePreferences(preferences, { ...request, ties })
  yield 'texts'
  const textOverlap = analyseTextOverlap(texts, counted, specialty.language ?? 'en', arms, clusterOf)
  yield 'the paradox'
  const reviewedArms = arms.filter(arm => reviewed.includes(arm))
  const paradoxRequest = { ...evidence, texts, guesses, fewestRaters, arms: reviewedArms, criteria: preferenceCriteria }
  const paradoxes = allParadoxes(
    planned.flatMap(({ hypothesis, assigned }) =>
      hypothesis.question === 'paradox' ? [{ hypothesis, assigned }] : [],
    ),
    paradoxRequest,
  )
  const orderings = allOrderings({ ...paradoxRequest, preferences: counted }, [wholePlan])
  yield 'agreement and blinding'
  const agreement = raterAgreement(ratings, preferences, request)
  const allRatings = kept.ratings.filter(isClinician)
  const allPreferences = kept.preferences.filter(isClinician)
  const intraRater = intraRaterAgreement(allRatings, allPreferences, request)
  const count = (lines: {
    readonly ratings: readonly object[]
    readonly preferences: readonly object[]
    readonly guesses: readonly object[]
  }) => lines.ratings.length + lines.preferences.length + lines.guesses.length
  return {
    schema: 1,
    alpha,
    level,
    resamples,
    seed,
    simulated: review?.summary.simulated ?? false,
    plan: plan && followedPlan(plan),
    cases: outcomes.cases.length,
    couples: new Set(outcomes.cases.map(({ cluster }) => cluster)).size,
    arms,
    review: review && {
      arms: reviewed,
      cases: review.summary.cases,
      clinicians: review.summary.raters.clinicians.length,
      judges: review.summary.raters.judges.length,
      ...review.summary.lines,
      repeats: [...kept.ratings, ...kept.preferences, ...kept.guesses].filter(({ repeat }) => repeat).length,
      excluded: count(review) - count(kept),
      firstRatedAt: review.summary.firstRatedAt,
      lastRatedAt: review.summary.lastRatedAt,
    },
    findings,
    strata,
    ruleAdherence: adherence,
    planChecks: firedChecks(specialty, rows, texts),
    textOverlap,
    ratings: ratingResults,
    preferences: preferenceResults,
    paradoxes,
    orderings,
    agreement,
    intraRater,
    blinding:
      guesses.length === 0
        ? notEstimable('nobody was asked what a plan was taken for', 0)
        : analyseBlinding(guesses, { ...request, preferences: counted }),
    judges: analyseJudges(kept.ratings, kept.preferences, request),
    remarks:
      review?.remarks == null
        ? null
        : analyseRemarks(withoutExcluded(review.remarks, exclusions).filter(isFirst), ratings, preferences, request),
    centres: analyseCentres(counted, request),
    deviations: deviationsOf(plan, planned, { arms, layers, review }),
  }
}
