/** @file Whole numbers of a stream: the same as by the plain rule, for bounds up to 2^32. */
import { hash } from 'node:crypto'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { expect, test } from 'vitest'
import { randomStream } from './index.ts'

test('integer(bound) is the remainder of 32 bits, drawn again in the last incomplete multiple', () => {
  for (const bound of [
    1,
    2,
    7,
    8000,
    2 ** 20 + 1,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 31 + 1,
    3_000_000_000,
    2 ** 32 - 1,
    2 ** 32,
  ]) {
    const random = randomStream(3, 'integers', bound)
    const digest = hash('sha256', JSON.stringify([3, 'integers', bound]), 'buffer')
    const state = [0, 4, 8, 12].map(at => digest.readInt32LE(at))
    const generator = xoroshiro128plusFromState([state[0] | 1, ...state.slice(1)])
    const limit = 2 ** 32 - (2 ** 32 % bound)
    const plain = () => {
      let draw = generator.next() >>> 0
      while (draw >= limit) draw = generator.next() >>> 0
      return draw % bound
    }
    const got = Array.from({ length: 300 }, () => random.integer(bound))
    expect(got).toEqual(Array.from({ length: 300 }, plain))
  }
})

test('integer outside 1..2^32 is refused', () => {
  expect(() => randomStream(1, 'x').integer(0)).toThrow(RangeError)
  expect(() => randomStream(1, 'x').integer(2 ** 32 + 1)).toThrow(RangeError)
})
