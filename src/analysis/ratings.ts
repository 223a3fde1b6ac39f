/** @file Ratings by criterion: what each arm got, whether the arms differ at all, and by how much two of them do. */
import type { Rating } from '../review/index.ts'
import {
  alignedRanksTest,
  clusterPermutationTest,
  clusterBootstrap,
  type Estimate,
  type FriedmanResult,
  friedmanTest,
  hodgesLehmann,
  type NotEstimable,
  notEstimable,
  type SignedRankResult,
  type TestResult,
  type TwoWayMean,
  twoWayMean,
  wilcoxonSignedRankTest,
} from '../statistics/index.ts'
import { byCase, mean } from './case-votes.ts'
import type { AnalysisSettings } from './finding.ts'
import { everyPair } from './findings.ts'
import { boundedByCouples } from './paired-comparison.ts'
import { clusterDifferences, ratingPairs } from './questions.ts'
import { type RatingModel, ratingModel } from './rating-model.ts'

/** What one arm got on a criterion. */
export interface ArmRatings {
  readonly arm: string
  /** Mean over cases of the mean over raters. */
  readonly mean: Estimate
  /** Ratings with each score, the smallest first. */
  readonly counts: readonly number[]
  readonly ratings: number
  readonly cases: number
}

/** Whether the arms differ at all, on cases where every arm was rated, by the means over raters. */
export interface OmnibusTests {
  readonly cases: number
  readonly friedman: FriedmanResult | NotEstimable
  readonly kendallW: number | null
  readonly imanDavenport: {
    readonly statistic: number
    readonly df: readonly [number, number]
    readonly p: number
  } | null
  readonly alignedRanks: TestResult | NotEstimable
  /** Arm labels permuted within the case, for all raters together: the reference for both statistics above. */
  readonly permutation: TestResult | NotEstimable
}

/** Two arms on a criterion in more ways than the finding has. */
export interface RatingContrast {
  readonly first: string
  readonly second: string
  /** Exact or by the normal distribution; R subtracts 0.5 there, SciPy does not. */
  readonly wilcoxonR: SignedRankResult | NotEstimable
  readonly wilcoxonScipy: SignedRankResult | NotEstimable
  readonly wilcoxonPratt: SignedRankResult | NotEstimable
  readonly rankBiserial: number | null
  readonly hodgesLehmann: number | null
  /** Share of couples with a higher score for the first, less the share with a lower one. */
  readonly superiority: number | null
  /** Each rater's own mean difference, and on how many cases. */
  readonly raters: readonly { readonly raterId: string; readonly difference: number; readonly cases: number }[]
  /** What may be said of clinicians like these: cases and raters as samples. */
  readonly cliniciansLikeThem: TwoWayMean | NotEstimable
}

/** One criterion. */
export interface CriterionRatings {
  readonly criterion: string
  readonly arms: readonly ArmRatings[]
  readonly omnibus: OmnibusTests
  readonly contrasts: readonly RatingContrast[]
  /** Proportional odds with arms and raters; secondary to the tests above. */
  readonly model: RatingModel | NotEstimable
  /** Ratings that a rater who saw the case did not give, by arm and rater. */
  readonly missing: readonly { readonly arm: string; readonly raterId: string; readonly missing: number }[]
}

/** What ratings are analysed with. */
export interface RatingsRequest {
  readonly arms: readonly string[]
  readonly scale: readonly [number, number]
  /** Fewer raters than this, and nothing is claimed of clinicians in general. */
  readonly fewestRaters: number
  clusterOf(caseId: string): string
  readonly settings: AnalysisSettings
}

