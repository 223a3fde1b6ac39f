import { expect, test } from 'vitest'
import { publishedFigures, syntheticCases } from '../../src/records/synthetic/index.ts'

test('20,000 couples of 40 clinics meet the published figures within the stated tolerances', () => {
  const figures = publishedFigures([...syntheticCases({ couples: 20_000, seed: 11, clinics: 40 })])
  expect(figures.length).toBeGreaterThan(100)
  const missed = figures.filter(({ within }) => within !== true)
  expect(missed.map(({ what, published, tolerance, ours, n }) => ({ what, published, tolerance, ours, n }))).toEqual([])
})

test('the figures hold for another seed and other clinics, but for those of few cases', () => {
  const figures = publishedFigures([...syntheticCases({ couples: 20_000, seed: 12, clinics: 40, firstClinic: 500 })])
  const missed = figures.filter(({ within, n }) => within === false && n > 1000)
  expect(missed.map(({ what, published, tolerance, ours, n }) => ({ what, published, tolerance, ours, n }))).toEqual([])
})
