/** @file Allocations of any form: who gets what, that it is level, that it follows from its request and says nothing. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../support/index.ts'
import { allocate, type KeyedAllocation } from './allocate.ts'
import { allocationBalance } from './allocation-balance.ts'
import { armBalance } from './arm-balance.ts'
import { request, reviewCase } from './fixtures/requests.ts'
import { firstVisits, slotsOf, visitsByRater } from './slot.ts'
import { type AllocationRequest, armPairs, knownCouples } from './study-design.ts'

const ARMS = ['sft', 'dpo', 'grpo', 'icl', 'physician']

/** Requests that can be met: each case is known to at most as many raters as can be spared. */
const requests = fc
  .record({
    seed: fc.integer(),
    cases: fc.integer({ min: 1, max: 40 }),
    raters: fc.integer({ min: 2, max: 9 }),
    arms: fc.integer({ min: 2, max: 5 }),
    centres: fc.integer({ min: 1, max: 4 }),
    perCase: fc.integer({ min: 1, max: 9 }),
    crossed: fc.boolean(),
    ratings: fc.constantFrom(null, {}, { perCase: 1 }, { perCase: 2 }, { of: 'compared' as const }),
    pairs: fc.constantFrom({ of: 'all' as const }, { of: 'all' as const, perCase: 1 }),
    share: fc.constantFrom(0, 0.1, 0.2),
    knowing: fc.integer({ min: 0, max: 100 }),
  })
  .map((drawn): AllocationRequest => {
    const ratersPerCase = Math.min(drawn.perCase, drawn.raters - 1)
    // One rater at most knows a couple, so that enough are left.
    const knownBy = (i: number) =>
      (i * 37 + drawn.knowing) % 5 === 0 ? [`rater-${(i + drawn.knowing) % drawn.raters}`] : []
    return request({
      seed: drawn.seed,
      arms: ARMS.slice(0, drawn.arms),
      cases: Array.from({ length: drawn.cases }, (_, i) => reviewCase(i, { knownBy: knownBy(i) })),
      raters: Array.from({ length: drawn.raters }, (_, i) => ({
        id: `rater-${i}`,
        centre: `centre-${i % drawn.centres}`,
      })),
      design: drawn.crossed ? { kind: 'crossed' } : { kind: 'blocks', ratersPerCase },
      tasks: { ratings: drawn.ratings, pairs: drawn.pairs },
      repeats: { share: drawn.share, distance: 2 },
    })
  })
  // Short lists have no room for a repeat: that is an error of its own.
  .filter(({ repeats, cases }) => repeats.share === 0 || cases.length >= 30)

/** Properties look at the same requests: each is allocated once. */
const allocated = new Map<string, KeyedAllocation>()
function allocateOnce(asked: AllocationRequest): KeyedAllocation {
  const name = canonicalJson(asked)
  const made = allocated.get(name) ?? allocate(asked)
  allocated.set(name, made)
  return made
}

const run = (property: (asked: AllocationRequest, made: KeyedAllocation) => void, runs = 100) =>
  fc.assert(
    fc.property(requests, asked => property(asked, allocateOnce(asked))),
    { numRuns: runs, seed: 20261128 },
  )

test('nobody gets a case twice but as a repeat with the sides swapped, at its distance', () => {
  run((asked, { allocation, key }) => {
    const keyOf = new Map(key.slots.map(own => [own.slotId, own]))
    const wrong: string[] = []
    for (const [rater, visits] of visitsByRater(allocation)) {
      const main = visits.filter(({ phase }) => phase === 'main')
      const cases = new Set(main.map(({ caseId }) => caseId)).size
      if (main.length - cases !== Math.round(asked.repeats.share * cases)) wrong.push(`number of repeats of ${rater}`)
      for (const [place, visit] of main.entries()) {
        const before = main.findIndex(({ caseId }) => caseId === visit.caseId)
        const isFirst = before === place
        for (const slot of visit.slots) {
          const repeated = keyOf.get(slot.id)?.repeatOf ?? null
          if ((repeated === null) !== isFirst) wrong.push('a repeat that is none, or none that is one')
          if (isFirst) continue
          const first = main[before].slots.find(({ id }) => id === repeated)
          const isSame =
            slot.kind === 'pair'
              ? first?.kind === 'pair' && first.left === slot.right && first.right === slot.left
              : first?.kind === 'rating' && first.text === slot.text
          if (!isSame) wrong.push('a repeat of something else, or with the same sides')
        }
        if (!isFirst && place - before - 1 < asked.repeats.distance) wrong.push('a repeat that comes too early')
        if (main.filter(({ caseId }) => caseId === visit.caseId).length > 2) wrong.push('a case three times')
      }
    }
    expect(wrong).toEqual([])
  })
})