function armRatings(arm: string, all: readonly Rating[], criterion: string, request: RatingsRequest): ArmRatings {
  const { scale, clusterOf, settings } = request
  const own = all.filter(rating => rating.arm === arm)
  const means = [...byCase(own)].map(([caseId, rows]) => ({ caseId, value: mean(rows.map(({ score }) => score)) }))
  const rows = means.map(({ caseId, value }) => ({
    cluster: clusterOf(caseId),
    adds: [
      [0, value],
      [1, 1],
    ] as const,
  }))
  const statistics = [{ name: 'mean', n: means.length, compute: (sums: Float64Array) => sums[0] / sums[1] }]
  const { seed, resamples, level } = settings
  const found = clusterBootstrap({
    rows,
    columns: 2,
    statistics,
    seed,
    stream: ['rating', criterion, arm],
    resamples,
    level,
  })
  const counts = Array.from({ length: scale[1] - scale[0] + 1 }, (_, i) => scale[0] + i).map(
    score => own.filter(rating => rating.score === score).length,
  )
  const estimate =
    means.length === 0 ? notEstimable('no rating', 0) : (found.get('mean') ?? notEstimable('no rating', 0))
  const couples = new Set(rows.map(({ cluster }) => cluster)).size
  return {
    arm,
    mean: boundedByCouples(estimate, couples, scale),
    counts,
    ratings: own.length,
    cases: means.length,
  }
}

/**
 * One row a couple: means over its cases and over the raters who rated every arm of the case, arms in order, so that a
 * strict rater who left an arm out is no difference between arms. Couples without such a rater are left out.
 */
function completeBlocks(all: readonly Rating[], { arms, clusterOf }: RatingsRequest): readonly (readonly number[])[] {
  const keyOf = ({ caseId, raterId }: Rating) => JSON.stringify([caseId, raterId])
  const ratedArms = new Map<string, Set<string>>()
  for (const rating of all) {
    ratedArms.set(keyOf(rating), (ratedArms.get(keyOf(rating)) ?? new Set<string>()).add(rating.arm))
  }
  const cells = new Map<string, Map<string, number[]>>()
  for (const rating of all) {
    if (arms.some(arm => !ratedArms.get(keyOf(rating))?.has(arm))) continue
    const { caseId, arm, score } = rating
    const own = cells.get(clusterOf(caseId)) ?? new Map<string, number[]>()
    own.set(arm, [...(own.get(arm) ?? []), score])
    cells.set(clusterOf(caseId), own)
  }
  return [...cells]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const row = arms.map(arm => own.get(arm))
      return row.every(scores => scores !== undefined)
        ? // Unrounded: equal means of whole scores are equal, and rounding would break ties once the case's mean is taken off.
          [row.map(scores => mean(scores as number[]))]
        : []
    })
}

/** Sum of squares about the mean: how far the arms' totals lie apart. */
const spreadOf = (totals: readonly number[]) => totals.reduce((sum, own) => sum + (own - mean(totals)) ** 2, 0)

function omnibusTests(
  blocks: readonly (readonly number[])[],
  criterion: string,
  settings: AnalysisSettings,
): OmnibusTests {
  const friedman = friedmanTest(blocks)
  const { seed, resamples } = settings
  return {
    cases: blocks.length,
    friedman,
    kendallW: 'kendallW' in friedman ? friedman.kendallW : null,
    imanDavenport: 'imanDavenport' in friedman ? friedman.imanDavenport : null,
    alignedRanks: alignedRanksTest(blocks),
    permutation:
      blocks.length === 0 || blocks[0].length < 2
        ? notEstimable(blocks.length === 0 ? 'no case has every arm' : 'fewer than two arms', blocks.length)
        : clusterPermutationTest({
            rows: blocks.flatMap((row, i) =>
              row.map((value, arm) => ({ cluster: String(i).padStart(6, '0'), arm, adds: [[0, value]] as const })),
            ),
            arms: blocks[0]?.length ?? 0,
            columns: 1,
            compute: totals => spreadOf(totals.map(([sum]) => sum)),
            alternative: 'greater',
            draws: resamples,
            seed,
            stream: ['rating', criterion, 'omnibus'],
          }),
  }
}

