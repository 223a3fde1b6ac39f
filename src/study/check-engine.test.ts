import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { InputError } from '../support/index.ts'
import { loadStudy } from './study-config.ts'

const folder = mkdtempSync(join(tmpdir(), 'bedside-check-engine-'))

function load(base: string, trl: string, arms = 'sft: { batchSize: 8 }') {
  const file = join(folder, 'study.yaml')
  const lines = [
    'study: s',
    'specialty: infertility',
    'records: { synthetic: { couples: 50, seed: 1 } }',
    `base: ${base}`,
    `trl: ${trl}`,
    `arms: { ${arms} }`,
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  return loadStudy(file)
}

test('trl: has defaults, and may stand beside the embedded engine', () => {
  expect(load('{ engine: trl, model: bedside-base }', '{}').config.trl).toMatchObject({ processes: 1, device: 'auto' })
  expect(load('{ model: bedside-base }', '{ processes: 3, vllm: always, device: cpu }').config.base.engine).toBe(
    'embedded',
  )
})

test.each([
  ['{ processs: 2 }', undefined, 5, 'did you mean "processes"'],
  ['{ device: tpu }', undefined, 5, 'device'],
  [
    '{ processes: 3 }',
    undefined,
    6,
    'expected a batchSize that 3 processes (trl.processes) share evenly, got 8; use 9',
  ],
  [
    '{ processes: 3 }',
    'sft: { batchSize: 9 }, grpo: { batchSize: 8, generations: 4 }',
    6,
    'expected a batchSize that 3 processes (trl.processes) share evenly, got 8; use 12, or another number of processes',
  ],
  ['{ launcher: slurm }', undefined, 5, 'got "slurm"; write `{ slurm: {} }`, with its settings inside'],
  [
    '{ processes: 5, launcher: { slurm: { nodes: 2 } } }',
    'sft: { batchSize: 10 }',
    5,
    'field "trl.processes": expected processes that 2 nodes share evenly, got 5; choose a multiple of 2',
  ],
  [
    '{ processes: 4, launcher: { ray: { address: "http://127.0.0.1:8265", gpus: 2 } } }',
    undefined,
    5,
    'field "trl.launcher.ray": expected a GPU for each of the 4 processes of a node, got 2',
  ],
  ['{ vllm: always, device: cpu }', undefined, 5, 'expected a GPU for vLLM'],
  ['{ sharding: zero3 }', undefined, 5, 'expected several processes to divide a model among'],
  ['{}', 'dpo: { from: base, loss: cdpo }', 6, 'expected a loss that TRL 1.x has, got "cdpo"'],
])('trl: %s with arms %s is refused at its line', (trl, arms, line, says) => {
  const error = (() => {
    try {
      return load('{ engine: trl, model: bedside-base }', trl, arms)
    } catch (thrown) {
      return thrown
    }
  })()
  expect(error).toBeInstanceOf(InputError)
  expect((error as InputError).message).toContain(`study.yaml:${line}:`)
  expect((error as InputError).message).toContain(says)
})