test('nobody gets a case of a couple that she knows, in training neither', () => {
  run((asked, { allocation }) => {
    const known = knownCouples(asked)
    const coupleOf = new Map([...asked.cases, ...asked.training.cases].map(({ id, coupleId }) => [id, coupleId]))
    expect(allocation.slots.filter(slot => known.get(coupleOf.get(slot.caseId) ?? '')?.has(slot.raterId))).toEqual([])
  })
})

test('each case has exactly its number of raters, and each rater her training first', () => {
  run((asked, { allocation }) => {
    const { ratersOfCase } = allocationBalance(allocation, asked)
    const known = knownCouples(asked)
    const { design } = asked
    const wanted = asked.cases.map(({ id, coupleId }): [string, number] => {
      const open = asked.raters.filter(rater => !known.get(coupleId)?.has(rater.id)).length
      return [id, design.kind === 'crossed' ? open : design.ratersPerCase]
    })
    expect(ratersOfCase).toEqual(Object.fromEntries(wanted))
    for (const { id } of asked.raters) {
      const slots = slotsOf(allocation, id)
      expect(slots.map(({ position }) => position)).toEqual(slots.map((_, i) => i))
      const phases =
        visitsByRater(allocation)
          .get(id)
          ?.map(({ phase }) => phase) ?? []
      expect(phases.slice(0, 2)).toEqual(['training', 'training'])
      expect(phases.slice(2)).not.toContain('training')
    }
  })
})

test('sides differ by one at most within pair and rater, pair and case, pair and stratum, pair and centre, and a pair', () => {
  run((asked, { allocation, key }) => {
    for (const { name, largestImbalance } of armBalance(allocation, key, asked)) {
      if (name.startsWith('sides')) expect([name, largestImbalance <= 1]).toEqual([name, true])
    }
  })
})

test('arms and pairs are level: at a case, for a rater, and at each place', () => {
  run((asked, { allocation, key }) => {
    const margins = new Map(armBalance(allocation, key, asked).map(own => [own.name, own.largestImbalance]))
    const { ratings, pairs } = asked.tasks
    // All items: exactly level. Some of them: within the number that is asked, or the number that is not.
    const plans = ratings !== null && 'perCase' in ratings ? (ratings.perCase ?? asked.arms.length) : asked.arms.length
    const atMost = (asks: number, of: number) => Math.min(asks, of - asks) * (of % 2 === 0 ? 1 : 2)
    if (ratings !== null && !('of' in ratings)) {
      expect(margins.get('arms rated by a rater')).toBeLessThanOrEqual(atMost(plans, asked.arms.length))
      // Two of n are n - 1 sets for each arm, and within each set either arm comes first as often within one.
      const inSets = plans === 2 && asked.arms.length > 3
      const places = inSets ? asked.arms.length - 1 : asked.arms.length % 2 ? 2 : 1
      expect(margins.get('arms at a place among the ratings of a rater')).toBeLessThanOrEqual(places)
      expect(margins.get('arms at a place among the ratings')).toBeLessThanOrEqual(places)
    }
    const all = armPairs(asked).length
    expect(margins.get('pairs of a rater')).toBeLessThanOrEqual(atMost(pairs?.perCase ?? all, all))
    expect(margins.get('pairs at a place of a rater')).toBeLessThanOrEqual(all % 2 ? 2 : 1)
  })
})

