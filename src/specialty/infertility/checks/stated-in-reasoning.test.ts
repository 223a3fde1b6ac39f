import { expect, test } from 'vitest'
import { planChecks } from './index.ts'
import { states } from './stated-in-reasoning.ts'

test.each([
  ['Donor eggs have been discussed.', true],
  ['Age 44, and donor eggs have been discussed.', true],
  ['Donor eggs have not been discussed.', true],
  ['No donor eggs were discussed.', false],
  ['Without discussion of donor eggs, IVF begins.', false],
  ['She is 44.', false],
  [null, false],
])('states(%s, donor eggs) is %s', (text, expected) => {
  expect(states(text, /donor eggs/i)).toBe(expected)
})

test('states(patterns in two sentences) is false: one sentence has to answer', () => {
  expect(states('OHSS is feared. A plan exists.', /OHSS/, /plan/)).toBe(false)
  expect(states('OHSS is feared, a plan exists.', /OHSS/, /plan/)).toBe(true)
  expect(states('No OHSS plan was made.', /OHSS/, /plan/)).toBe(false)
  expect(states('未制定OHSS预案。', /OHSS/, /预案/u)).toBe(false)
})

const firedOn = (fields: Record<string, string | number | boolean>, plan: Record<string, string>, reasoning: string) =>
  planChecks.filter(check => check.fires({ fields, plan, reasoning })).map(({ id }) => id)

test('planChecks are not answered by words that say something else', () => {
  const ivf = { strategy: 'IVF', protocol: 'antagonist', trigger: 'hCG 10,000 IU' }
  expect(firedOn({ femaleAge: 47 }, ivf, '47-year-old woman with unexplained infertility.')).toContain('C43')
  expect(firedOn({ femaleAge: 47 }, ivf, 'The chances were explained.')).not.toContain('C43')
  const heavy = { bmi: 43, thromboembolism: true, pcos: true }
  const fired = firedOn(
    heavy,
    ivf,
    'Birth weight of her sister was normal. No OHSS plan was made. Antibiotic prophylaxis is given.',
  )
  expect(fired).toEqual(expect.arrayContaining(['C42', 'C51', 'C04']))
  expect(firedOn({ femaleAge: 44 }, ivf, 'Donor sperm was mentioned.')).toContain('C43w')
})
