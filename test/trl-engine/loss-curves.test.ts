/** @file One checkpoint, one order of examples, two engines: the loss curves of SFT and DPO agree over twenty steps. */
import { expect, test } from 'vitest'
import { embeddedEngine } from '../../src/engines/embedded/embedded-engine.ts'
import { tinyRuns } from '../../src/engines/embedded/fixtures/tiny-run.ts'
import type { TrainSettings } from '../../src/engines/index.ts'
import { trlChoice, trlConfig } from '../../src/engines/trl/index.ts'
import { hasTrl } from '../trl-worker/jobs.ts'
import { PYTHON } from '../trl/python-with-trl.ts'

const settings: TrainSettings = {
  // 48 examples by 8 are 6 steps an epoch: 3 epochs and 2 steps.
  epochs: 10 / 3,
  batchSize: 4,
  gradientAccumulation: 2,
  learningRate: 2e-3,
  schedule: 'cosine',
  warmup: 0.1,
  weightDecay: 0.01,
  maxGradNorm: 1,
  evaluateEvery: 10,
  checkpointEvery: 50,
  sampling: 'sequential',
}

test('the loss curves of both engines agree within 1e-3 over twenty steps', async context => {
  if (!hasTrl) {
    expect(process.env['CI'], 'CI needs the Python of python/requirements.txt in .venv').toBeUndefined()
    context.skip('no Python with TRL in .venv or BEDSIDE_PYTHON')
  }
  const runs = await tinyRuns()
  const trl = trlChoice(trlConfig.parse({ python: PYTHON, device: 'cpu' }), {
    study: 'curves',
    studyFolder: '/',
    synthetic: true,
    dataFolder: null,
    environment: { PATH: process.env['PATH'] },
  })
  for (const method of ['sft', 'dpo'] as const) {
    const request = await runs[method](`${method}-embedded`, { settings })
    const own = await embeddedEngine(2).train(request)
    const theirs = await trl.open().train({ ...request, output: runs.outputOf(`${method}-trl`) })
    const [a, b] = ['embedded', 'trl'].map(name => runs.lossesOf(`${method}-${name}`))
    expect(a).toHaveLength(20)
    expect(b).toHaveLength(20)
    const apart = a.reduce((most, loss, i) => Math.max(most, Math.abs(loss - b[i])), 0)
    expect(apart, method).toBeLessThan(1e-3)
    // The curves go somewhere, so that their agreement says something.
    expect(a[0] - a[19], method).toBeGreaterThan(0.05)
    expect(theirs).toMatchObject({ steps: own.steps, tokens: own.tokens, parameters: own.parameters })
    expect(Math.abs(theirs.validationLoss! - own.validationLoss!), method).toBeLessThan(1e-3)
    if (own.heldOut) expect(theirs.heldOut!.end).toBeCloseTo(own.heldOut.end, 2)
    const evaluations = (name: string) =>
      runs.eventsOf(`${method}-${name}`).flatMap(e => (e.type === 'evaluation' ? [e.step] : []))
    expect(evaluations('trl')).toEqual(evaluations('embedded'))
  }
})
