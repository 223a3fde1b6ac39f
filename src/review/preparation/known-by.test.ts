/** @file Who knows whom: from the study file or a file beside it, by the records of the study. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readKnownBy } from './known-by.ts'

const studyFolder = mkdtempSync(join(tmpdir(), 'bedside-known-'))
const out = join(studyFolder, 'out')
mkdirSync(join(out, 'records'), { recursive: true })
const records = [
  { recordId: 'r1', coupleId: 'c1' },
  { recordId: 'r2', coupleId: 'c1' },
  { recordId: 'r3', coupleId: 'c2' },
]
writeFileSync(join(out, 'records', 'records.jsonl'), `${records.map(one => JSON.stringify(one)).join('\n')}\n`)

const read = (knownBy: Parameters<typeof readKnownBy>[0]['config']['knownBy']) =>
  readKnownBy({ config: { knownBy }, studyFolder, out })
const file = (text: string) => {
  writeFileSync(join(studyFolder, 'known.csv'), text)
  return 'known.csv'
}

test('a case closes its whole couple, and each rater stands once', async () => {
  const lines = [
    { case: 'r2', rater: 'R02' },
    { couple: 'c1', rater: 'R01' },
    { case: 'r1', rater: 'R02' },
    { couple: 'c2', rater: 'R02' },
  ]
  const { knownBy, unknown } = await read(lines)
  expect([...knownBy]).toEqual([
    ['c1', ['R01', 'R02']],
    ['c2', ['R02']],
  ])
  expect(unknown).toBe(0)
  expect((await read([])).knownBy.size).toBe(0)
})

test('a file may name patients who are not in the study: they are counted', async () => {
  const { knownBy, unknown } = await read(file('case,rater,note\nr3,R01,x\nsomebody,R01,y\n\nr3,R02,\n'))
  expect([...knownBy]).toEqual([['c2', ['R01', 'R02']]])
  expect(unknown).toBe(1)
})

test.each([
  ['case,reader\nr1,R01\n', 'expected the columns "rater" and "case" or "couple"'],
  ['case,rater\nr1,\n', 'expected a rater and a case or a couple, got an empty cell'],
  ['couple,rater\nx,R01\ny,R01\n', "expected ids of the study's records, got none in 2 rows"],
])('readKnownBy refuses the file %j', async (text, message) => {
  await expect(read(file(text))).rejects.toThrow(message)
})

test('a line of the study file that fits no record is refused: a slip would show a physician her own patient', async () => {
  await expect(read([{ case: 'r9', rater: 'R01' }])).rejects.toThrow('expected a case of the study, got another')
})
