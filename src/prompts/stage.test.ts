import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PatientRecord, syntheticCohort } from '../records/index.ts'
import { infertility } from '../specialty/infertility/index.ts'
import { loadJsonl, silentProgress, writeJsonl } from '../support/index.ts'
import { promptsConfig } from './config.ts'
import { parseCompletion } from './parse.ts'
import type { PromptRow } from './prompt.ts'
import { promptsStage } from './stage.ts'

let folder: string
const cohort = [...syntheticCohort({ couples: 6, seed: 3 })]
const ids = cohort.map(({ recordId }) => recordId)
// Not the order of the records file, and one record in no part.
const split = {
  train: [ids[4], ids[0], ids[2]],
  validation: [ids[5]],
  test: [ids[1]],
  strata: Object.fromEntries(ids.map((id, i) => [id, i < 3 ? 'head' : 'tail'])),
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-prompts-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function run(records: readonly PatientRecord[], parts: object = split) {
  await writeJsonl(join(folder, 'records.jsonl'), records)
  writeFileSync(join(folder, 'split.json'), JSON.stringify(parts))
  return promptsStage({ config: promptsConfig.parse({ options: 'unlisted' }), specialty: infertility }).run({
    output: folder,
    input: () => folder,
    seed: 1,
    progress: silentProgress,
    signal: new AbortController().signal,
  })
}
const rows = (part: string) => loadJsonl<PromptRow>(join(folder, `${part}.jsonl`))

test("promptsStage writes every part in the split's order, with stratum, couple and reference plan", async () => {
  const counts = await run(cohort)
  expect(counts).toEqual({
    train: 3,
    validation: 1,
    test: 1,
    testPromptsSeenInTraining: 0,
    withReasoning: 5,
    synthetic: 5,
  })
  const train = await rows('train')
  expect(train.map(row => row.record_id)).toEqual(split.train)
  expect(train.map(row => row.stratum)).toEqual(['tail', 'head', 'head'])
  expect((await rows('test')).map(row => row.record_id)).toEqual(split.test)
  for (const row of train) {
    const record = cohort.find(({ recordId }) => recordId === row.record_id)
    expect(row.couple_id).toBe(record?.coupleId)
    expect(row.reference_plan).toEqual(record?.decision)
    expect(row.synthetic).toBe(true)
    expect(row.fields).toEqual(record?.fields)
    expect(parseCompletion(infertility, row.completion[0].content)).toEqual({
      plan: record?.decision,
      reasoning: record?.reasoning,
    })
  }
})

test('promptsStage(record with more than the declared fields, or fewer) keeps those that are declared', async () => {
  const { bmi: _, ...rest } = cohort[0].fields
  const fields = { ...rest, eggsRetrieved: 987 }
  await run([{ ...cohort[0], fields }, ...cohort.slice(1)])
  const row = (await rows('train')).find(found => found.record_id === ids[0])
  expect(Object.keys(row?.fields ?? {})).toEqual(infertility.fields.map(({ name }) => name))
  expect(row?.fields['bmi']).toBeNull()
  expect(JSON.stringify(row)).not.toContain('987')
})

test('promptsStage(decision that its layers do not allow) names the record and the fault, not the value', async () => {
  const wrong = { ...cohort[0], decision: { ...cohort[0].decision, startingDose: 137.25 } }
  await expect(run([wrong, ...cohort.slice(1)])).rejects.toThrow(
    `record ${ids[0]}: expected a decision that fits the decision layers, got: off the step`,
  )
})

test('promptsStage(reasoning that holds a plan line) names the record', async () => {
  const wrong = { ...cohort[0], reasoning: 'one\n<plan>\ntwo' }
  await expect(run([wrong, ...cohort.slice(1)])).rejects.toThrow(new RegExp(`^id ${ids[0]}: field "reasoning"`))
})

test('promptsStage(split that names an unknown record, or one record twice) stops', async () => {
  await expect(run(cohort, { ...split, test: ['nobody'] })).rejects.toThrow('record nobody: expected in records.jsonl')
  await expect(run(cohort, { ...split, test: [ids[0]] })).rejects.toThrow('a record in two')
})

test('promptsStage counts test prompts that stand word for word in training, however often', async () => {
  const sameFields = (id: string) => ({ ...cohort[0], recordId: id, coupleId: id })
  const other = { ...cohort[0], fields: { ...cohort[0].fields, femaleAge: 44 } }
  const records = [...['a', 'b', 'c', 'd'].map(sameFields), { ...other, recordId: 'e' }]
  const strata = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map(id => [id, 'head']))
  const counts = await run(records, { train: ['a', 'b'], validation: [], test: ['c', 'd', 'e'], strata })
  expect(counts).toMatchObject({ test: 3, testPromptsSeenInTraining: 2 })
})
