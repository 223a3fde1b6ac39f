/** @file The planner's power in a thread of its own: the process goes on answering, and a search that takes too long is left out. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { BIN, requireBuild } from './bedside-process.ts'

beforeAll(requireBuild)

const LIMIT = 8

/** Computes aside and says what came of it, and how long the process was ever unable to do anything else. */
function computeAside(preference: object): { needed: number | null; power: number; line: string; longestHalt: number } {
  const built = pathToFileURL(join(BIN, '../../dist/src/analysis/index.js')).href
  const program = `
    const { plannedPowerAside } = await import(${JSON.stringify(built)})
    const plan = { plan: 'p', title: 't', seed: 4, alpha: 0.05, level: 0.95, resamples: 1000, ties: 'half', exclusions: [],
      fewestRaters: 8, hypotheses: [{ id: 'a', question: 'preference', role: 'primary', first: 'x', second: 'y',
      direction: 'two-sided', criterion: 'overall' }],
      sampleSize: { cases: 20, raters: 12, power: 0.9, preference: ${JSON.stringify(preference)} } }
    let [last, longestHalt] = [performance.now(), 0]
    const ticking = setInterval(() => {
      longestHalt = Math.max(longestHalt, performance.now() - last)
      last = performance.now()
    }, 10)
    const [found] = await plannedPowerAside(plan, { preference: 1, rating: 1 }, ${LIMIT})
    clearInterval(ticking)
    console.log(JSON.stringify({ ...found, longestHalt }))`
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }))
}

test('a size that is soon computed has the cases that it needs', () => {
  const { needed, power, longestHalt } = computeAside({ win: 0.9, ties: 0.1, icc: 0.1 })
  expect(needed).toBeGreaterThan(1)
  expect(power).toBeGreaterThan(0.9)
  expect(longestHalt).toBeLessThan((LIMIT * 1000) / 2)
})

test('where the search takes minutes the power at the planned size is answered in time', () => {
  const { needed, power, line, longestHalt } = computeAside({ win: 0.505, ties: 0.1, icc: 0.1 })
  expect(needed).toBeNull()
  expect(power).toBeLessThan(0.5)
  expect(line).toContain('not searched')
  expect(longestHalt).toBeLessThan((LIMIT * 1000) / 2)
})
