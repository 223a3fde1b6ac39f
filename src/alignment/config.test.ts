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

test('armsConfig(lora) fills in rank 16, alpha 32, no dropout and all linear layers, and names those that exist', () => {
  const layers = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj']
  const arms = { sft: { lora: {} }, dpo: { lora: { rank: 8 } }, grpo: {} }
  expect(armsConfig.parse(arms).sft?.lora).toEqual({ rank: 16, alpha: 32, dropout: 0, targets: layers })
  expect(armsConfig.parse(arms).dpo?.lora?.rank).toBe(8)
  // Absent and not undefined: settings of a study without an adapter are what they were.
  expect(armsConfig.parse(arms).grpo).not.toHaveProperty('lora')
  const [[path, message]] = problemsOf({ sft: { lora: { targets: ['q_proj', 'query'] } } })
  expect(path).toBe('sft.lora.targets.1')
  for (const layer of layers) expect(message).toContain(layer)
  expect(problemsOf({ sft: { lora: { targets: ['q_proj', 'q_proj'] } } })).toEqual([
    ['sft.lora.targets', 'expected each layer once'],
  ])
  expect(problemsOf({ sft: { lora: { targets: [] } } }).map(([at]) => at)).toEqual(['sft.lora.targets'])
})
