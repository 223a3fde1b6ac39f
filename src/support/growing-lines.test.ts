import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { growingLines } from './growing-lines.ts'

test('growingLines gives whole lines once, and begins anew when the file is replaced, shortened or gone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-lines-'))
  const file = join(folder, 'events.jsonl')
  let restarts = 0
  const lines = growingLines<{ step: number }>(file, () => {
    restarts++
  })
  const steps = () => lines.next().map(({ step }) => step)
  expect(steps()).toEqual([])
  writeFileSync(file, '{"step":1}\n{"st')
  expect(steps()).toEqual([1])
  // The second half of the line, one that is no JSON, and one more.
  appendFileSync(file, 'ep":2}\nnot json\n{"step":3}\n')
  expect(steps()).toEqual([2, 3])
  expect(steps()).toEqual([])
  expect(restarts).toBe(0)
  writeFileSync(`${file}.part`, '{"step":1}\n{"step":2}\n{"step":3}\n{"step":4}\n')
  renameSync(`${file}.part`, file)
  expect([steps(), restarts]).toEqual([[1, 2, 3, 4], 1])
  writeFileSync(file, '{"step":1}\n')
  expect([steps(), restarts]).toEqual([[1], 2])
  rmSync(file)
  expect([steps(), restarts]).toEqual([[], 3])
  rmSync(folder, { recursive: true })
})
