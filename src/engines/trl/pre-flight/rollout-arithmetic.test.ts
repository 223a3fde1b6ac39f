import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkRolloutBatch, rolloutArithmetic, type RolloutBatch } from './rollout-arithmetic.ts'

/** prompts, perProcess, processes, gradientAccumulation, stepsPerGeneration, generations, iterations; prompts used and steps a pass. */
const SAMPLER_OF_TRL: readonly (readonly number[])[] = [
  // From trl.trainer.utils.RepeatSampler of TRL 1.13.0, iterated, and ceil(batches / gradient_accumulation_steps).
  [44, 2, 2, 2, 2, 8, 1, 44, 44],
  [53, 4, 1, 1, 1, 2, 1, 52, 26],
  [42, 8, 2, 2, 1, 4, 1, 40, 5],
  [22, 4, 2, 1, 4, 4, 1, 16, 8],
  [23, 2, 2, 2, 2, 2, 2, 20, 10],
  [20, 6, 2, 2, 1, 4, 2, 18, 6],
  [30, 6, 2, 2, 4, 8, 1, 30, 10],
  [4, 4, 1, 2, 4, 4, 2, 4, 4],
  [33, 2, 2, 2, 1, 2, 1, 32, 8],
  [12, 8, 2, 1, 4, 8, 1, 8, 4],
]

const batchOf = ([
  prompts,
  perProcess,
  processes,
  gradientAccumulation,
  stepsPerGeneration,
  generations,
  iterations,
]: readonly number[]): RolloutBatch => ({
  prompts,
  perProcess,
  processes,
  gradientAccumulation,
  stepsPerGeneration,
  generations,
  iterations,
  epochs: 1,
})

test("rolloutArithmetic counts prompts and steps as TRL's sampler does", () => {
  const counted = SAMPLER_OF_TRL.map(row => {
    const { dropped, stepsPerEpoch } = rolloutArithmetic(batchOf(row))!
    return [...row.slice(0, 7), row[0] - dropped, stepsPerEpoch]
  })
  expect(counted).toEqual(SAMPLER_OF_TRL)
})

test('a run that says its steps has as many, whatever its epochs come to', () => {
  // 5 prompts in chunks of 2: the three epochs have 15, of which TRL's would leave out 3.
  const batch = { ...batchOf([5, 4, 1, 1, 1, 2, 1]), epochs: 3 }
  expect(rolloutArithmetic(batch)?.steps).toBe(6)
  expect(checkRolloutBatch({ ...batch, maxSteps: 7 })[0].says).toContain(
    '2 steps a pass over 5 prompts, 7 steps in all',
  )
})

const size = fc.integer({ min: 1, max: 12 })
const batches = fc.record({
  prompts: fc.integer({ min: 1, max: 200 }),
  perProcess: size,
  processes: size,
  gradientAccumulation: size,
  stepsPerGeneration: size,
  generations: fc.integer({ min: 2, max: 12 }),
  iterations: fc.integer({ min: 1, max: 3 }),
  epochs: fc.integer({ min: 1, max: 3 }),
})

test('an error where there is no arithmetic, and only there; what is dropped is less than a chunk', () => {
  fc.assert(
    fc.property(batches, batch => {
      const [finding, ...others] = checkRolloutBatch(batch)
      const arithmetic = rolloutArithmetic(batch)
      expect(others).toEqual([])
      expect(finding.severity === 'error').toBe(arithmetic === null)
      if (arithmetic === null) return
      const { completions, promptsTogether, dropped, stepsPerEpoch, steps } = arithmetic
      expect(completions).toBe(promptsTogether * batch.generations)
      expect(dropped).toBeLessThan(promptsTogether)
      expect((batch.prompts - dropped) % promptsTogether).toBe(0)
      expect(steps).toBe(batch.epochs * stepsPerEpoch)
      expect(finding.severity === 'warning').toBe(dropped / batch.prompts > 0.1)
    }),
  )
})

test('the batch that an error proposes is one that fits', () => {
  // 6 completions in groups of 4: the next of two processes that fits is 4 each, 8 together
  const batch = batchOf([100, 3, 2, 1, 1, 4, 1])
  const [{ severity, says }] = checkRolloutBatch(batch)
  expect([severity, says]).toEqual([
    'error',
    'expected whole groups of 4 completions, got 6 drawn together (3 x 2 processes x 1 passes); use batchSize 8',
  ])
  expect(rolloutArithmetic({ ...batch, perProcess: 4 })).not.toBeNull()
})
