import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InputError } from '../../support/index.ts'
import { readPairsFile } from './pairs-file.ts'

const file = join(mkdtempSync(join(tmpdir(), 'bedside-pairs-')), 'pairs.jsonl')
const records = { training: new Set(['t1', 't2']), validation: new Set(['v1']) }

function read(text: string) {
  writeFileSync(file, text)
  return readPairsFile(file, records)
}

function errorOf(text: string): InputError {
  try {
    read(text)
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error('expected an error, got none')
}

const good = '{"record_id":"t1","chosen":"good","rejected":"bad"}'

test('readPairsFile sorts pairs by the part of the split, and takes both forms of a completion', () => {
  const message = (content: string) => [{ role: 'assistant', content }]
  const rows = [
    { record_id: 'v1', chosen: message('a'), rejected: 'b' },
    { record_id: 't2', chosen: ' a\n', rejected: message('c') },
    { record_id: 't2', chosen: 'a', rejected: 'd' },
  ]
  const text = rows.map(row => JSON.stringify(row)).join('\r\n\r\n')
  expect(read(`\uFEFF${text}`)).toEqual({
    train: [
      { recordId: 't2', chosen: ' a\n', rejected: 'c' },
      { recordId: 't2', chosen: 'a', rejected: 'd' },
    ],
    validation: [{ recordId: 'v1', chosen: 'a', rejected: 'b' }],
  })
})

test.each([
  ['{"record_id":"t1","chosen":"SECRET"', undefined, 'not valid JSON'],
  ['["SECRET"]', undefined, 'expected an object, got a list'],
  ['null', undefined, 'expected an object, got null'],
  ['{"record_id":"t1","chosen":"a","rejectd":"SECRET"}', 'rejectd', 'unknown field'],
  ['{"record_id":"t1","chosen":"SECRET"}', 'rejected', 'expected a value, got no such field'],
  ['{"chosen":"SECRET","rejected":"b"}', 'record_id', 'expected a value, got no such field'],
  ['{"record_id":1,"chosen":"SECRET","rejected":"b"}', 'record_id', 'expected a string, got a number'],
  [
    '{"record_id":"t1","chosen":null,"rejected":"SECRET"}',
    'chosen',
    'expected a string or a list with one assistant message, got null',
  ],
  [
    '{"record_id":"t1","chosen":[],"rejected":"SECRET"}',
    'chosen',
    'expected a string or a list with one assistant message, got a list of 0',
  ],
  ['{"record_id":"t1","chosen":["SECRET"],"rejected":"b"}', 'chosen[0]', 'expected an object, got a string'],
  [
    '{"record_id":"t1","chosen":[{"role":"user","content":"SECRET"}],"rejected":"b"}',
    'chosen[0].role',
    'expected the role "assistant", got another',
  ],
  [
    '{"record_id":"t1","chosen":"a","rejected":[{"role":"assistant","content":"SECRET","name":"x"}]}',
    'rejected[0].name',
    'unknown field',
  ],
  ['{"record_id":"t1","chosen":"","rejected":"SECRET"}', 'chosen', 'expected a completion, got an empty one'],
  ['{"record_id":"t1","chosen":"SECRET","rejected":" \\n"}', 'rejected', 'expected a completion, got an empty one'],
  [
    '{"record_id":"t1","chosen":"SECRET","rejected":" SECRET\\n"}',
    'rejected',
    'expected two different completions, got the same one as chosen and rejected',
  ],
  [
    '{"record_id":"x9","chosen":"SECRET","rejected":"b"}',
    'record_id',
    'expected a record of the training or validation split, got another id',
  ],
])('readPairsFile(%s) is refused at its row and field', (line, field, problem) => {
  const error = errorOf(`${good}\n\n${line}\n${good}\n`)
  expect(error.problem).toBe(problem)
  // The blank line counts as a line and not as a row.
  expect(error.place).toEqual({ file, line: 3, row: 2, ...(field === undefined ? {} : { field }) })
  expect(error.message).not.toMatch(/SECRET/)
  expect(error.message.split('\n')).toHaveLength(1)
})

test('readPairsFile says how many further rows have a mistake', () => {
  expect(errorOf(`${good}\nx\n{}\n${good}\n[]\n`).message).toBe(
    `${file}:2, row 2: not valid JSON (and 2 more rows with a mistake); write one JSON object on the line`,
  )
  expect(errorOf('x\nx\n').message).toMatch(/\(and 1 more row with a mistake\)/)
})

test('readPairsFile(no rows, or validation rows only) is refused', () => {
  expect(errorOf('').message).toMatch(/expected at least one pair of a training record, got none/)
  expect(errorOf('\n \r\n').message).toMatch(/got none/)
  expect(errorOf('{"record_id":"v1","chosen":"a","rejected":"b"}').message).toMatch(/got 1 of validation records only/)
})

test('readPairsFile(what JSON.stringify wrote) gives every pair back', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 }).filter(made => made.trim() !== '')
  const pair = fc
    .record({ recordId: fc.constantFrom('t1', 't2', 'v1'), chosen: text, rejected: text, asMessages: fc.boolean() })
    .filter(({ chosen, rejected }) => chosen.trim() !== rejected.trim())
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 8 }), made => {
      const pairs = [...made, { recordId: 't1', chosen: 'a', rejected: 'b', asMessages: false }]
      const lines = pairs.map(({ recordId, chosen, rejected, asMessages }) => {
        const form = (content: string) => (asMessages ? [{ role: 'assistant', content }] : content)
        return JSON.stringify({ record_id: recordId, chosen: form(chosen), rejected: form(rejected) })
      })
      const expected = pairs.map(({ asMessages: _, ...rest }) => rest)
      expect(read(lines.join('\n'))).toEqual({
        train: expected.filter(({ recordId }) => recordId !== 'v1'),
        validation: expected.filter(({ recordId }) => recordId === 'v1'),
      })
    }),
  )
})
