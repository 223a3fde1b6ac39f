/** @file Fleiss' kappa of a fixed number of ratings a unit, overall and of each option. */
import { normalTwoSided } from '../distributions/index.ts'
import { type NotEstimable, notEstimable } from '../estimate.ts'
import { type TestResult, testResult } from '../test-result.ts'
import { agreementWeights } from './agreement-weights.ts'
import { type ChanceCorrected, chanceCorrected } from './chance-corrected.ts'
import { countRatings, type RatingCounts, type UnitRatings } from './rating-counts.ts'
import { unitAgreement } from './unit-agreement.ts'

/** Kappa of one option against all others; null where all or none of the ratings are of it. */
export interface OptionKappa {
  readonly share: number
  readonly value: number | null
  readonly test: TestResult | null
}

/** Kappa with its interval, the test of no agreement beyond chance, and the options one by one. */
export interface FleissKappa extends ChanceCorrected {
  readonly test: TestResult
  /** In the order of the declared scale. */
  readonly options: readonly OptionKappa[]
}

const zTest = (value: number, standardError: number, n: number, method: string): TestResult => {
  const statistic = value / standardError
  return testResult({ statistic, p: normalTwoSided(statistic), n, method })
}

/** Kappa_j = 1 - sum x (m - x) / (N m (m - 1) p q), its standard error under the null sqrt(2 / (N m (m - 1))). */
function optionKappas({ options, counts, ratings }: RatingCounts, raters: number): OptionKappa[] {
  const n = ratings.length
  const pairs = n * raters * (raters - 1)
  return Array.from({ length: options }, (_, option) => {
    let given = 0
    let disagreeing = 0
    for (let unit = 0; unit < n; unit++) {
      const count = counts[unit * options + option]
      given += count
      disagreeing += count * (raters - count)
    }
    const share = given / (n * raters)
    if (given === 0 || given === n * raters) return { share, value: null, test: null }
    const value = 1 - disagreeing / (pairs * share * (1 - share))
    return { share, value, test: zTest(value, Math.sqrt(2 / pairs), n, 'Fleiss kappa of one option, z under the null') }
  })
}

/**
 * Fleiss' kappa over units (rows) and raters (columns); equals statsmodels.stats.inter_rater.fleiss_kappa(counts). The
 * interval has the standard error over units, equal to irrCAC.raw.CAC(ratings).fleiss(). The test has the standard
 * error under the null of Fleiss, Nee & Landis (1979, Psychol Bull 86:974), overall and of each option; checked by
 * enumerating the null, not run against R irr::kappam.fleiss. Units with different numbers of ratings (gwetAc and
 * krippendorffAlpha take them), one rater, one unit, or one option only are not estimable. Throws RangeError on a
 * rating off the scale.
 */
export function fleissKappa(units: readonly UnitRatings[], options: number, level = 0.95): FleissKappa | NotEstimable {
  const table = countRatings(units, options)
  const n = table.ratings.length
  const raters = table.ratings[0] ?? 0
  if (table.ratings.some(own => own !== raters)) return notEstimable('units have different numbers of ratings', n)
  if (raters === 1) return notEstimable('one rater', n)
  const overall = chanceCorrected({
    table,
    agreement: unitAgreement(table, agreementWeights('identity', options)),
    chanceOf: shares => ({ chance: shares.reduce((sum, share) => sum + share * share, 0), slope: shares }),
    level,
    method: 'Fleiss kappa, subject-level',
  })
  if ('notEstimable' in overall) return overall
  const each = optionKappas(table, raters)
  const spread = each.reduce((sum, { share }) => sum + share * (1 - share), 0)
  const skew = each.reduce((sum, { share }) => sum + share * (1 - share) * (1 - 2 * share), 0)
  const underNull = Math.sqrt((2 * (spread ** 2 - skew)) / (n * raters * (raters - 1))) / spread
  return { ...overall, test: zTest(overall.value, underNull, n, 'Fleiss kappa, z under the null'), options: each }
}
