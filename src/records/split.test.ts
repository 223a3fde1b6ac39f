import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InputError } from '../support/index.ts'
import { type SplitItem, splitCohort } from './split.ts'
import { splitSizes } from './split-sizes.ts'
import { combinationStrata } from './strata.ts'

const SIDES = ['train', 'validation', 'test'] as const

/** Cohorts with couples of several records and decisions of unequal frequency. */
const cohorts = fc
  .array(fc.record({ couple: fc.nat(60), method: fc.constantFrom('IVF', 'IVF', 'IVF', 'ICSI'), embryos: fc.nat(2) }), {
    minLength: 1,
    maxLength: 120,
  })
  .map(rows =>
    rows.map(
      ({ couple, method, embryos }, index): SplitItem => ({
        recordId: `r${index}`,
        coupleId: `k${couple}`,
        combination: `embryos=${embryos}, method=${method}`,
      }),
    ),
  )

const requests = cohorts.chain(items => {
  const couples = new Set(items.map(({ coupleId }) => coupleId)).size
  return fc
    .tuple(fc.integer({ min: 1, max: couples }), fc.nat(couples), fc.integer({ min: 0, max: couples }))
    .filter(([test, validation, train]) => test + validation + train <= couples)
    .map(([test, validation, train]) => ({ items, config: { test, validation, train } }))
})

test('splitCohort puts no couple on two sides, and every record of a couple on its side', () => {
  fc.assert(
    fc.property(requests, fc.nat(), ({ items, config }, seed) => {
      const split = splitCohort(items, config, seed)
      const sideOf = new Map(SIDES.flatMap(side => split[side].map(id => [id, side] as const)))
      expect(sideOf.size).toBe(split.train.length + split.validation.length + split.test.length)
      const sidesOfCouples = new Map<string, Set<string | undefined>>()
      for (const { recordId, coupleId } of items) {
        const sides = sidesOfCouples.get(coupleId) ?? new Set()
        sidesOfCouples.set(coupleId, sides.add(sideOf.get(recordId)))
      }
      for (const sides of sidesOfCouples.values()) expect(sides.size).toBe(1)
    }),
  )
})

test('splitCohort gives exactly as many couples as asked for', () => {
  fc.assert(
    fc.property(requests, fc.nat(), ({ items, config }, seed) => {
      const split = splitCohort(items, config, seed)
      const coupleOf = new Map(items.map(({ recordId, coupleId }) => [recordId, coupleId]))
      for (const side of SIDES) {
        expect(new Set(split[side].map(id => coupleOf.get(id))).size).toBe(config[side])
      }
      expect(Object.keys(split.strata).sort()).toEqual(SIDES.flatMap(side => split[side]).sort())
    }),
  )
})

test('splitCohort of the same records in another order is the same split', () => {
  const shuffled = requests.chain(({ items, config }) =>
    fc.shuffledSubarray(items, { minLength: items.length }).map(reordered => ({ items, config, reordered })),
  )
  fc.assert(
    fc.property(shuffled, fc.nat(), ({ items, config, reordered }, seed) => {
      expect(splitCohort(reordered, config, seed)).toEqual(splitCohort(items, config, seed))
    }),
  )
})

/** 1,000 couples of one record: 600 IVF, 300 ICSI, 90 IVF with 2 embryos, 10 ICSI with 2 embryos. */
const thousand: SplitItem[] = [
  ...Array<string>(600).fill('IVF 1'),
  ...Array<string>(300).fill('ICSI 1'),
  ...Array<string>(90).fill('IVF 2'),
  ...Array<string>(10).fill('ICSI 2'),
].map((text, index) => {
  const [method, embryos] = text.split(' ')
  return { recordId: `r${index}`, coupleId: `k${index}`, combination: `embryos=${embryos}, method=${method}` }
})

test('splitCohort under another seed draws other couples', () => {
  const config = { train: 100, validation: 10, test: 100 }
  expect(splitCohort(thousand, config, 1).test).not.toEqual(splitCohort(thousand, config, 2).test)
  expect(splitCohort(thousand, config, 1)).toEqual(splitCohort(thousand, config, 1))
})

