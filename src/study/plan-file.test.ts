/** @file Registration with a study: only the one that has the plan says what could be seen. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { registerPlanFile } from './plan-file.ts'

const root = mkdtempSync(join(tmpdir(), 'bedside-plan-file-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const study = `study: tiny
specialty: infertility
records: { synthetic: { couples: 120, seed: 5, goldShare: 0 } }
arms: { icl: { shots: 1 }, sft: { epochs: 1 } }
`
const plan = `plan: tiny
title: A plan
seed: 4
hypotheses:
  - { id: agreement, question: benchmark, first: sft, second: icl }
`
let folder = ''
let file = ''
let count = 0
beforeEach(() => {
  folder = join(root, String(++count))
  mkdirSync(folder)
  file = join(folder, 'analysis-plan.yaml')
  writeFileSync(file, plan)
})
const write = (name: string, more: string) => {
  writeFileSync(join(folder, name), `${study}${more}`)
  return join(folder, name)
}
const register = (given?: string) => registerPlanFile(file, { signer: 'A. B.', reason: undefined, study: given })

test('registerPlanFile(--study of a study with another plan, or with none) is refused', () => {
  expect(() => register(write('other.yaml', 'plan: another.yaml\n'))).toThrow(
    'a study with this plan, got one with another',
  )
  expect(() => register(write('none.yaml', ''))).toThrow('a study with this plan, got one with none')
  expect(register(write('own.yaml', 'plan: analysis-plan.yaml\n')).seen).toEqual({ benchmark: false, review: false })
})

test('registerPlanFile(beside a study without a plan yet) asks that study, and refuses one with another plan', () => {
  write('study.yaml', 'plan: another.yaml\n')
  expect(() => register()).toThrow('a study with this plan, got one with another')
  write('study.yaml', '')
  expect(register().seen).toEqual({ benchmark: false, review: false })
})

test('registerPlanFile(beside no study) does not know what could be seen', () => {
  expect(register().seen).toEqual({ benchmark: null, review: null })
})
