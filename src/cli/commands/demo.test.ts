import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadStudy } from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import { prepareDemo } from './demo.ts'

const newFolder = () => join(mkdtempSync(join(tmpdir(), 'bedside-demo-')), 'demo')

test('prepareDemo(new folder) writes a study of 2,000 synthetic couples that loads', () => {
  const { file, isNew } = prepareDemo(newFolder())
  expect(isNew).toBe(true)
  const { config } = loadStudy(file)
  expect(config.records).toMatchObject({ synthetic: { couples: 2000, seed: 7 } })
  expect(Object.keys(config.arms)).toEqual(['base', 'icl', 'sft'])
})

test('prepareDemo(folder of an earlier demo) keeps its study as the user left it', () => {
  const folder = newFolder()
  const { file } = prepareDemo(folder)
  const mine = `${readFileSync(file, 'utf8')}# mine\n`
  writeFileSync(file, mine)
  expect(prepareDemo(folder).isNew).toBe(false)
  expect(readFileSync(file, 'utf8')).toBe(mine)
})

test('prepareDemo(folder with anything else, also another study) is an InputError', () => {
  const folder = newFolder()
  mkdirSync(folder)
  writeFileSync(join(folder, 'study.yaml'), 'study: mine\n')
  expect(() => prepareDemo(folder)).toThrow(InputError)
  expect(readFileSync(join(folder, 'study.yaml'), 'utf8')).toBe('study: mine\n')
})
