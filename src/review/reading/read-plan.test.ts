import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cyclePlan } from '../../specialty/fixtures/cycle-plan.ts'
import { loadSpecialty, NOT_DONE } from '../../specialty/index.ts'
import { syntheticCases } from '../../records/synthetic/index.ts'
import { randomStream } from '../../support/index.ts'
import { caseSheetOf, planSheetOf } from './fixtures/sheets.ts'
import { planCaseOf, readPlan } from './index.ts'

const fields = { age: 34, pcos: true, tubes: 'patent' }
const plan = { protocol: 'antagonist', startingDose: 150, fertilisation: 'ICSI' }
const read = (reasoning: string, of: typeof plan | Partial<typeof plan> = plan) =>
  readPlan(caseSheetOf(cyclePlan, fields), planSheetOf(cyclePlan, of as typeof plan, reasoning), cyclePlan)

test('readPlan tells numbers of the record, of the plan and of neither', () => {
  const { numbers } = read('Age 34 and 4 eggs. Starting dose 150 IU/day. She weighs 71 kg.')
  expect(numbers).toEqual([
    { text: '34', origin: 'record', label: 'Age' },
    { text: '4', origin: 'nowhere', label: null },
    { text: '150', origin: 'plan', label: 'Starting dose' },
    { text: '71', origin: 'nowhere', label: null },
  ])
})

test('readPlan finds a value of another field behind a label, and a comparison that does not hold', () => {
  expect(read('Age 33, age below 30, age under 40.').numbers.map(({ origin }) => origin)).toEqual([
    'nowhere',
    'nowhere',
    'record',
  ])
})

test('readPlan tells decisions with a ground from those that are merely stated or not readable', () => {
  const { decisions } = read('Protocol antagonist, because of PCOS. Starting dose 150 IU/day.', {
    protocol: 'antagonist',
    startingDose: 150,
  })
  expect(decisions).toEqual([
    { group: 'Protocol', stated: true, reasoned: true },
    { group: 'Starting dose', stated: true, reasoned: false },
    { group: 'Fertilisation', stated: false, reasoned: false },
  ])
})

test('a decision that does not apply is neither stated nor missing', () => {
  const sheet = planSheetOf(cyclePlan, { protocol: 'mild' }, '')
  const rows = sheet.decisions.map(row =>
    row.value === null ? { ...row, value: 'does not apply', applies: false } : row,
  )
  const { decisions } = readPlan(caseSheetOf(cyclePlan, fields), { ...sheet, decisions: rows }, cyclePlan)
  expect(decisions).toEqual([{ group: 'Protocol', stated: true, reasoned: false }])
})

test('readPlan says which key fields the reasons use: by name or by value', () => {
  expect(read('34 years old.').keyFields).toEqual([{ field: 'age', label: 'Age', used: true }])
  expect(read('A young woman.').keyFields).toEqual([{ field: 'age', label: 'Age', used: false }])
})

test('readPlan(empty reasons) cites nothing and grounds nothing', () => {
  const { numbers, decisions, words } = read('')
  expect([numbers, decisions.some(({ reasoned }) => reasoned), words]).toEqual([[], false, 0])
})

test.each(['en', 'zh'] as const)('planCaseOf is the inverse of printing, for every case of a cohort (%s)', language => {
  const specialty = loadSpecialty('infertility', '.', language)
  for (const { record } of syntheticCases({ couples: 60, seed: 3 })) {
    const read = planCaseOf(
      caseSheetOf(specialty, record.fields),
      planSheetOf(specialty, record.decision, ''),
      specialty,
    )
    const recorded = Object.fromEntries(specialty.fields.map(({ name }) => [name, record.fields[name] ?? null]))
    expect(read.fields).toEqual(recorded)
    expect(read.plan).toEqual(record.decision)
  }
})

