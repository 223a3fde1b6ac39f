/** @file Kappa of a judge with single clinicians, and of clinicians with each other: what a judge could reach at best. */
import {
  type BootstrapRow,
  type ClusteredRow,
  clusterBootstrap,
  clusteredShare,
  type Estimate,
  isEstimated,
  type KappaWeights,
  notEstimable,
  weightedKappa,
} from '../../statistics/index.ts'
import type { AgreementSettings, KappaBesideClinicians } from './results.ts'

/** One thing that was judged; places are 0 to options - 1. */
export interface JudgedUnit {
  readonly cluster: string
  /** Null where the judge did not judge it readably. */
  readonly judge: number | null
  readonly clinicians: readonly number[]
}

/** A reason, before the review is exported or where judge and clinicians have nothing in common; the report translates it. */
export const NOTHING_SHARED = 'nothing was judged by both'

/** Every pair of a judge's place and a clinician's, a unit counting as one however many clinicians it has. */
const withJudge = ({ judge, clinicians }: JudgedUnit, options: number): BootstrapRow['adds'] =>
  judge === null ? [] : clinicians.map(place => [judge * options + place, 1 / clinicians.length] as const)

/** Every ordered pair of two clinicians on a unit, so that both have the same margins. */
function amongClinicians({ clinicians }: JudgedUnit, options: number): BootstrapRow['adds'] {
  const pairs = clinicians.length * (clinicians.length - 1)
  return clinicians.flatMap((one, i) =>
    clinicians.flatMap((other, j) => (i === j ? [] : [[options ** 2 + one * options + other, 1 / pairs] as const])),
  )
}

/**
 * Cohen's kappa of the judge against one clinician drawn at random from those of the unit, that of two such clinicians, and
 * the difference, with intervals that resample whole couples. It equals weightedKappa of the table in which a unit of m
 * clinicians adds 1/m for each. A judge that always says the same is not estimable.
 */
export function kappaBesideClinicians(
  units: readonly JudgedUnit[],
  options: number,
  weights: KappaWeights,
  { settings, stream }: { readonly settings: AgreementSettings; readonly stream: readonly string[] },
): KappaBesideClinicians {
  const judged = units.filter(({ judge, clinicians }) => judge !== null && clinicians.length > 0)
  const shared = units.filter(({ clinicians }) => clinicians.length > 1)
  const rows = units.map(unit => ({
    cluster: unit.cluster,
    adds: [...withJudge(unit, options), ...amongClinicians(unit, options)],
  }))
  const kappaOf = (totals: Float64Array, from: number) =>
    weightedKappa(totals.subarray(from, from + options ** 2), weights)
  const found = clusterBootstrap({
    rows: rows.filter(({ adds }) => adds.length > 0),
    columns: 2 * options ** 2,
    statistics: [
      { name: 'judge', n: judged.length, compute: totals => kappaOf(totals, 0) },
      { name: 'clinicians', n: shared.length, compute: totals => kappaOf(totals, options ** 2) },
      {
        name: 'difference',
        n: judged.length,
        compute: totals => {
          const [judge, clinicians] = [kappaOf(totals, 0), kappaOf(totals, options ** 2)]
          return judge === null || clinicians === null ? null : judge - clinicians
        },
      },
    ],
    seed: settings.seed,
    stream: ['judge kappa', ...stream],
    resamples: settings.resamples,
    level: settings.level,
  })
  const named = (name: string): Estimate => {
    const estimate = found.get(name)!
    const kappa = `Cohen kappa (${weights === 'identity' ? 'no weights' : weights})`
    return isEstimated(estimate) ? { ...estimate, method: `${kappa}, ${estimate.method}` } : estimate
  }
  const oneClinician = notEstimable('no two clinicians judged the same', shared.length)
  const isConstant = judged.length > 0 && judged.every(({ judge }) => judge === judged[0].judge)
  const judgeReason = isConstant
    ? notEstimable('all values are the same: no variation', judged.length)
    : judged.length === 0
      ? notEstimable(NOTHING_SHARED, 0)
      : null
  const clinicians = shared.length === 0 ? oneClinician : named('clinicians')
  return {
    judge: judgeReason ?? named('judge'),
    clinicians,
    difference: judgeReason ?? (isEstimated(clinicians) ? named('difference') : clinicians),
  }
}

/** A share with the interval of whole couples, and all of its rows as n, also where all or none of them say yes. */
export function coupleShare(
  rows: readonly ClusteredRow[],
  { settings, stream }: { readonly settings: AgreementSettings; readonly stream: readonly string[] },
): Estimate {
  const found = clusteredShare(rows, settings, ['judge share', ...stream])
  if (!isEstimated(found) || found.n === rows.length) return found
  return { ...found, n: rows.length, method: `${found.method} over ${found.n} couples, all rows alike` }
}

/** A mean over rows with the interval of whole couples; no row is not estimable. */
export function clusteredMean(
  rows: readonly { readonly cluster: string; readonly value: number }[],
  { settings, stream }: { readonly settings: AgreementSettings; readonly stream: readonly string[] },
): Estimate {
  if (rows.length === 0) return notEstimable(NOTHING_SHARED, 0)
  const found = clusterBootstrap({
    rows: rows.map(({ cluster, value }) => ({
      cluster,
      adds: [
        [0, value],
        [1, 1],
      ],
    })),
    columns: 2,
    statistics: [{ name: 'mean', n: rows.length, compute: sums => sums[0] / sums[1] }],
    seed: settings.seed,
    stream: ['judge mean', ...stream],
    resamples: settings.resamples,
    level: settings.level,
  })
  return found.get('mean')!
}
