import { expect, test } from 'vitest'
import { deriveFacts } from './facts.ts'
import { meetsBologna, poseidonGroup } from './reserve-classes.ts'
import { semenClass, totalMotileCount } from './semen.ts'

test.each([
  [{ femaleAge: 34, afc: 4 }, '3'],
  [{ femaleAge: 35, amh: 1.19 }, '4'],
  [{ femaleAge: 34, afc: 5, amh: 1.2, eggsAtLastCycle: 3 }, '1a'],
  [{ femaleAge: 34, afc: 5, amh: 1.2, eggsAtLastCycle: 9 }, '1b'],
  [{ femaleAge: 35, afc: 9, eggsAtLastCycle: 4 }, '2b'],
  [{ femaleAge: 35, afc: 9, eggsAtLastCycle: 10 }, null],
  [{ femaleAge: 35, afc: 9 }, null],
  [{ afc: 4 }, null],
] as const)('poseidonGroup(%o) is %s', (fields, group) => {
  expect(poseidonGroup(fields)).toBe(group)
})

test.each([
  [{ femaleAge: 41, afc: 6 }, true],
  [{ femaleAge: 41, afc: 7, amh: 1.1 }, false],
  [{ femaleAge: 30, afc: 6 }, false],
  [{ femaleAge: 30, afc: 6, eggsAtLastCycle: 3, doseAtLastCycle: 150 }, true],
  [{ femaleAge: 30, afc: 6, eggsAtLastCycle: 3, doseAtLastCycle: 125 }, false],
  [{ femaleAge: 30, poorResponseCycles: 2 }, true],
  [{}, false],
] as const)('meetsBologna(%o) is %s', (fields, meets) => {
  expect(meetsBologna(fields)).toBe(meets)
})

test('totalMotileCount is volume x concentration x progressive share, null when one is missing or not done', () => {
  // 2 mL x 20 M/mL x 30 % = 12 M.
  expect(totalMotileCount({ semenVolume: 2, spermConcentration: 20, progressiveMotility: 30 })).toBe(12)
  expect(totalMotileCount({ semenVolume: 2, spermConcentration: 20, progressiveMotility: null })).toBeNull()
  expect(totalMotileCount({ semenVolume: 2, spermConcentration: 20, progressiveMotility: 'not done' })).toBeNull()
})

test.each([
  [{ spermConcentration: 16, progressiveMotility: 30 }, 'normal'],
  [{ spermConcentration: 15.9, progressiveMotility: 30 }, 'reduced'],
  [{ spermConcentration: 16, progressiveMotility: 30, normalForms: 3 }, 'reduced'],
  [{ spermConcentration: 4.9, progressiveMotility: 40 }, 'severe'],
  [{ spermConcentration: 30, progressiveMotility: 9 }, 'severe'],
  [{ azoospermia: 'obstructive' }, 'azoospermia'],
  [{ spermConcentration: 40 }, null],
  [{}, null],
] as const)('semenClass(%o) is %s', (fields, expected) => {
  expect(semenClass(fields)).toBe(expected)
})

test('deriveFacts(empty record) makes nothing true and expects a normal response', () => {
  const facts = deriveFacts({})
  expect(facts.response).toBe('normal')
  expect(Object.entries(facts).filter(([, value]) => value === true)).toEqual([])
})

test('deriveFacts says what must be treated first, and what was treated', () => {
  expect(deriveFacts({ tsh: 12 }).treatFirst).toBe(true)
  expect(deriveFacts({ tsh: 12, thyroidTreated: true }).treatFirst).toBe(false)
  expect(deriveFacts({ prolactin: 60 }).treatFirst).toBe(false)
  expect(deriveFacts({ prolactin: 60, cyclePattern: 'amenorrhoea' }).treatFirst).toBe(true)
  expect(deriveFacts({ infectionScreen: 'missing' }).treatFirst).toBe(true)
})

test('deriveFacts(unexplained) needs tubes, semen and cycles to have been looked at', () => {
  const whole = {
    tubalStatus: 'both patent',
    spermConcentration: 40,
    progressiveMotility: 45,
    cyclePattern: 'regular',
    endometriosis: 'none',
  }
  expect(deriveFacts(whole).unexplained).toBe(true)
  for (const name of Object.keys(whole)) expect(deriveFacts({ ...whole, [name]: null }).unexplained, name).toBe(false)
})
