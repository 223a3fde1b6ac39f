import { expect, test } from 'vitest'
import { infertility } from '../infertility.ts'
import { factsOf } from './facts-of.ts'
import { casesFrom1To14 } from './fixtures/cases-01-to-14.ts'
import { casesFrom15To27 } from './fixtures/cases-15-to-27.ts'
import { casesFrom28To40 } from './fixtures/cases-28-to-40.ts'
import { casesFrom41To52 } from './fixtures/cases-41-to-52.ts'
import { caseOf } from './fixtures/check-cases.ts'
import { planChecks } from './index.ts'

const cases = [...casesFrom1To14, ...casesFrom15To27, ...casesFrom28To40, ...casesFrom41To52]

const checkOf = new Map(planChecks.map(check => [check.id, check]))

test.each(cases)('%s fires on its cases and not on the near misses', (id, firing, near) => {
  const check = checkOf.get(id)
  expect(firing.length * near.length).toBeGreaterThan(0)
  for (const differs of firing) expect(check?.fires(caseOf(differs)), JSON.stringify(differs)).toBe(true)
  for (const differs of near) expect(check?.fires(caseOf(differs)), JSON.stringify(differs)).toBe(false)
})

test('planChecks has all 52 numbers in order, each id once, and both kinds of cases for every id', () => {
  const ids = planChecks.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const numbers = [...new Set(ids.map(id => Number(id.slice(1, 3))))]
  expect(numbers).toEqual(Array.from({ length: 52 }, (_, i) => i + 1))
  expect(cases.map(([id]) => id)).toEqual(ids)
})

test('planChecks of a milder degree are warnings, and every check says what is wrong as a clause', () => {
  for (const { id, severity, says, source } of planChecks) {
    if (id.endsWith('w')) expect(severity, id).toBe('warning')
    expect(says.endsWith('.') || source === '', id).toBe(false)
    expect(/^[A-Z][a-z]/.test(says), `${id} ${says}`).toBe(false)
  }
})

test('saysHere of a check with several cases tells the one that fires', () => {
  const told = cases.flatMap(([id, firing]) =>
    firing.flatMap(differs => checkOf.get(id)?.saysHere?.(caseOf(differs)) ?? []),
  )
  expect([...new Set(told)]).toMatchInlineSnapshot(`
    [
      "a starting dose outside of 75 to 450 IU/day for this kind of cycle",
      "a starting dose that is no multiple of 12.5 IU",
      "a starting dose outside of 37.5 to 150 IU/day for this kind of cycle",
      "more than the 2 that the country allows here",
      "more than the 1 that the country allows here",
      "more than one embryo that was tested euploid",
      "luteal support without a transfer",
      "no luteal support after a fresh transfer",
      "an artificial cycle with a hormone-dependent cancer",
      "an artificial cycle after thrombosis or with antiphospholipid syndrome, without prophylaxis",
      "FSH alone, without LH, in a hypogonadotropic woman",
      "an oral drug in a hypogonadotropic woman",
      "clomifene over 150 mg",
      "clomifene after 6 cycles",
      "letrozole over 7.5 mg",
      "metformin with an eGFR under 30",
      "cabergoline with heart valve disease",
      "donor eggs, which the law forbids (China)",
      "freezing the eggs of a single woman without a medical reason, which the law forbids (China)",
    ]
  `)
  const luteal = checkOf.get('C29')
  expect(luteal?.saysHere?.(caseOf({ plan: { lutealSupport: 'none' } }))).toBe(
    'no luteal support after a fresh transfer',
  )
})

test('no check fires on an ordinary couple with a sound plan', () => {
  expect(planChecks.filter(check => check.fires(caseOf({}))).map(({ id }) => id)).toEqual([])
})

test('cases name fields, values, layers and options that exist', () => {
  const fields = new Map(infertility.fields.map(field => [field.name, field]))
  const layers = new Map(infertility.decisionLayers.map(layer => [layer.name, layer]))
  for (const differs of cases.flatMap(([, firing, near]) => [...firing, ...near])) {
    const given = caseOf(differs)
    for (const [name, value] of Object.entries(given.fields)) {
      const field = fields.get(name)
      expect(field, name).toBeDefined()
      if (field?.values && value !== null && value !== 'not done') expect(field.values, name).toContain(value)
    }
    for (const [name, value] of Object.entries(given.plan)) {
      const layer = layers.get(name)
      expect(layer, name).toBeDefined()
      if (layer && layer.type !== 'numeric') expect(layer.options, name).toContain(value)
    }
  }
})

test('factsOf computes the facts of a record once', () => {
  const fields = { amh: 5 }
  expect(factsOf(fields)).toBe(factsOf(fields))
  expect(factsOf(fields).response).toBe('high')
  expect(factsOf({ amh: 0.5 }).response).toBe('low')
})
