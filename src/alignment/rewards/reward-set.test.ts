import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Sample } from '../../engines/index.ts'
import { renderCompletion } from '../../prompts/index.ts'
import { cyclePlan } from '../../specialty/fixtures/cycle-plan.ts'
import { checkRewards, ownRewardFile, rewardsOf } from './reward-set.ts'
import { rewardsConfig } from './rewards-config.ts'

const specialty = cyclePlan
const reference = { protocol: 'antagonist', startingDose: 150, fertilisation: 'ICSI' }
const studyFolder = mkdtempSync(join(tmpdir(), 'bedside-rewards-'))
const context = { specialty, cases: new Map([['r1', { fields: {}, plan: reference }]]), studyFolder }

const textOf = (plan: typeof reference) => renderCompletion(specialty, plan, 'Because.')[0].content

function sampleOf(text: string, sample: Partial<Sample> = {}): Sample {
  return { id: 'r1', text, completionTokens: 40, finish: 'end', ...sample }
}

/** The score of a sample by the name of each reward. */
async function scoresOf(input: unknown, sample: Sample): Promise<Record<string, number | null>> {
  const rewards = await rewardsOf(rewardsConfig.parse(input), context)
  const scores: Record<string, number | null> = {}
  for (const { name, score } of rewards) scores[name] = await score(sample)
  return scores
}

test('rewardsOf({}) is format and agreement, with their weights', async () => {
  const rewards = await rewardsOf(rewardsConfig.parse({}), context)
  expect(rewards.map(({ name, weight }) => [name, weight])).toEqual([
    ['format', 0.2],
    ['agreement', 1],
  ])
})

test('rewardsOf leaves out a reward with weight 0, and does not load its file', async () => {
  const config = rewardsConfig.parse({
    format: { weight: 0 },
    own: { file: 'none.ts', weight: 0 },
    length: { weight: 1 },
  })
  expect((await rewardsOf(config, context)).map(({ name }) => name)).toEqual(['agreement', 'length'])
  expect(ownRewardFile(config, studyFolder)).toBeNull()
})

test('rewardsOf scores the reference 1, a cut one 0 for its form, an unreadable one 0', async () => {
  const input = { length: { weight: 0.5, target: 30 } }
  // 40 tokens at a target of 30: (60 - 40) / 30
  const length = 2 / 3
  expect(await scoresOf(input, sampleOf(textOf(reference)))).toEqual({ format: 1, agreement: 1, length })
  const cut = sampleOf(textOf(reference), { finish: 'length' })
  expect(await scoresOf(input, cut)).toEqual({ format: 0, agreement: 1, length })
  expect(await scoresOf(input, sampleOf('no plan'))).toEqual({ format: 0, agreement: 0, length })
})

test('rewardsOf weighs layers and tolerance as configured', async () => {
  const plan = { protocol: 'mild', startingDose: 175, fertilisation: 'ICSI' }
  // error 25 / 150 = 1/6 at tolerance 0.1: (0.3 - 1/6) / 0.2 = 2/3; (0 + 2 x 2/3 + 1) / (1 + 2 + 1)
  const scores = await scoresOf({ agreement: { layers: { startingDose: 2 } } }, sampleOf(textOf(plan)))
  expect(scores['agreement']).toBeCloseTo(7 / 12, 9)
})

test("rewardsOf gives the user's function the sample, and copies of the plans", async () => {
  writeFileSync(
    join(studyFolder, 'own.ts'),
    `export default (sample: Record<string, never>) => {
  const known = JSON.stringify(sample)
  for (const plan of [sample.plan, sample.reference]) if (plan) (plan as { protocol: string }).protocol = 'spoilt'
  if (sample.plan === null) return null
  return known.length
}
`,
  )
  const [own] = (await rewardsOf(rewardsConfig.parse({ own: { file: 'own.ts', weight: 3 } }), context)).slice(-1)
  expect([own.name, own.weight]).toEqual(['own', 3])
  const sample = sampleOf(textOf(reference))
  const expected = {
    recordId: 'r1',
    text: sample.text,
    plan: reference,
    parseErrors: [],
    reference,
    finish: 'end',
    completionTokens: 40,
  }
  expect(await own.score(sample)).toBe(JSON.stringify(expected).length)
  expect(await own.score(sample)).toBe(JSON.stringify(expected).length)
  expect(await own.score(sampleOf('no plan'))).toBeNull()
})

test('rewardsOf passes on an error of a user function without its message, and a number that is none', async () => {
  writeFileSync(
    join(studyFolder, 'wrong.ts'),
    'export default (s: { plan: object | null }) => { if (s.plan) return NaN; throw new Error("mine") }',
  )
  const [own] = (await rewardsOf(rewardsConfig.parse({ own: { file: 'wrong.ts' } }), context)).slice(-1)
  expect(await own.score(sampleOf(textOf(reference)))).toBeNaN()
  await expect(async () => own.score(sampleOf('no plan'))).rejects.toThrow('wrong.ts: an error in the reward')
})

test('rewardsOf(...).score throws for a record without a reference', async () => {
  const rewards = await rewardsOf(rewardsConfig.parse({}), context)
  expect(() => rewards[1].score(sampleOf('text', { id: 'r2' }))).toThrow(RangeError)
})

test('checkRewards names the layer that the specialty does not have', () => {
  const config = rewardsConfig.parse({ agreement: { layers: { startingDoes: 2 } } })
  expect(() => checkRewards(config, specialty)).toThrow(
    'field "arms.grpo.rewards.agreement.layers.startingDoes": expected a decision layer of specialty cycle-plan, got ' +
      '"startingDoes"; did you mean "startingDose"?',
  )
})

test('checkRewards refuses layers that all weigh 0', () => {
  const layers = { protocol: 0, startingDose: 0, fertilisation: 0 }
  expect(() => checkRewards(rewardsConfig.parse({ agreement: { layers } }), specialty)).toThrow(/weight above 0/)
  expect(() => checkRewards(rewardsConfig.parse({ agreement: { layers, weight: 0 } }), specialty)).not.toThrow()
})

test('every reward but own lies in [0, 1] for any text', async () => {
  const rewards = await rewardsOf(rewardsConfig.parse({ length: { weight: 1 } }), context)
  const texts = fc.oneof(
    fc.string(),
    fc
      .record({
        protocol: fc.constantFrom(...specialty.decisionLayers[0].options),
        startingDose: fc.integer({ min: 4, max: 12 }).map(steps => steps * 25),
        fertilisation: fc.constantFrom('IVF', 'ICSI', 'none'),
      })
      .map(textOf),
  )
  fc.assert(
    fc.property(texts, fc.nat(1000), fc.constantFrom('end', 'length'), (text, completionTokens, finish) => {
      for (const { score } of rewards) {
        const value = score(sampleOf(text, { completionTokens, finish }))
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
      }
    }),
  )
})
