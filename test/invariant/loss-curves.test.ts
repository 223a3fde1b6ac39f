/**
 * @file Classes of runs that must have one loss curve: the same step in other micro-batches, on one thread or two, cut
 * off and continued.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { embeddedEngine } from '../../src/engines/embedded/embedded-engine.ts'
import { type TinyRuns, tinyRuns } from '../../src/engines/embedded/fixtures/tiny-run.ts'
import type { TrainRequest, TrainSettings } from '../../src/engines/index.ts'
import { InterruptedError, type Progress } from '../../src/support/index.ts'

let runs: TinyRuns
beforeAll(async () => {
  runs = await tinyRuns()
})

const engine = embeddedEngine(2)
/** The request of a method under a name, with settings and progress changed. */
async function requestOf(
  method: 'sft' | 'dpo' | 'grpo',
  name: string,
  settings: Partial<TrainSettings> = {},
  change: Partial<Pick<TrainRequest, 'progress' | 'signal'>> = {},
): Promise<TrainRequest> {
  const request = await runs[method](`${method}-${name}`)
  return { ...request, ...change, settings: { ...request.settings, ...settings } }
}

/** Largest difference of two loss curves of as many steps. */
function curveDistance(a: string, b: string): number {
  const [first, second] = [runs.lossesOf(a), runs.lossesOf(b)]
  expect(first).toHaveLength(second.length)
  return first.reduce((most, loss, i) => Math.max(most, Math.abs(loss - second[i])), 0)
}

describe.each(['sft', 'dpo', 'grpo'] as const)('%s', method => {
  beforeAll(async () => {
    await engine.train(await requestOf(method, 'straight'))
    // 48 examples or pairs by 8; 48 prompts by 4, two steps on the same completions.
    expect(runs.lossesOf(`${method}-straight`)).toHaveLength(method === 'grpo' ? 24 : 6)
  })

  test('has one curve whatever the micro-batches', async () => {
    const whole = method === 'grpo' ? 16 : 8
    const smallest = method === 'grpo' ? 4 : 1
    for (const batchSize of [whole / 2, smallest]) {
      const name = `batch-${batchSize}`
      await engine.train(await requestOf(method, name, { batchSize, gradientAccumulation: whole / batchSize }))
      // Another order of float32 sums: 1e-6 a step, growing over the run. For GRPO a difference in the last digit may at
      // last draw another token; over these steps it does not.
      expect(curveDistance(`${method}-${name}`, `${method}-straight`)).toBeLessThan(2e-4)
    }
  })

  test('has one curve on one thread and on two', async () => {
    await embeddedEngine(1).train(await requestOf(method, 'one-thread'))
    expect(curveDistance(`${method}-one-thread`, `${method}-straight`)).toBeLessThan(2e-4)
  })

  test('has the same bits when it was cut off several times', async () => {
    let interruptions = 0
    for (let attempt = 0; ; attempt++) {
      expect(attempt).toBeLessThan(20)
      const controller = new AbortController()
      let begun = -1
      const progress: Progress = {
        say: () => {},
        begin: label => ({
          // Stops three steps after each start: for GRPO in the middle of a round of iterations, and at its end.
          update: done => {
            if (label.startsWith('encoding')) return
            if (begun < 0) begun = done
            if (done >= begun + 3) controller.abort()
          },
          finish: () => {},
        }),
      }
      try {
        await engine.train(await requestOf(method, 'resumed', {}, { progress, signal: controller.signal }))
        break
      } catch (error) {
        expect(error).toBeInstanceOf(InterruptedError)
        interruptions++
      }
    }
    expect(interruptions).toBeGreaterThanOrEqual(1)
    expect(runs.weightsOf(`${method}-resumed`).equals(runs.weightsOf(`${method}-straight`))).toBe(true)
    expect(runs.eventsOf(`${method}-resumed`)).toEqual(runs.eventsOf(`${method}-straight`))
  })
})