test('plans that are compared are the ones rated alone, and of two either comes first equally often, whatever its side', () => {
  run((asked, { allocation, key }) => {
    const { ratings, pairs } = asked.tasks
    if (ratings === null || !('of' in ratings)) return
    const keyOf = new Map(key.slots.map(own => [own.slotId, own]))
    const firsts = new Map<string, Map<string, number>>()
    const perRater = new Map<string, Map<string, number>>()
    for (const visit of firstVisits(allocation)) {
      const own = visit.slots.map(({ id }) => keyOf.get(id)!)
      const alone = own.flatMap(one => (one.kind === 'rating' ? [one.arm] : []))
      const compared = own.flatMap(one => (one.kind === 'pair' ? [one.left, one.right] : []))
      expect(alone.toSorted()).toEqual([...new Set(compared)].sort())
      for (const arm of alone) {
        const rated = perRater.get(visit.raterId) ?? new Map<string, number>()
        perRater.set(visit.raterId, rated.set(arm, (rated.get(arm) ?? 0) + 1))
      }
      if (alone.length !== 2) continue
      const unit = JSON.stringify([visit.raterId, alone.toSorted()])
      const counts = firsts.get(unit) ?? new Map(alone.map(arm => [arm, 0]))
      firsts.set(unit, counts.set(alone[0], counts.get(alone[0])! + 1))
    }
    for (const counts of firsts.values()) {
      expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1)
    }
    // With one pair a visit each arm stands in as many pairs as any other, and pairs are level within two.
    if (pairs?.perCase !== 1) return
    const most = 2 * (asked.arms.length - 1)
    for (const rated of perRater.values()) {
      const counts = asked.arms.map(arm => rated.get(arm) ?? 0)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(most)
    }
  }, 200)
})

test('training shows two plans of its own, each alone and both side by side', () => {
  const asked = request({
    tasks: { ratings: { of: 'compared' }, pairs: { of: 'all', perCase: 1 } },
    training: { ...request().training, plans: ['recorded', 'faulty'] },
  })
  const { allocation, key } = allocate(asked)
  const keyOf = new Map(key.slots.map(own => [own.slotId, own]))
  const visits = [...visitsByRater(allocation).values()].flat().filter(({ phase }) => phase === 'training')
  expect(visits).toHaveLength(24)
  for (const { slots } of visits) {
    const own = slots.map(({ id }) => keyOf.get(id)!)
    expect(own.flatMap(one => (one.kind === 'rating' ? [one.arm] : [])).sort()).toEqual(['faulty', 'recorded'])
    expect(own.flatMap(one => (one.kind === 'pair' ? [one.left, one.right] : [])).sort()).toEqual([
      'faulty',
      'recorded',
    ])
  }
})

test('without exclusions loads, strata and centres differ from fair shares by less than one', () => {
  run(asked => {
    const free = { ...asked, cases: asked.cases.map(one => ({ ...one, knownBy: [] })) }
    const margins = new Map(allocationBalance(allocate(free).allocation, free).margins.map(own => [own.name, own]))
    expect(margins.get('cases of a rater')?.largestImbalance).toBeLessThanOrEqual(1)
    expect(margins.get('raters of a stratum')?.largestImbalance).toBeLessThanOrEqual(1)
  })
})

test('the order of the input decides nothing, the seed and the secret decide', () => {
  run((asked, made) => {
    const turned: AllocationRequest = {
      ...asked,
      cases: asked.cases.toReversed(),
      arms: asked.arms.toReversed(),
      raters: asked.raters.toReversed(),
      training: { ...asked.training, cases: asked.training.cases.toReversed() },
    }
    expect(canonicalJson(allocate(turned))).toBe(canonicalJson(made))
    const secret = `${asked.secret} and another one`
    expect(allocate({ ...asked, secret }).key.slots.map(({ slotId }) => slotId)).not.toEqual(
      made.key.slots.map(({ slotId }) => slotId),
    )
  }, 60)
})

test('names of arms decide nothing but names: renamed arms in the same order give the same slots, texts apart', () => {
  const made = allocate(request())
  const names = new Map([
    ['grpo', 'a'],
    ['physician', 'b'],
    ['sft', 'c'],
  ])
  const renamed = allocate(request({ arms: [...names.values()] }))
  expect(renamed.allocation.slots.map(({ id }) => id)).toEqual(made.allocation.slots.map(({ id }) => id))
  const back = new Map(renamed.key.slots.map(own => [own.slotId, own]))
  for (const own of made.key.slots) {
    const other = back.get(own.slotId)
    if (own.kind === 'rating') expect(other).toMatchObject({ arm: names.get(own.arm) })
    else expect(other).toMatchObject({ left: names.get(own.left), right: names.get(own.right) })
  }
})

