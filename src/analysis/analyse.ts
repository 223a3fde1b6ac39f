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
import { firedChecks } from './fired-checks.ts'
import type { AnalysisSettings } from './finding.ts'
import { analyseTextOverlap } from './text-overlap.ts'
import { allFindings } from './findings.ts'
import { analyseJudges } from './judges.ts'
import { outcomesOf } from './outcomes.ts'
import { allOrderings, allParadoxes } from './paradoxes.ts'
import { physicianScores } from './physician-outcomes.ts'
import type { AnalysisPlan, Hypothesis } from './plan/analysis-plan.ts'
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

interface Placed {
  readonly caseId: string
  readonly raterId: string
  readonly centre: string | null
}

const isExcludedBy = (line: Placed, { what, id }: AnalysisPlan['exclusions'][number]) =>
  id === (what === 'rater' ? line.raterId : what === 'case' ? line.caseId : line.centre)

/** Lines without those that the plan leaves out. */
function withoutExcluded<Line extends Placed>(lines: readonly Line[], plan: SignedPlan | null): readonly Line[] {
  const excluded = plan?.plan.exclusions ?? []
  return lines.filter(line => !excluded.some(exclusion => isExcludedBy(line, exclusion)))
}

const linesOf = (review: NonNullable<AnalysisInput['review']>) => [
  ...review.ratings,
  ...review.preferences,
  ...review.guesses,
]

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

/** Amendments, hypotheses that lost their role, and planned things that the study does not have. */
function deviationsOf(
  { plan, review, arms, layers }: AnalysisInput,
  planned: readonly { readonly hypothesis: Hypothesis; readonly assigned: { readonly because?: string } }[],
): readonly string[] {
  if (plan === null) return []
  const known = new Set([...arms, PHYSICIAN])
  const size = plan.plan.sampleSize
  const clinicians = review?.summary.raters.clinicians.length ?? 0
  return [
    ...plan.versions
      .slice(1)
      .map(({ version, registeredAt, reason }) => `amendment ${version}, ${registeredAt}: ${reason}`),
    ...plan.versions
      .flatMap(version => version.plan.hypotheses.map(({ id }) => id))
      .filter((id, i, all) => all.indexOf(id) === i && !plan.plan.hypotheses.some(own => own.id === id))
      .map(id => `${id}: registered, and dropped by an amendment`),
    ...planned.flatMap(({ hypothesis, assigned }) =>
      assigned.because ? [`${hypothesis.id}: exploratory, ${assigned.because}`] : [],
    ),
    ...plan.plan.hypotheses.flatMap(hypothesis => {
      const named =
        hypothesis.question === 'paradox'
          ? [hypothesis.preferred, hypothesis.accurate]
          : [hypothesis.first, hypothesis.second]
      const lacking = named.filter(arm => !known.has(arm))
      const layer =
        'layer' in hypothesis && !layers.some(({ name }) => name === hypothesis.layer) ? [hypothesis.layer] : []
      const asked = hypothesis.question === 'rating' ? review?.ratings : review?.preferences
      const criterion =
        'criterion' in hypothesis && asked && !asked.some(line => line.criterion === hypothesis.criterion)
          ? [hypothesis.criterion]
          : []
      return [...lacking, ...layer, ...criterion].map(name => `${hypothesis.id}: the study has no "${name}"`)
    }),
    ...(review === null
      ? []
      : plan.plan.exclusions
          .filter(exclusion => !linesOf(review).some(line => isExcludedBy(line, exclusion)))
          .map(({ what, id }) => `nothing is left out as ${what} "${id}": the review has none`)),
    ...(size && review && review.summary.cases < size.cases
      ? [`${review.summary.cases} cases were reviewed, ${size.cases} were planned`]
      : []),
    ...(size && review && clinicians < size.raters
      ? [`${clinicians} clinicians took part, ${size.raters} were planned`]
      : []),
  ]
}

/** When the review began, and whether there are lines of which nobody says when. */
function timesOf(review: AnalysisInput['review']) {
  if (review === null) return null
  const undated = linesOf(review).some(({ ratedAt }) => ratedAt === null)
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

  const kept = {
    ratings: withoutExcluded(review?.ratings ?? [], plan),
    preferences: withoutExcluded(review?.preferences ?? [], plan),
    guesses: withoutExcluded(review?.guesses ?? [], plan),
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
        : analyseRemarks(withoutExcluded(review.remarks, plan).filter(isFirst), ratings, preferences, request),
    centres: analyseCentres(counted, request),
    deviations: deviationsOf(given, planned),
  }
}