test('splitCohort allocates in proportion, within one couple a side and combination', () => {
  for (let seed = 0; seed < 20; seed++) {
    const { combinations } = splitCohort(thousand, { train: 500, validation: 50, test: 200 }, seed).counts
    for (const { eligible, test: drawn, validation, train } of combinations) {
      // Test: 200 of 1,000. Validation: 50 of the 800 left; train: 500 of the 750 left after that.
      expect(Math.abs(drawn - eligible * 0.2)).toBeLessThanOrEqual(1)
      expect(Math.abs(validation - (eligible - drawn) * (50 / 800))).toBeLessThanOrEqual(1)
      expect(Math.abs(train - (eligible - drawn - validation) * (500 / 750))).toBeLessThanOrEqual(1)
    }
  }
})

test('splitCohort does not leave a side in blocks of one combination', () => {
  const { train } = splitCohort(thousand, { train: 800, validation: 0, test: 100 }, 1)
  const first = new Set(train.slice(0, 50).map(id => thousand[Number(id.slice(1))].combination))
  // 50 in a row all of the combination with 60 %: 0.6^50 = 8e-12.
  expect(first.size).toBeGreaterThan(1)
})

test('combinationStrata covers half by head, up to 90 % by mid, the rest by tail', () => {
  const strata = combinationStrata(thousand.map(({ combination }) => combination))
  // Shares 0.6, 0.3, 0.09, 0.01; covered before each: 0, 0.6, 0.9, 0.99.
  expect([...strata]).toEqual([
    ['embryos=1, method=IVF', { records: 600, stratum: 'head' }],
    ['embryos=1, method=ICSI', { records: 300, stratum: 'mid' }],
    ['embryos=2, method=IVF', { records: 90, stratum: 'tail' }],
    ['embryos=2, method=ICSI', { records: 10, stratum: 'tail' }],
  ])
})

test('splitSizes({}, 1000) is 800 / 50 / 150, and train takes the rest of what is asked for', () => {
  expect(splitSizes({}, 1000)).toEqual({ train: 800, validation: 50, test: 150 })
  expect(splitSizes({ test: 500 }, 1000)).toEqual({ train: 450, validation: 50, test: 500 })
})

test('splitSizes refuses more couples than there are, with both numbers', () => {
  expect(() => splitSizes({ train: 900, validation: 1, test: 100 }, 1000)).toThrow(/at most 1000 couples .* got 1001/)
  expect(() => splitSizes({ validation: 0, test: 10 }, 10)).toThrow(/at most 10 couples .* got 11/)
})

test('splitSizes of too few couples to test on is an error', () => {
  expect(() => splitSizes({}, 6)).toThrow(/at least one couple to test on/)
})

const shares = { head: 0.4, mid: 0.3, tail: 0.3 }

test('splitCohort(testStrata) draws exactly the shares asked for, with weights that add up to the test couples', () => {
  for (let seed = 0; seed < 10; seed++) {
    const { counts, weights, test } = splitCohort(thousand, { test: 200, validation: 50, testStrata: shares }, seed)
    // Eligible: 600 head, 300 mid, 100 tail. Weights: 0.6 / 0.4, 0.3 / 0.3, 0.1 / 0.3.
    expect(counts.testSample?.map(({ stratum, eligible, test }) => [stratum, eligible, test])).toEqual([
      ['head', 600, 80],
      ['mid', 300, 60],
      ['tail', 100, 60],
    ])
    expect(counts.testSample?.map(({ weight }) => weight)).toEqual(
      [1.5, 1, 1 / 3].map(weight => expect.closeTo(weight, 12)),
    )
    expect(test).toHaveLength(200)
    expect(test.reduce((sum, id) => sum + weights[id], 0)).toBeCloseTo(200, 9)
  }
})

