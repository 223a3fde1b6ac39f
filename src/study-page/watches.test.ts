import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { answersWatch } from './answers-watch.ts'
import { onChange, stampOf } from './on-change.ts'
import { shownCases } from './shown-cases.ts'
import { trainingWatch } from './training-watch.ts'

const root = mkdtempSync(join(tmpdir(), 'bedside-page-'))
let folder = root
let count = 0
beforeEach(() => {
  folder = join(root, String(count++))
  mkdirSync(folder)
})
afterAll(() => rmSync(root, { recursive: true }))

const lines = (items: readonly unknown[]) => items.map(item => `${JSON.stringify(item)}\n`).join('')

test('trainingWatch of 100,000 steps keeps 400 points, and reads only what is new', () => {
  const file = join(folder, 'events.jsonl')
  const step = (i: number) => ({ type: 'step', step: i, loss: i % 2 })
  writeFileSync(file, lines(Array.from({ length: 100_000 }, (_, i) => step(i + 1))))
  const look = trainingWatch(folder)
  const first = look()
  expect(first.curves.map(({ quantity, points }) => [quantity, points.length])).toEqual([['loss (nats a token)', 391]])
  expect(first.step).toBe(100_000)
  // 256 steps a point, half of them 0 and half 1; the last point has 160.
  expect(new Set(first.curves[0].points.map(({ value }) => value))).toEqual(new Set([0.5]))
  expect(look().version).toBe(first.version)
  appendFileSync(file, lines([step(100_001), { type: 'evaluation', step: 100_001, loss: 0.25 }]))
  const second = look()
  expect(second.version).not.toBe(first.version)
  expect(second.curves[0].points.filter(({ series }) => series === 'validation')).toEqual([
    { step: 100_001, value: 0.25, series: 'validation' },
  ])
})

test('trainingWatch has loss and margin of DPO, the reward of GRPO, and begins anew with a new run', () => {
  const file = join(folder, 'events.jsonl')
  const look = trainingWatch(folder)
  expect(look()).toMatchObject({ step: 0, curves: [] })
  const margin = { chosenReward: 1, rejectedReward: 0, margin: 1, accuracy: 1 }
  writeFileSync(file, lines([{ type: 'step', step: 1, loss: 0.7, ...margin }]))
  expect(look().curves.map(({ quantity }) => quantity)).toEqual(['loss of a pair', 'reward margin of a pair'])
  const { version } = look()
  writeFileSync(`${file}.part`, lines([{ type: 'step', step: 1, loss: 0, reward: { mean: 0.4, std: 0.1 } }]))
  renameSync(`${file}.part`, file)
  const fresh = look()
  expect(fresh.curves).toEqual([{ quantity: 'mean reward', points: [{ step: 1, value: 0.4, series: 'training' }] }])
  expect(fresh.version).not.toBe(version)
})

test('answersWatch counts the answers under way and the finished ones, and keeps the text of shown cases alone', () => {
  const answer = (recordId: string, plan: object | null, finish = 'end') => ({ recordId, plan, finish, text: recordId })
  const look = answersWatch(folder, new Set(['b']))
  expect(look()).toMatchObject({ cases: 0, unreadable: 0, cut: 0 })
  const answers = [answer('a', null, 'length'), answer('b', {})]
  writeFileSync(join(folder, 'partial.jsonl'), lines(answers))
  const first = look()
  expect([first.cases, first.unreadable, first.cut, [...first.shown.keys()]]).toEqual([2, 1, 1, ['b']])
  writeFileSync(join(folder, 'predictions.jsonl'), lines([...answers, answer('c', null)]))
  rmSync(join(folder, 'partial.jsonl'))
  expect(look()).toMatchObject({ cases: 3, unreadable: 2, cut: 1 })
})

test('shownCases takes the first case of each stratum, common ones first, of a finished artifact alone', async () => {
  mkdirSync(join(folder, 'prompts'))
  const rows = ['tail', 'head', 'head', 'tail'].map((stratum, i) => ({ record_id: String(i), stratum }))
  writeFileSync(join(folder, 'prompts', 'test.jsonl'), lines(rows))
  expect(await shownCases(folder)).toEqual([])
  writeFileSync(join(folder, 'prompts', 'manifest.json'), '{}')
  expect((await shownCases(folder)).map(row => row.record_id)).toEqual(['1', '0'])
})

test('onChange works again only for another stamp, and after a failure', async () => {
  const file = join(folder, 'file')
  let made = 0
  const kept = onChange<number>()
  const read = () => kept(stampOf([file]), async () => ++made)
  expect(await read()).toBe(1)
  expect(await read()).toBe(1)
  writeFileSync(file, 'x')
  expect(await read()).toBe(2)
  await expect(kept('broken', async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await kept('broken', async () => 7)).toBe(7)
})