test('planCaseOf reads the other unit system, thousands and what was not done', () => {
  const specialty = loadSpecialty('infertility', '.')
  const row = (field: string, value: string, unit: string) => ({ field, label: '', value, unit, mark: null, usual: '' })
  const rows = [row('amh', '7.14', 'pmol/L'), row('prolactin', '1,060', 'mIU/L'), row('tsh', 'Not done', '')]
  const { fields } = planCaseOf({ groups: [{ title: '', rows }] }, { reasoning: '', decisions: [] }, specialty)
  expect(fields.amh).toBeCloseTo(1)
  expect(fields.prolactin).toBeCloseTo(50)
  expect(fields.tsh).toBe(NOT_DONE)
  // A unit that the field does not have is no value.
  const [odd] = [
    planCaseOf({ groups: [{ title: '', rows: [row('amh', '7', 'g')] }] }, { reasoning: '', decisions: [] }, specialty),
  ]
  expect(odd.fields.amh).toBeNull()
})

test.each(['en', 'zh'] as const)(
  'readPlan finds gold reasons better than shallow ones in every respect (%s)',
  language => {
    const specialty = loadSpecialty('infertility', '.', language)
    const sums = { gold: [0, 0, 0, 0], shallow: [0, 0, 0, 0] }
    for (const { record } of syntheticCases({ couples: 60, seed: 5 })) {
      for (const depth of ['gold', 'shallow'] as const) {
        const text = specialty.explain!(record.fields, record.decision, { depth, random: randomStream(1, depth) })
        const reading = readPlan(
          caseSheetOf(specialty, record.fields),
          planSheetOf(specialty, record.decision, text),
          specialty,
        )
        // Every number of a text that is made from the record is of the record, the plan or a rule.
        expect(reading.numbers.filter(({ origin }) => origin === 'nowhere')).toEqual([])
        sums[depth][0] += reading.decisions.filter(({ reasoned }) => reasoned).length
        sums[depth][1] += reading.keyFields.filter(({ used }) => used).length
        sums[depth][2] += reading.numbers.length
        sums[depth][3] += reading.words
      }
    }
    for (const [i, gold] of sums.gold.entries()) expect(gold).toBeGreaterThan(1.5 * sums.shallow[i])
  },
)

test('readPlan reads any text', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('1'.repeat(400), '10^6^6', '5 IU/dayy'),
  )
  const row = fc.record({
    field: fc.oneof(fc.constantFrom('amh', 'femaleAge', 'pcos', '__proto__', 'constructor'), text),
    label: text,
    value: text,
    unit: text,
    mark: fc.constant(null),
    usual: text,
  })
  const decision = fc.record({
    layer: fc.oneof(fc.constantFrom('strategy', 'startingDose', '__proto__'), text),
    group: text,
    label: text,
    value: fc.option(text),
  })
  for (const specialty of [cyclePlan, loadSpecialty('infertility', '.'), loadSpecialty('infertility', '.', 'zh')]) {
    fc.assert(
      fc.property(fc.array(row), fc.array(decision), text, (rows, decisions, reasoning) => {
        const reading = readPlan({ groups: [{ title: '', rows }] }, { reasoning, decisions }, specialty)
        expect(reading.decisions.length).toBeLessThanOrEqual(decisions.length)
      }),
      { numRuns: 150, seed: 11 },
    )
  }
})

test('planCaseOf reads rows that stand for several fields', () => {
  const specialty = loadSpecialty('infertility', '.')
  const row = (field: string, fields: readonly string[]) => ({
    ...{ field, fields, label: '', value: 'any words', unit: '', mark: null, usual: '' },
  })
  const rows = [
    row('unremarkable', ['hyperandrogenism', 'uterus']),
    row('not-done', ['amh']),
    row('not-recorded', ['bmi']),
  ]
  const { fields } = planCaseOf({ groups: [{ title: '', rows }] }, { reasoning: '', decisions: [] }, specialty)
  expect([fields.hyperandrogenism, fields.uterus, fields.amh, fields.bmi]).toEqual([false, 'normal', NOT_DONE, null])
})
