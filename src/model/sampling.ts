/** @file Choosing the next token from a row of probabilities. */
import { type RandomStream, StudyError } from '../support/index.ts'

/** A policy whose weights give values that are not numbers. */
export class BrokenPolicyError extends StudyError {}

const notANumber = () =>
  new BrokenPolicyError(
    'generation: expected probabilities, got values that are not numbers; the policy is broken, train it again',
  )

/** The index of the largest value; the first of equals. Throws StudyError when the values are not numbers. */
export function argmax(values: Float32Array): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i
  if (Number.isNaN(values[best])) throw notANumber()
  return best
}

/** The smallest set of tokens, most probable first, whose mass reaches `topP` (Holtzman et al. 2020). */
function nucleus(probabilities: Float32Array, topP: number): number[] {
  const order = Array.from(probabilities.keys()).sort((a, b) => probabilities[b] - probabilities[a] || a - b)
  let mass = 0
  const end = order.findIndex(token => {
    mass += probabilities[token]
    return mass >= topP
  })
  return end < 0 ? order : order.slice(0, end + 1)
}

/** The place in a list of weights where their running sum passes `draw` times their total; never a weight of 0. */
function drawIndex(weights: Float32Array, draw: number): number {
  let total = 0
  for (let i = 0; i < weights.length; i++) total += weights[i]
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) throw notANumber()
  const target = draw * total
  let mass = 0
  let last = 0
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue
    last = i
    mass += weights[i]
    if (mass > target) break
  }
  return last
}

/**
 * Draws a token id from probabilities (which need not sum to exactly 1), restricted to the nucleus of mass `topP`.
 * Throws StudyError when the probabilities are not numbers. One draw of the stream per call, whatever the row, so that streams stay aligned.
 */
export function sampleToken(probabilities: Float32Array, topP: number, random: RandomStream): number {
  const draw = random.uniform()
  if (topP >= 1) return drawIndex(probabilities, draw)
  const tokens = nucleus(probabilities, topP)
  return tokens[
    drawIndex(
      Float32Array.from(tokens, token => probabilities[token]),
      draw,
    )
  ]
}
