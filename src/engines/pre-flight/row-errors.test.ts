import { expect, test } from 'vitest'
import type { Message } from '../engine.ts'
import { checkDuplicates } from './duplicate-rows.ts'
import { checkRows } from './row-errors.ts'
import type { TrainingRow } from './training-rows.ts'

const user = (content: unknown) => ({ role: 'user', content }) as Message
const assistant = (content: unknown) => ({ role: 'assistant', content }) as Message
const system = (content: string): Message => ({ role: 'system', content })

const row = (line: number, prompt: unknown, ...texts: readonly unknown[]): TrainingRow => ({
  id: `r${line}`,
  split: 'train',
  line,
  prompt: prompt as readonly Message[],
  completions: texts.map((text, index) => ({
    name: texts.length === 1 ? 'completion' : index === 0 ? 'chosen' : 'rejected',
    messages: [assistant(text)],
  })),
})

test('sound rows of each method give no finding', () => {
  const turns = [system('s'), user('a'), assistant('b'), user('c')]
  expect(checkRows([row(1, [user('q')], 'a'), row(2, turns, 'a', 'b'), row(3, [user('q')])])).toEqual([])
})

test.each([
  ['a prompt without messages', row(1, [], 'a'), 'the prompt has no message'],
  ['a prompt that is no list', row(1, 'q', 'a'), 'the prompt is not a list of messages'],
  ['null instead of a completion text', row(1, [user('q')], null), 'a message of the completion is not text'],
  ['a list of parts instead of a text', row(1, [user([{ text: 'q' }])], 'a'), 'a message of the prompt is not text'],
  ['an empty completion', row(1, [user('q')], ' \n'), 'a message of the completion is empty'],
  [
    'an unknown role',
    row(1, [{ role: 'tool', content: 'q' }], 'a'),
    'a message of the prompt has another role than system, user or assistant',
  ],
  [
    'a prompt that ends with an answer',
    row(1, [user('q'), assistant('a')], 'a'),
    'the prompt does not end with a message of the user',
  ],
  ['two questions in a row', row(1, [user('q'), user('r')], 'a'), 'the roles of the prompt do not take turns'],
  ['chosen equal to rejected', row(1, [user('q')], 'a', 'a'), 'chosen and rejected are the same'],
  [
    'a completion of two messages',
    {
      ...row(1, [user('q')]),
      completions: [{ name: 'completion' as const, messages: [assistant('a'), assistant('b')] }],
    },
    'the completion is not one message of the assistant',
  ],
])('%s is an error', (_, wrong, problem) => {
  expect(checkRows([row(7, [user('q')], 'a', 'b'), wrong])).toEqual([
    {
      severity: 'error',
      check: 'rows',
      says: `${problem} in 1 row: train line 1 (r1); mend or remove them`,
      records: [{ id: 'r1', split: 'train', line: 1 }],
    },
  ])
})

test('all rows of a kind are in one finding, the first ten in its words', () => {
  const rows = Array.from({ length: 30 }, (_, i) => row(i + 1, [user('q')], i % 2 === 0 ? '' : 'a'))
  const [{ says, records }, ...others] = checkRows(rows)
  expect(others).toEqual([])
  expect(records.map(({ line }) => line)).toEqual(Array.from({ length: 15 }, (_, i) => 2 * i + 1))
  expect(says).toContain('in 15 rows: train line 1 (r1), train line 3 (r3)')
  expect(says).toContain('train line 19 (r19) and 5 more')
})

test('no rows to train on is an error', () => {
  const validation: TrainingRow = { ...row(1, [user('q')], 'a'), split: 'validation' }
  expect(checkRows([validation]).map(({ severity }) => severity)).toEqual(['error'])
})

test('checkDuplicates: the second row of an id, and equal words within and between the splits', () => {
  const twice = { ...row(2, [user('other')], 'b'), id: 'r1' }
  const copy = row(3, [user('q')], 'a')
  const leaked: TrainingRow = { ...row(1, [user('q')], 'a'), id: 'v1', split: 'validation' }
  const findings = checkDuplicates([row(1, [user('q')], 'a'), twice, copy, leaked])
  expect(
    findings.map(({ severity, records }) => [severity, ...records.map(({ split, line }) => `${split} ${line}`)]),
  ).toEqual([
    ['error', 'train 2'],
    ['warning', 'train 3'],
    ['warning', 'validation 1'],
  ])
  expect(checkDuplicates([row(1, [user('q')], 'a'), row(2, [user('q')], 'b')])).toEqual([])
})