test('ids are 22 characters of chance, each once, and no arm, case or rater is read in them', () => {
  const asked = request()
  const { allocation, key } = allocate(asked)
  const ids = allocation.slots.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of [...ids, ...key.texts.map(({ text }) => text)]) expect(id).toMatch(/^[\w-]{22}$/)
  const withoutKey = canonicalJson(allocation)
  for (const arm of asked.arms) expect(withoutKey).not.toContain(arm)
  expect(withoutKey).not.toContain('repeat')
  // First characters of ids by arm: 64 values, 840 ratings; the sum of chi-squared over three arms has 126 degrees of freedom.
  const counts = new Map<string, number>()
  const byArm = key.slots.flatMap(own => (own.kind === 'rating' ? [{ arm: own.arm, first: own.slotId[0] }] : []))
  for (const { arm, first } of byArm) counts.set(arm + first, (counts.get(arm + first) ?? 0) + 1)
  const firsts = [...new Set(byArm.map(({ first }) => first))]
  const chi = asked.arms.flatMap(arm =>
    firsts.map(first => {
      const expected = byArm.filter(one => one.first === first).length / asked.arms.length
      return ((counts.get(arm + first) ?? 0) - expected) ** 2 / expected
    }),
  )
  expect(chi.reduce((sum, x) => sum + x, 0)).toBeLessThan(180)
})

test('each key entry agrees with its slot by way of the text references', () => {
  const { allocation, key } = allocate(request())
  const armOf = new Map(key.texts.map(({ text, arm }) => [text, arm]))
  const slotOf = new Map(allocation.slots.map(slot => [slot.id, slot]))
  expect(key.slots).toHaveLength(allocation.slots.length)
  for (const own of key.slots) {
    const slot = slotOf.get(own.slotId)
    if (own.kind === 'rating' && slot?.kind === 'rating') expect(armOf.get(slot.text)).toBe(own.arm)
    else if (own.kind === 'pair' && slot?.kind === 'pair') {
      expect([armOf.get(slot.left), armOf.get(slot.right)]).toEqual([own.left, own.right])
    } else expect.unreachable('a slot and its key are of different kinds')
  }
})

test('every rater has an order of her own, and early cases of one are late cases of another', () => {
  const asked = request({ design: { kind: 'crossed' }, cases: request().cases.slice(0, 40) })
  const { allocation } = allocate(asked)
  const orders = asked.raters.map(({ id }) =>
    firstVisits(allocation)
      .filter(({ raterId }) => raterId === id)
      .map(({ caseId }) => caseId),
  )
  expect(new Set(orders.map(order => order.join())).size).toBe(asked.raters.length)
  const { margins, meanPlaces } = allocationBalance(allocation, asked)
  // 12 raters over 4 quarters: three in each.
  expect(margins.find(({ name }) => name === 'quarter of the list within a case')).toMatchObject({
    smallest: 3,
    largest: 3,
  })
  expect(meanPlaces.cases?.[0]).toBeGreaterThan(0.4)
  expect(meanPlaces.cases?.[1]).toBeLessThan(0.6)
  expect(meanPlaces.strata?.[0]).toBeGreaterThan(0.48)
  expect(meanPlaces.strata?.[1]).toBeLessThan(0.52)
})

test('six orders of three cases are all used before one comes twice', () => {
  const asked = request({
    cases: [0, 1, 2].map(i => reviewCase(i)),
    raters: Array.from({ length: 6 }, (_, i) => ({ id: `rater-${i}`, centre: null })),
    design: { kind: 'crossed' },
    repeats: { share: 0, distance: 5 },
  })
  const visits = firstVisits(allocate(asked).allocation)
  const orders = asked.raters.map(({ id }) => visits.filter(v => v.raterId === id).map(v => v.caseId))
  expect(new Set(orders.map(order => order.join())).size).toBe(6)
})

test('repeats are spread over strata and cases', () => {
  const asked = request()
  const { allocation } = allocate(asked)
  const stratumOf = new Map(asked.cases.map(({ id, stratum }) => [id, stratum]))
  const first = new Set(firstVisits(allocation).map(({ visitId }) => visitId))
  const repeated = [...visitsByRater(allocation).values()]
    .flat()
    .filter(({ phase, visitId }) => phase === 'main' && !first.has(visitId))
    .map(({ caseId }) => caseId)
  expect(repeated).toHaveLength(36)
  const count = (stratum: string) => repeated.filter(id => stratumOf.get(id) === stratum).length
  // Half of the cases are head, a quarter each mid and tail: 18, 9 and 9 of 36.
  for (const [stratum, share] of [
    ['head', 18],
    ['mid', 9],
    ['tail', 9],
  ] as const) {
    expect(Math.abs(count(stratum) - share)).toBeLessThanOrEqual(1)
  }
  for (const id of repeated) expect(repeated.filter(other => other === id).length).toBeLessThanOrEqual(2)
})
