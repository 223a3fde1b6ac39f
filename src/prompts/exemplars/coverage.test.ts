import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coverGreedily, whatIsShown } from './coverage.ts'
import { specialty, workedCase } from './fixtures/worked-cases.ts'

test('whatIsShown numbers options, quarters of a numeric layer, and diagnoses alike in every exemplar', () => {
  // Doses 100, 150, 200, 250, 300: cuts at 150, 200 and 250, so 100 and 150 are one class.
  const pool = [100, 150, 200, 250, 300].map(dose => workedCase(`r${dose}`, { plan: { dose } }))
  const shown = whatIsShown(specialty, pool)
  const classes = shown.map(({ options }) => options[1])
  expect(classes[0]).toBe(classes[1])
  expect(new Set(classes).size).toBe(4)
  expect(new Set(shown.map(({ options }) => options[0])).size).toBe(1)
  expect(new Set(shown.flatMap(({ diagnoses }) => diagnoses)).size).toBe(2)
})

test('whatIsShown(layer that does not apply, field that is not recorded) shows nothing of it; numbers are no diagnoses', () => {
  const pool = [
    workedCase('a', { plan: { method: 'IVF', rescue: 'late' } }),
    workedCase('b', { fields: { cause: null, pcos: null } }),
  ]
  const [first, second] = whatIsShown(specialty, pool)
  expect([first.options.length, first.diagnoses.length]).toEqual([3, 2])
  expect([second.options.length, second.diagnoses.length]).toEqual([2, 0])
})

const show = (options: readonly number[], diagnoses: readonly number[] = []) => ({ options, diagnoses })

test('coverGreedily takes most new options, then most new diagnoses, then the earlier candidate', () => {
  const shown = [show([1]), show([1, 2]), show([1, 2], [9]), show([3], [7, 8]), show([3], [7, 8])]
  // 2 has two options and a diagnosis; then 4 and 3 have one new option and two diagnoses each, 4 stands earlier.
  expect(coverGreedily(shown, [0, 1, 2, 4, 3], 2)).toEqual([2, 4])
})

test('coverGreedily(all shown) starts over, so that the next pick again shows the most', () => {
  const shown = [show([1]), show([1, 2]), show([2, 1])]
  // 1 covers everything; then nothing is new, and of 0 and 2 it is 2 that shows two options.
  expect(coverGreedily(shown, [0, 1, 2], 3)).toEqual([1, 2, 0])
})

test('coverGreedily(candidates that show nothing) takes them in their order', () => {
  expect(coverGreedily([show([]), show([])], [1, 0], 2)).toEqual([1, 0])
  expect(coverGreedily([], [], 2)).toEqual([])
})

test('coverGreedily shows at least 1 - 1/e of the options that any choice of as many could', () => {
  // The bound of Nemhauser, Wolsey and Fisher (1978) for the first coverage; the best choice is found by trying all.
  const anyShown = fc.array(fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 })
  const reach = (sets: readonly (readonly number[])[]) => new Set(sets.flat()).size
  const best = (
    sets: readonly (readonly number[])[],
    count: number,
    from = 0,
    chosen: (readonly number[])[] = [],
  ): number =>
    count === 0 || from === sets.length
      ? reach(chosen)
      : Math.max(best(sets, count, from + 1, chosen), best(sets, count - 1, from + 1, [...chosen, sets[from]]))
  fc.assert(
    fc.property(anyShown, fc.integer({ min: 1, max: 4 }), (sets, count) => {
      const picked = coverGreedily(
        sets.map(options => show(options)),
        [...sets.keys()],
        count,
      )
      expect(new Set(picked).size).toBe(Math.min(count, sets.length))
      expect(reach(picked.map(i => sets[i]))).toBeGreaterThanOrEqual((1 - 1 / Math.E) * best(sets, count))
    }),
  )
})
