import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkPlan, loadStudy } from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import { demoSize, wholeCohort } from '../demo-study.ts'
import { prepareDemo } from './demo.ts'

const newFolder = () => join(mkdtempSync(join(tmpdir(), 'bedside-demo-')), 'demo')

test('prepareDemo(new folder) writes a study of 2,000 synthetic couples and four arms that loads, with a plan that fits it', () => {
  const { file, isNew } = prepareDemo(newFolder(), null)
  expect(isNew).toBe(true)
  const { config, folder } = loadStudy(file)
  expect(config.records).toMatchObject({ synthetic: { couples: 2000, seed: 7 } })
  expect(Object.keys(config.arms)).toEqual(['icl', 'sft', 'dpo', 'grpo'])
  expect(config.review).toMatchObject({
    compare: ['icl', 'sft', 'dpo', 'grpo', 'physician'],
    cases: 60,
    simulated: true,
  })
  const says = checkPlan(join(folder, 'analysis-plan.yaml')).lines.join('\n')
  expect(says).toMatch(/paradox \(primary\): grpo agrees with the record more often than sft .* prefer sft/)
})

test('prepareDemo(full, seed) writes 8,000 couples of that seed, with a split and a review that they are enough for', () => {
  const { config } = loadStudy(prepareDemo(newFolder(), { full: true, seed: 11 }).file)
  expect(config).toMatchObject({ seed: 11, records: { synthetic: { couples: 8000, seed: 11 } } })
  const sizes = [demoSize({ full: false, seed: 7 }), demoSize({ full: true, seed: 7 }), wholeCohort(500)]
  for (const [i, { couples, train, validation, test: held, pairs, cases }] of sizes.entries()) {
    expect(couples - (train + validation + held)).toBe([1168, 0, 0][i])
    expect(pairs).toBeLessThanOrEqual(train)
    expect(cases).toBeLessThanOrEqual(held)
  }
})

test('prepareDemo(folder of an earlier demo) keeps its study as the user left it, and refuses to make another of it', () => {
  const folder = newFolder()
  const { file } = prepareDemo(folder, null)
  const mine = `${readFileSync(file, 'utf8')}# mine\n`
  writeFileSync(file, mine)
  expect(prepareDemo(folder, null).isNew).toBe(false)
  expect(() => prepareDemo(folder, { full: false, seed: 8 })).toThrow(/holds another demo/)
  expect(readFileSync(file, 'utf8')).toBe(mine)
  const other = newFolder()
  prepareDemo(other, { full: false, seed: 8 })
  expect(prepareDemo(other, { full: false, seed: 8 }).isNew).toBe(false)
})

test('prepareDemo(folder with anything else, also another study) is an InputError', () => {
  const folder = newFolder()
  mkdirSync(folder)
  writeFileSync(join(folder, 'study.yaml'), 'study: mine\n')
  expect(() => prepareDemo(folder, null)).toThrow(InputError)
  expect(readFileSync(join(folder, 'study.yaml'), 'utf8')).toBe('study: mine\n')
})
