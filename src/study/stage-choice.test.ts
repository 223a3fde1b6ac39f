import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { InputError, type Stage, type StageContext, silentProgress } from '../support/index.ts'
import { runStages } from './run.ts'
import type { StageChoice } from './stage-choice.ts'
import { studyStatus } from './status.ts'

let out: string
let ran: string[]
beforeEach(() => {
  out = join(mkdtempSync(join(tmpdir(), 'bedside-choice-')), 'out')
  ran = []
})

/** A stage that writes its word and what it reads. */
const stage = (artifact: string, inputs: readonly string[], word = artifact): Stage => ({
  title: `Stage ${artifact}`,
  artifact,
  inputs,
  sources: [],
  settings: { word },
  module: import.meta.url,
  async run(context: StageContext) {
    ran.push(artifact)
    const read = inputs.map(input => readFileSync(join(context.input(input), 'text.txt'), 'utf8'))
    writeFileSync(join(context.output, 'text.txt'), [word, ...read].join(' '))
    return {}
  },
})

const pipeline = (word?: string) => [
  stage('records', [], word),
  stage('policies/icl', ['records']),
  stage('policies/sft', ['records']),
  stage('report', ['policies/icl', 'policies/sft']),
]

const run = (choice: StageChoice, stages = pipeline(), signal = new AbortController().signal) =>
  runStages(stages, { out, seed: 1, progress: silentProgress, signal, ...choice })

const states = async () =>
  (await studyStatus(pipeline(), { out, seed: 1 })).stages.map(({ artifact, state }) => `${artifact} ${state}`)

test('runStages(from) makes that stage and all after it anew, and those before it only when they are not done', async () => {
  await run({ from: 'policies/sft' })
  expect(ran).toEqual(['records', 'policies/icl', 'policies/sft', 'report'])
  ran = []
  const outcomes = await run({ from: 'policies/sft/' })
  expect(ran).toEqual(['policies/sft', 'report'])
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'done', 'done'])
})

test('runStages(only) runs one stage, leaves a finished one alone, and with from makes it anew', async () => {
  await run({ only: 'records' })
  await run({ only: 'policies/sft' })
  expect(ran).toEqual(['records', 'policies/sft'])
  expect(await run({ only: 'policies/sft' })).toMatchObject([{ artifact: 'policies/sft', outcome: 'unchanged' }])
  expect(ran).toHaveLength(2)
  await expect(run({ only: 'policies/sft', from: 'records' })).rejects.toThrow(
    'expected the same stage in --from and --only, got "records" and "policies/sft"; leave out --only',
  )
  await run({ only: 'policies/sft', from: 'policies/sft/' })
  expect(ran).toEqual(['records', 'policies/sft', 'policies/sft'])
  expect(await states()).toEqual(['records done', 'policies/icl pending', 'policies/sft done', 'report pending'])
})

test('runStages(only, inputs not finished) names them in one line and makes nothing', async () => {
  await expect(run({ only: 'policies/sft' })).rejects.toThrow(
    'expected finished inputs of policies/sft, got records (pending); run it first, or leave out --only',
  )
  expect(existsSync(out)).toBe(false)
  await run({ only: 'records' })
  await expect(run({ only: 'report' })).rejects.toThrow(
    'got policies/icl (pending) and policies/sft (pending); run them',
  )
})

test('runStages(only, stale parents) refuses, also when the parent of an input is what changed', async () => {
  await run({})
  const changed = pipeline('other')
  await expect(run({ only: 'report' }, changed)).rejects.toThrow(
    /records \(its settings changed \(word\)\), policies\/icl \(records will run again\) and policies\/sft/,
  )
  expect(ran).toHaveLength(4)
})

test.each([{ from: 'policy/sft' }, { only: 'policy/sft' }] as const)(
  'runStages(%o) says which name is meant',
  async choice => {
    const refusal = run(choice)
    await expect(refusal).rejects.toThrow(InputError)
    await expect(refusal).rejects.toThrow(/did you mean "policies\/sft"\? \(bedside status/)
    expect(existsSync(out)).toBe(false)
  },
)

test('an interrupted stage goes on in a plain run and begins anew with from', async () => {
  const controller = new AbortController()
  const found: boolean[] = []
  const slow: Stage = {
    ...stage('policies/sft', []),
    async run({ output, signal }) {
      found.push(existsSync(join(output, 'half.txt')))
      writeFileSync(join(output, 'half.txt'), 'half')
      if (found.length === 1) controller.abort()
      signal.throwIfAborted()
      return {}
    },
  }
  await expect(run({ from: 'policies/sft' }, [slow], controller.signal)).rejects.toThrow(
    /interrupted during .*; run the same command without --from to continue/,
  )
  expect(await run({ from: 'policies/sft' }, [slow])).toMatchObject([{ outcome: 'done' }])
  expect(found).toEqual([false, false])
})

test('studyStatus says the time left of a stale stage by what it took, and of one that never ran that it is not known', async () => {
  await run({ only: 'records' })
  const { stages, secondsLeft, leftNotKnown } = await studyStatus(pipeline('other'), { out, seed: 1 })
  expect(stages[0]).toMatchObject({ state: 'stale', leftBy: 'earlier run' })
  expect(secondsLeft).toBe(stages[0].seconds)
  expect(leftNotKnown).toEqual(['policies/icl', 'policies/sft', 'report'])
})