function contrastOf(
  first: string,
  second: string,
  all: readonly Rating[],
  criterion: string,
  { clusterOf, fewestRaters, settings }: RatingsRequest,
): RatingContrast {
  const { pairs } = ratingPairs(all, { first, second, criterion }, clusterOf)
  const differences = clusterDifferences(pairs)
  const tested = pairs.length === 0 ? null : wilcoxonSignedRankTest(differences, { continuity: true })
  const none = notEstimable('no case has both arms', 0)
  const perRater = new Map<string, { caseId: string; difference: number }[]>()
  for (const [caseId, rows] of byCase(all)) {
    const scores = (arm: string) => new Map(rows.filter(row => row.arm === arm).map(row => [row.raterId, row.score]))
    const [one, other] = [scores(first), scores(second)]
    for (const [raterId, score] of one) {
      const against = other.get(raterId)
      if (against === undefined) continue
      perRater.set(raterId, [...(perRater.get(raterId) ?? []), { caseId, difference: score - against }])
    }
  }
  const raters = [...perRater]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([raterId, own]) => ({
      raterId,
      difference: mean(own.map(({ difference }) => difference)),
      cases: own.length,
    }))
  const judgements = [...perRater].flatMap(([raterId, own]) => own.map(one => ({ raterId, ...one })))
  const perCase = new Map<string, number>()
  for (const { caseId } of judgements) perCase.set(caseId, (perCase.get(caseId) ?? 0) + 1)
  const rows = judgements.map(({ caseId, raterId, difference }) => ({
    caseId: clusterOf(caseId),
    raterId,
    value: difference,
    weight: 1 / (perCase.get(caseId) as number),
  }))
  const count = (sign: number) => differences.filter(value => Math.sign(value) === sign).length
  return {
    first,
    second,
    wilcoxonR: tested ?? none,
    wilcoxonScipy: tested === null ? none : wilcoxonSignedRankTest(differences),
    wilcoxonPratt: tested === null ? none : wilcoxonSignedRankTest(differences, { zeros: 'pratt' }),
    rankBiserial: tested !== null && 'rankBiserial' in tested ? tested.rankBiserial : null,
    hodgesLehmann: hodgesLehmann(differences),
    superiority: differences.length === 0 ? null : (count(1) - count(-1)) / differences.length,
    raters,
    cliniciansLikeThem:
      raters.length < fewestRaters
        ? notEstimable(`fewer than ${fewestRaters} raters (${raters.length}): of these raters only`, rows.length)
        : twoWayMean(rows, settings.level),
  }
}

/** Ratings that a rater who rated some arm of a case did not give to another arm of it. */
function missingRatings(all: readonly Rating[], arms: readonly string[]): CriterionRatings['missing'] {
  const given = new Set(all.map(({ caseId, raterId, arm }) => JSON.stringify([caseId, raterId, arm])))
  const seen = new Map(all.map(({ caseId, raterId }) => [JSON.stringify([caseId, raterId]), { caseId, raterId }]))
  const counts = new Map<string, number>()
  for (const { caseId, raterId } of seen.values()) {
    for (const arm of arms) {
      if (given.has(JSON.stringify([caseId, raterId, arm]))) continue
      const key = JSON.stringify([arm, raterId])
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return [...counts]
    .map(([key, missing]) => {
      const [arm, raterId] = JSON.parse(key) as [string, string]
      return { arm, raterId, missing }
    })
    .sort((a, b) => (a.arm + a.raterId < b.arm + b.raterId ? -1 : 1))
}

/** Every criterion on its own, in the order of their names; `ratings` are those of clinicians, without repeats. */
export function analyseRatings(ratings: readonly Rating[], request: RatingsRequest): readonly CriterionRatings[] {
  const criteria = [...new Set(ratings.map(({ criterion }) => criterion))].sort()
  return criteria.map(criterion => {
    const own = ratings.filter(rating => rating.criterion === criterion)
    const arms = request.arms.filter(arm => own.some(rating => rating.arm === arm))
    const here = { ...request, arms }
    return {
      criterion,
      arms: arms.map(arm => armRatings(arm, own, criterion, here)),
      omnibus: omnibusTests(completeBlocks(own, here), criterion, request.settings),
      contrasts: everyPair(arms).map(([first, second]) => contrastOf(first, second, own, criterion, here)),
      model: ratingModel(own, here),
      missing: missingRatings(own, arms),
    }
  })
}
