/** @file An allocation from prepared material: what it holds, what it hides, and what it refuses. SYNTHETIC couples. */
import { expect, test } from 'vitest'
import type { CaseSheet, Feedback, PlanSheet } from '../api/index.ts'
import { settingsSchema } from '../store/index.ts'
import { allocateReview, type EarlierSlot, type ReviewAllocationRequest } from './allocate-review.ts'
import { syntheticStudy } from './fixtures/synthetic-study.ts'

const study = syntheticStudy({ cases: 24 })
const raters = ['R01', 'R02', 'R03', 'R04'].map((id, i) => ({ id, centre: i % 2 === 0 ? 'north' : 'south' }))
const secret = 'a secret that nobody guesses'
const asked = (change: Partial<ReviewAllocationRequest> = {}): ReviewAllocationRequest => ({
  material: study.material,
  config: study.config,
  raters,
  knownBy: new Map(),
  secret,
  ...change,
})
const made = allocateReview(asked())
const textOf = <T>(id: string | null | undefined) => JSON.parse(made.texts[id ?? '']) as T

test('a visit is two plans alone, the two side by side, of one case; training comes first, with feedback', () => {
  const visits = new Map<string, typeof made.slots>()
  for (const slot of made.slots) {
    const name = `${slot.raterId} ${slot.visit}`
    visits.set(name, [...(visits.get(name) ?? []), slot])
  }
  for (const [name, slots] of visits) {
    expect(slots.map(({ task }) => task)).toEqual(['rating', 'rating', 'pairwise'])
    expect(new Set(slots.map(({ caseId }) => caseId)).size).toBe(1)
    const alone = slots.slice(0, 2).map(({ shown }) => shown[0].text)
    expect(alone.toSorted()).toEqual(slots[2].shown.map(({ text }) => text).sort())
    const isTraining = Number(name.split(' ')[1]) <= 2
    for (const slot of slots) {
      expect(slot.training).toBe(isTraining)
      expect(slot.feedback !== null).toBe(isTraining)
    }
  }
  // 24 cases by 3 raters are 18 each, 2 repeats and 2 of training on top.
  for (const { id } of raters) {
    const own = made.slots.filter(({ raterId }) => raterId === id)
    expect(own.map(({ order }) => order)).toEqual(own.map((_, i) => i + 1))
    expect(new Set(own.map(({ visit }) => visit)).size).toBe(18 + 2 + 2)
  }
})

test('every slot shows the sheet of the arm that its key names, and the same record as every other slot of the case', () => {
  const sheetOf = new Map(study.material.plans.map(({ textId, sheet }) => [textId, sheet]))
  const training = new Map(study.material.training.map(one => [one.caseId, one]))
  for (const { slotId, caseId, shown, caseText, feedback } of made.slots) {
    const arms = made.key[slotId] as Record<string, string>
    for (const { side, text } of shown) {
      const own = training.get(caseId)
      const expected = own ? own.plans[arms[side] as 'faulty'] : sheetOf.get(`${caseId}/${arms[side]}`)
      expect(textOf<PlanSheet>(text)).toEqual(expected)
    }
    const record = training.get(caseId) ?? study.material.cases.find(one => one.caseId === caseId)
    expect(textOf<CaseSheet>(caseText)).toEqual(record?.sheet)
    if (feedback === null || feedback === undefined) continue
    for (const { side, points } of textOf<Feedback>(feedback).plans) {
      expect(points).toEqual(training.get(caseId)?.points[arms[side] as 'faulty'])
    }
  }
})

test('nothing but the key tells an arm: not a slot, not a text, not the name of a text', () => {
  const open = JSON.stringify([made.slots, made.texts])
  for (const word of ['sft', 'grpo', 'physician', 'faulty']) expect(open.toLowerCase()).not.toContain(word)
  for (const id of Object.keys(made.texts)) expect(id).toMatch(/^[\w-]{22}$/)
  const other = allocateReview(asked({ secret: `${secret}, another` }))
  expect(Object.keys(other.texts).filter(id => id in made.texts)).toEqual([])
})

test('equal requests give equal bytes, in whatever order their lists are', () => {
  const { material } = study
  const turned = {
    ...material,
    cases: material.cases.toReversed(),
    plans: material.plans.toReversed(),
    training: material.training.toReversed(),
  }
  const again = allocateReview(asked({ material: turned, raters: raters.toReversed() }))
  expect(again.slots).toEqual(made.slots)
  expect(again.key).toEqual(made.key)
})

test('a rater gets no case of a couple that she knows, in training neither', () => {
  const couples = [...study.material.cases.slice(0, 5), study.material.training[0]].map(({ coupleId }) => coupleId)
  const { slots } = allocateReview(asked({ knownBy: new Map(couples.map(couple => [couple, ['R01', 'somebody']])) }))
  const closed = new Set([...study.material.cases.slice(0, 5), study.material.training[0]].map(({ caseId }) => caseId))
  expect(slots.filter(({ raterId, caseId }) => raterId === 'R01' && closed.has(caseId))).toEqual([])
  expect(slots.some(({ raterId, caseId }) => raterId === 'R02' && closed.has(caseId))).toBe(true)
})

