import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { embeddedChoice } from '../engines/index.ts'
import { idsOf, specialty, workedCase } from '../prompts/exemplars/fixtures/worked-cases.ts'
import { type Exemplar, type ExemplarRule, exemplarChooser, studyExemplars } from '../prompts/index.ts'
import { loadJsonl, silentProgress, writeJsonl } from '../support/index.ts'
import type { AlignedPolicy } from './aligned-policy.ts'
import { iclConfig } from './config.ts'
import { iclStage } from './icl.ts'

const pool = [20, 30, 40].map((age, i) => workedCase(`r${i}`, { fields: { age }, reasoning: 'Age decides.' }))
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-icl-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the stage on the pool as training split; the only file that there is to read. */
async function run(settings: object) {
  const rows = pool.map(({ recordId, prompt, completion, fields, referencePlan, synthetic }) => {
    const row = { prompt, completion, record_id: recordId, couple_id: `couple-${recordId}`, stratum: 'head', fields }
    return { ...row, reference_plan: referencePlan, synthetic }
  })
  await writeJsonl(join(folder, 'train.jsonl'), rows)
  const counts = await iclStage(iclConfig.parse(settings), {
    engine: embeddedChoice,
    specialty,
    studyFolder: folder,
  }).run({
    output: folder,
    input: () => folder,
    seed: 1,
    progress: silentProgress,
    signal: new AbortController().signal,
  })
  return {
    counts,
    policy: JSON.parse(readFileSync(join(folder, 'policy.json'), 'utf8')) as AlignedPolicy,
    exemplars: await loadJsonl<Exemplar>(join(folder, 'exemplars.jsonl')),
  }
}

test('iclStage(per study) writes exactly the exemplars that it chose, in their order, word for word', async () => {
  const { counts, policy, exemplars } = await run({ shots: 2 })
  const rule: ExemplarRule = { shots: 2, selection: 'selective', per: 'study' }
  expect(policy).toEqual({ arm: 'icl', method: 'icl', checkpoint: 'policies/base', exemplars: rule })
  expect(exemplars).toEqual(studyExemplars(rule, specialty, pool, 1))
  expect(counts).toEqual({ selection: 'selective', per: 'study', exemplars: 2 })
  // What every case is then shown.
  expect(exemplarChooser(rule, specialty, exemplars, 1)({ recordId: 'asked', fields: {} })).toEqual(exemplars)
})

test('iclStage(per case) writes the whole training split to choose from', async () => {
  const { counts, policy, exemplars } = await run({ shots: 2, selection: 'nearest' })
  expect(policy.exemplars).toEqual({ shots: 2, selection: 'nearest', per: 'case' })
  expect(exemplars).toEqual(pool)
  expect(counts).toEqual({ selection: 'nearest', per: 'case', pool: 3 })
  const asked = { recordId: 'asked', fields: { age: 38, cause: 'male', pcos: false } }
  expect(idsOf(exemplarChooser(policy.exemplars!, specialty, exemplars, 1)(asked))).toEqual(['r1', 'r2'])
})

test.each(['random', 'nearest', 'selective'] as const)(
  'exemplarChooser(%s, per case) shows no case itself',
  selection => {
    const choose = exemplarChooser({ selection, per: 'case', shots: 9 }, specialty, pool, 1)
    for (const one of pool) expect(idsOf(choose(one)).sort()).toEqual(idsOf(pool.filter(other => other !== one)))
  },
)

test('studyExemplars(nearest) has no case to be near to', () => {
  expect(() => studyExemplars({ selection: 'nearest', per: 'study', shots: 1 }, specialty, pool, 1)).toThrow(RangeError)
})

test('iclConfig chooses per study, and per case where nearest is asked for, which nothing else can be', () => {
  expect(iclConfig.parse({})).toEqual({ shots: 4, selection: 'selective', per: 'study' })
  expect(iclConfig.parse({ selection: 'nearest' }).per).toBe('case')
  expect(iclConfig.parse({ selection: 'random', per: 'case' }).per).toBe('case')
  const { error } = iclConfig.safeParse({ selection: 'nearest', per: 'study' })
  expect(error?.issues.map(({ path }) => path)).toEqual([['per']])
})
