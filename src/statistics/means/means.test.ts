/** @file Clustered means against R's sandwich. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isEstimated } from '../estimate.ts'
import { clusterMean } from './cluster-mean.ts'
import { twoWayMean } from './two-way-mean.ts'

interface Case {
  readonly rows: readonly { case: string; rater: string; value: number; weight: number }[]
  readonly mean: number
  readonly caseSe: number
  readonly weighted: number
  readonly case: number
  readonly rater: number
  readonly both: number
}
const { cases } = JSON.parse(readFileSync(new URL('./fixtures/means.json', import.meta.url), 'utf8')) as {
  cases: readonly Case[]
}

test('clusterMean equals sandwich::vcovCL', () => {
  for (const { rows, mean, caseSe } of cases) {
    const found = clusterMean(rows.map(row => ({ cluster: row.case, value: row.value })))
    expect(found?.value).toBeCloseTo(mean, 12)
    expect(found?.standardError).toBeCloseTo(caseSe, 12)
  }
  expect(clusterMean([])).toBeNull()
  expect(
    clusterMean([
      { cluster: 'a', value: 1 },
      { cluster: 'a', value: 3 },
    ]),
  ).toMatchObject({ value: 2, standardError: null })
})

test('twoWayMean adds the variances of sandwich::vcovCL and keeps the floor', () => {
  let floored = 0
  for (const { rows, weighted, case: byCase, rater, both } of cases) {
    const found = twoWayMean(
      rows.map(row => ({ caseId: row.case, raterId: row.rater, value: row.value, weight: row.weight })),
    )
    if (!isEstimated(found)) throw new Error('expected an estimate')
    expect(found.value).toBeCloseTo(weighted, 12)
    const sum = byCase + rater - both
    if (sum < Math.max(byCase, rater)) floored++
    expect(found.standardError).toBeCloseTo(Math.sqrt(Math.max(sum, byCase, rater)), 12)
  }
  expect(floored).toBeGreaterThan(0)
  expect(floored).toBeLessThan(cases.length)
  expect(twoWayMean([])).toHaveProperty('notEstimable', 'fewer than two cases')
})
