/** @file The only source of randomness: seeded streams, one per name, so that order of use never matters. */
import { hash } from 'node:crypto'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** A seeded stream of random numbers. The same seed and name give the same numbers on every machine. */
export interface RandomStream {
  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number
  /** Uniform integer in [0, bound), without modulo bias; `bound` must be in 1..2^32. */
  integer(bound: number): number
  /** Standard normal (Box-Muller, both values used). */
  normal(): number
  /** A new array with the items in random order (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[]
  /** One item; throws RangeError on an empty list. */
  choose<T>(items: readonly T[]): T
}

/** Opens the stream called `name` under `seed`; streams with different names are independent. */
export function randomStream(seed: number, ...name: readonly (string | number)[]): RandomStream {
  const digest = hash('sha256', JSON.stringify([seed, ...name]), 'buffer')
  // The whole 128-bit state comes from the digest, so no two names share a stream; |1 keeps the state from being all zero.
  const generator = xoroshiro128plusFromState([
    digest.readInt32LE(0) | 1,
    digest.readInt32LE(4),
    digest.readInt32LE(8),
    digest.readInt32LE(12),
  ])
  let spareNormal: number | null = null
  const uint32 = () => generator.next() >>> 0
  const uniform = () => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992
  const integer = (bound: number) => {
    if (!(bound >= 1 && bound <= 4294967296))
      throw new RangeError(`random integer: expected a bound in 1..2^32, got ${bound}`)
    // Of 2^32 only what is left over after whole multiples of the bound is drawn again; below 2^32 - bound nothing is.
    const sure = 4294967296 - bound
    for (;;) {
      const draw = uint32()
      // The remainder by a division of doubles, exact for 32 bits and several times faster than % beyond them.
      if (draw < sure || draw < 4294967296 - (4294967296 % bound)) return draw - Math.floor(draw / bound) * bound
    }
  }
  return {
    uniform,
    integer,
    normal() {
      if (spareNormal !== null) {
        const value = spareNormal
        spareNormal = null
        return value
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
      const angle = 2 * Math.PI * uniform()
      spareNormal = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
    shuffle(items) {
      const result = [...items]
      for (let i = result.length - 1; i > 0; i--) {
        const j = integer(i + 1)
        const held = result[i]
        result[i] = result[j]
        result[j] = held
      }
      return result
    },
    choose(items) {
      if (items.length === 0) throw new RangeError('random choose: expected at least one item, got none')
      return items[integer(items.length)]
    },
  }
}
