/** @file Makes the fixtures again where there is a Python with TRL, and compares them with the committed ones. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../architecture/source-tree.ts'
import { PYTHON, requireTrl } from './python-with-trl.ts'
import { MAKE_FIXTURES, readTrlCases, readTrlGradients, relativeDistance } from './trl-fixtures.ts'

const versions = readFileSync(join(ROOT, 'python', 'requirements.txt'), 'utf8')
  .split('\n')
  .filter(line => line.includes('=='))

/** Largest difference of the numbers of two JSON values of one form, relative to the number; throws on another form. */
function largestDifference(a: unknown, b: unknown, path = ''): number {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) / Math.max(1, Math.abs(b))
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
    if (a !== b) throw new Error(`${path}: the two differ`)
    return 0
  }
  expect(Object.keys(a), path).toEqual(Object.keys(b))
  return Object.entries(a).reduce(
    (most, [key, value]) =>
      Math.max(most, largestDifference(value, (b as Record<string, unknown>)[key], `${path}.${key}`)),
    0,
  )
}

test('make_fixtures.py makes the committed fixtures again', context => {
  requireTrl(context, 'the committed fixtures are taken as they are')
  const folder = mkdtempSync(join(tmpdir(), 'bedside-fixtures-'))
  const made = spawnSync(PYTHON, [MAKE_FIXTURES, '--output', folder], { encoding: 'utf8' })
  expect(made.status, made.stderr.slice(-2000)).toBe(0)
  const [again, committed] = [readTrlCases(folder), readTrlCases()] as unknown as Record<string, unknown>[]
  expect(versions).toContain(`trl==${(committed['versions'] as Record<string, string>)['trl']}`)
  // The same versions on another processor: float32 noise, growing over the twenty steps of the curves.
  expect(largestDifference({ ...again, versions: null }, { ...committed, versions: null })).toBeLessThan(1e-3)
  const gradients = readTrlGradients(folder)
  for (const [key, { data }] of readTrlGradients()) {
    expect(relativeDistance(gradients.get(key)!.data, data), key).toBeLessThan(1e-4)
  }
})
