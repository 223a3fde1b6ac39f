/**
 * @file The agreement reward: how near a plan comes to the recorded one, layer by layer. It is a training signal, and
 * deliberately not the benchmark's metric: near misses earn a part, so that a group of wrong answers still differs, and
 * layers weigh as the study file says. What an arm is worth is told by the benchmark, on cases that training never saw.
 */
import { applicableLayers, type DecisionLayer, type Plan, type Specialty } from '../../specialty/index.ts'

/** How layers and numbers are weighed. */
export interface AgreementSettings {
  /** Weight by layer name, finite and at least 0; a layer that is not named weighs 1. */
  readonly layers?: Readonly<Record<string, number>>
  /** Relative error up to which a number is right. */
  readonly tolerance: number
}

/** Beyond this many tolerances a number earns nothing. */
const TOLERANCES_TO_ZERO = 3
/** A tenth of 150 is 15 on paper and not quite in binary. */
const ROUNDING = 1e-9

function numericCorrectness(reference: number, value: number, tolerance: number): number {
  if (value === reference) return 1
  if (reference === 0) return 0
  const error = Math.abs(value - reference) / Math.abs(reference)
  if (error <= tolerance + ROUNDING) return 1
  if (tolerance === 0) return 0
  const zeroAt = TOLERANCES_TO_ZERO * tolerance
  return Math.max(0, (zeroAt - error) / (zeroAt - tolerance))
}

function ordinalCorrectness(options: readonly string[], reference: string | number, value: string | number): number {
  const [rank, other] = [options.indexOf(String(reference)), options.indexOf(String(value))]
  if (rank < 0 || other < 0) return 0
  return rank === other ? 1 : 1 - Math.abs(rank - other) / (options.length - 1)
}

/**
 * Correctness of one layer's value in [0, 1]. Nominal: 1 when equal, else 0. Ordinal: 1 - |difference of ranks| /
 * (options - 1). Numeric: 1 while the error relative to the reference is within `tolerance`, then falling linearly to 0
 * at three times the tolerance; with tolerance 0 or reference 0 only the same number counts. No value: 0.
 */
export function layerCorrectness(
  layer: DecisionLayer,
  reference: string | number,
  value: string | number | undefined,
  tolerance: number,
): number {
  if (value === undefined) return 0
  if (layer.type === 'numeric') return numericCorrectness(Number(reference), Number(value), tolerance)
  if (layer.type === 'ordinal') return ordinalCorrectness(layer.options, reference, value)
  return value === reference ? 1 : 0
}

/**
 * Weighted mean of the correctness of the layers that apply in the reference plan, in [0, 1]. A layer of the reference
 * that the plan lacks counts 0; a layer that only the plan has costs nothing more, since the layer that it hangs on is
 * wrong already. A plan of null (an unreadable completion) gives 0. Null when no layer with a weight above 0 applies.
 */
export function agreementReward(
  specialty: Specialty,
  reference: Plan,
  plan: Plan | null,
  { layers = {}, tolerance }: AgreementSettings,
): number | null {
  const weights = new Map(Object.entries(layers))
  let sum = 0
  let total = 0
  for (const layer of applicableLayers(specialty, reference)) {
    const weight = weights.get(layer.name) ?? 1
    const expected = reference[layer.name]
    if (weight === 0 || expected === undefined) continue
    sum += weight * layerCorrectness(layer, expected, plan?.[layer.name], tolerance)
    total += weight
  }
  return total === 0 ? null : sum / total
}