const asEarlier = (slots: typeof made.slots): EarlierSlot[] =>
  slots.map(slot => ({
    ...slot,
    stratum: slot.stratum ?? null,
    training: slot.training ?? false,
    caseText: slot.caseText ?? null,
    feedback: slot.feedback ?? null,
    repeatOf: slot.repeatOf ?? null,
    status: 'waiting',
  }))

test('an addition gives what lacks: to a new rater of a crossed design all cases, behind nobody else', () => {
  const crossed = { ...study.config, design: 'crossed' as const, raters: undefined }
  const before = allocateReview(asked({ config: crossed }))
  const earlier = asEarlier(before.slots)
  const more = [...raters, { id: 'R05', centre: null }]
  const added = allocateReview(asked({ config: crossed, raters: more, earlier }))
  expect(new Set(added.slots.map(({ raterId }) => raterId))).toEqual(new Set(['R05']))
  expect(new Set(added.slots.filter(({ training }) => !training).map(({ caseId }) => caseId)).size).toBe(24)
  const ids = new Set(before.slots.map(({ slotId }) => slotId))
  expect(added.slots.filter(({ slotId }) => ids.has(slotId))).toEqual([])
  // Texts that are there are referred to and not given again.
  expect(Object.keys(added.texts).filter(id => id in before.texts)).toEqual([])
  expect(() => allocateReview(asked({ config: crossed, earlier }))).toThrow(
    'expected raters or cases that lack something',
  )
})

test('a case that a rater turned out to know goes to another, who did not have it, behind her list', () => {
  const earlier = asEarlier(made.slots)
  const [{ caseId, raterId }] = earlier.filter(({ training }) => !training)
  const known = earlier.map(slot =>
    slot.caseId === caseId && slot.raterId === raterId ? { ...slot, status: 'withdrawn' as const } : slot,
  )
  const added = allocateReview(asked({ earlier: known }))
  const had = new Set(earlier.filter(slot => slot.caseId === caseId).map(slot => slot.raterId))
  expect(new Set(added.slots.map(slot => slot.caseId))).toEqual(new Set([caseId]))
  for (const slot of added.slots) {
    expect(had.has(slot.raterId)).toBe(false)
    const own = earlier.filter(other => other.raterId === slot.raterId)
    expect(slot.order).toBeGreaterThan(Math.max(...own.map(({ order }) => order)))
    expect(slot.visit).toBe(Math.max(...own.map(({ visit }) => visit)) + 1)
  }
})

test('an addition to a study that was made again is refused where its raters saw another record', () => {
  const earlier = asEarlier(made.slots).map(slot => (slot.training ? slot : { ...slot, status: 'withdrawn' as const }))
  const changed = study.material.cases.map(one => ({ ...one, sheet: { groups: [] } }))
  const more = [...raters, ...['R06', 'R07', 'R08'].map(id => ({ id, centre: null }))]
  expect(() =>
    allocateReview(asked({ material: { ...study.material, cases: changed }, raters: more, earlier })),
  ).toThrow('expected the record that other raters saw, got another')
})

test('open leaks and too few raters stop an allocation, with their number', () => {
  const { findings } = study.prepared
  expect(findings.some(({ open }) => open)).toBe(true)
  const open = { ...study.material, findings }
  expect(() => allocateReview(asked({ material: open }))).toThrow(/expected no open leaks, got \d+ \(\d+ template/)
  expect(() => allocateReview(asked({ raters: raters.slice(0, 2) }))).toThrow(
    'expected at least 3 raters as the study plans, got 2',
  )
  const planned = { ...study.config, design: 'crossed' as const, raters: 5 }
  expect(() => allocateReview(asked({ config: planned }))).toThrow(
    'expected at least 5 raters as the study plans, got 4',
  )
})

test('all plans alone and all pairs can be asked at each visit, and ratings alone', () => {
  const all = syntheticStudy({
    cases: 12,
    config: { tasks: { ratings: 'all', pairs: { perCase: 'all' } }, training: 1 },
  })
  const slots = allocateReview(asked({ material: all.material, config: all.config })).slots.filter(
    ({ training }) => !training,
  )
  const first = slots.filter(({ raterId, visit }) => raterId === slots[0].raterId && visit === slots[0].visit)
  expect(first.map(({ task }) => task)).toEqual([...Array(3).fill('rating'), ...Array(3).fill('pairwise')])
  const alone = syntheticStudy({ cases: 12, config: { tasks: { ratings: 'all', pairs: 'none' }, training: 1 } })
  const ratings = allocateReview(asked({ material: alone.material, config: alone.config })).slots
  expect(new Set(ratings.map(({ task }) => task))).toEqual(new Set(['rating']))
})

test('the settings of the material are what the store registers', () => {
  expect(settingsSchema.parse(study.material.settings)).toEqual(study.material.settings)
})
