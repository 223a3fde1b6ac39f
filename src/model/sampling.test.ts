import { expect, test } from 'vitest'
import { randomStream } from '../support/index.ts'
import { argmax, sampleToken } from './sampling.ts'

test('argmax takes the first of equal values', () => {
  expect(argmax(Float32Array.of(0.1, 0.4, 0.4, 0.1))).toBe(1)
})

test('sampleToken draws each token as often as its probability', () => {
  const probabilities = Float32Array.of(0.5, 0, 0.3, 0.2)
  const random = randomStream(1, 'frequencies')
  const counts = [0, 0, 0, 0]
  for (let i = 0; i < 20000; i++) counts[sampleToken(probabilities, 1, random)]++
  expect(counts[1]).toBe(0)
  // Four standard errors of a share p over 20,000 draws: 4 * sqrt(p (1 - p) / 20000) < 0.0142.
  probabilities.forEach((p, token) => {
    expect(Math.abs(counts[token] / 20000 - p)).toBeLessThan(0.0142)
  })
})

test('sampleToken(topP) keeps the smallest set of tokens that reaches the mass', () => {
  const probabilities = Float32Array.of(0.1, 0.4, 0.3, 0.2)
  const random = randomStream(2, 'nucleus')
  const drawn = (topP: number) => new Set(Array.from({ length: 2000 }, () => sampleToken(probabilities, topP, random)))
  expect([...drawn(0.4)]).toEqual([1])
  expect([...drawn(0.65)].sort()).toEqual([1, 2])
  expect(drawn(1).size).toBe(4)
})

test('sampleToken uses one draw of the stream whatever the row', () => {
  const [a, b] = [randomStream(3), randomStream(3)]
  sampleToken(Float32Array.of(1, 0), 1, a)
  sampleToken(Float32Array.of(0.2, 0.2, 0.6), 0.5, b)
  expect(a.uniform()).toBe(b.uniform())
})