/** A request with shares that the cohort can give: whole couples of each stratum, not none where there are some. */
const overSampled = fc
  .tuple(cohorts, fc.double({ min: 0.05, max: 0.9, noNaN: true }), fc.double({ min: 0.05, max: 0.9, noNaN: true }))
  .map(([items, head, mid]) => {
    const test = Math.max(1, Math.floor(new Set(items.map(({ coupleId }) => coupleId)).size / 3))
    const rest = (1 - head) * mid
    return { items, config: { test, validation: 0, testStrata: { head, mid: rest, tail: 1 - head - rest } } }
  })

test('splitCohort(testStrata) gives the shares within one couple and whole couples, in any order, or says what is missing', () => {
  let drawn = 0
  const given = overSampled.chain(request =>
    fc.tuple(fc.constant(request), fc.shuffledSubarray(request.items, { minLength: request.items.length })),
  )
  fc.assert(
    fc.property(given, fc.nat(), ([{ items, config }, reordered], seed) => {
      let split: ReturnType<typeof splitCohort>
      try {
        split = splitCohort(items, config, seed)
      } catch (error) {
        expect(error).toBeInstanceOf(InputError)
        return
      }
      drawn++
      expect(splitCohort(reordered, config, seed)).toEqual(split)
      const coupleOf = new Map(items.map(({ recordId, coupleId }) => [recordId, coupleId]))
      const couplesOn = (side: (typeof SIDES)[number]) => new Set(split[side].map(id => coupleOf.get(id)))
      expect(couplesOn('test').size).toBe(config.test)
      expect([...couplesOn('train')].filter(couple => couplesOn('test').has(couple))).toEqual([])
      for (const { stratum, test } of split.counts.testSample ?? []) {
        const share = config.testStrata[stratum as 'head' | 'mid' | 'tail']
        expect(Math.abs(test - share * config.test)).toBeLessThan(1)
      }
    }),
    { numRuns: 300 },
  )
  expect(drawn).toBeGreaterThan(0)
})

test('splitCohort(testStrata of more tail than there is) says in one line how many there are', () => {
  const asked = { test: 400, testStrata: { head: 0.2, mid: 0.5, tail: 0.3 } }
  expect(() => splitCohort(thousand, asked, 1)).toThrow(/testStrata.tail.*at most 100 tail couples.*got 120/)
})

test('splitCohort(testStrata with rare) draws rare couples apart from their stratum', () => {
  const items = thousand.map((item, i) => ({ ...item, rare: i % 50 === 0 ? ['odd'] : [] }))
  const testStrata = { head: 0.4, mid: 0.3, tail: 0.25, rare: 0.05 }
  const { counts } = splitCohort(items, { test: 200, testStrata }, 1)
  expect(counts.rare['odd']).toMatchObject({ eligible: 20, test: 10 })
})

test('splitCohort cuts strata on the training records: a combination that none of them has is tail and unseen', () => {
  fc.assert(
    fc.property(requests, fc.nat(), ({ items, config }, seed) => {
      const split = splitCohort(items, config, seed)
      const combinationOf = new Map(items.map(({ recordId, combination }) => [recordId, combination]))
      const strata = combinationStrata(split.train.map(id => combinationOf.get(id) ?? ''))
      for (const id of [...split.test, ...split.validation]) {
        const own = strata.get(combinationOf.get(id) ?? '')
        expect(split.strata[id]).toBe(own?.stratum ?? 'tail')
        expect(split.unseen.includes(id)).toBe(own === undefined)
      }
    }),
  )
})

test('splitCohort(groups) keeps a group on one side and the sizes exact', () => {
  const groups = new Map(thousand.slice(0, 60).map(({ coupleId }, i) => [coupleId, `g${i >> 1}`]))
  for (let seed = 0; seed < 10; seed++) {
    const split = splitCohort(thousand, { train: 700, validation: 51, test: 199 }, seed, groups)
    expect(SIDES.map(side => split[side].length)).toEqual([700, 51, 199])
    const place = new Map(SIDES.flatMap(side => split[side].map(id => [id, side] as const)))
    for (let i = 0; i < 60; i += 2) expect(place.get(`r${i}`)).toBe(place.get(`r${i + 1}`))
  }
})
