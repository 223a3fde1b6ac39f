import { expect, test } from 'vitest'
import { armsConfig } from './config.ts'

/** The path and message of every problem with the arms. */
const problemsOf = (arms: unknown) =>
  (armsConfig.safeParse(arms).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message])

const noArm = (from: string) =>
  `expected an arm "${from}" to start from, got none (add \`${from}: {}\`, or \`from: base\`)`

test('armsConfig(an arm that starts from another) needs that one, by default sft', () => {
  expect(problemsOf({ dpo: {}, grpo: {} })).toEqual([
    ['dpo.from', noArm('sft')],
    ['grpo.from', noArm('sft')],
  ])
  expect(problemsOf({ sft: {}, grpo: { from: 'dpo' } })).toEqual([['grpo.from', noArm('dpo')]])
  expect(problemsOf({ dpo: { from: 'base' }, grpo: { from: 'base' } })).toEqual([])
  expect(problemsOf({ sft: {}, dpo: {}, grpo: { from: 'dpo' } })).toEqual([])
})

test('armsConfig(dpo with label smoothing) is for the losses that read it, below one half', () => {
  const smoothed = (loss: string, labelSmoothing: number) => problemsOf({ dpo: { from: 'base', loss, labelSmoothing } })
  for (const loss of ['robust', 'cdpo']) expect(smoothed(loss, 0.1)).toEqual([])
  for (const loss of ['sigmoid', 'ipo', 'hinge', 'sigmoid_norm']) {
    expect(smoothed(loss, 0)).toEqual([])
    expect(smoothed(loss, 0.1).map(([path]) => path)).toEqual(['dpo.labelSmoothing'])
  }
  expect(smoothed('robust', 0.5).map(([path]) => path)).toEqual(['dpo.labelSmoothing'])
})

test('armsConfig(grpo) takes batches of whole groups of at least two completions', () => {
  const grouped = (batchSize: number, generations: number) =>
    problemsOf({ grpo: { from: 'base', batchSize, generations } }).map(([path]) => path)
  expect(grouped(24, 8)).toEqual([])
  expect(grouped(12, 8)).toEqual(['grpo.batchSize'])
  expect(grouped(4, 8)).toEqual(['grpo.batchSize'])
  expect(grouped(8, 1)).toEqual(['grpo.generations'])
})
