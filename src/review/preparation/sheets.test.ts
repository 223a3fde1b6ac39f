/** @file Sheets of cases and plans: nothing that the prompt lacks, and one form for every source. SYNTHETIC couples. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderCompletion } from '../../prompts/index.ts'
import { NOT_DONE } from '../../specialty/index.ts'
import { planCaseOf } from '../reading/index.ts'
import { caseSheet } from './case-sheet.ts'
import { syntheticStudy } from './fixtures/synthetic-study.ts'
import { decisionRows, planSheet } from './plan-sheet.ts'

const english = syntheticStudy({ cases: 30 })
const chinese = syntheticStudy({ cases: 30, language: 'zh' })
const studies = [english, chinese]

const numbersOf = (text: string) => (text.match(/\d+(?:\.\d+)?/g) ?? []).map(Number)

test('caseSheet holds every field of the specialty once, and no other', () => {
  for (const { specialty, test: rows } of studies) {
    for (const { fields } of rows) {
      const shown = caseSheet(specialty, fields, 'conventional').groups.flatMap(({ rows: own }) =>
        own.flatMap(row => row.fields ?? [row.field]),
      )
      expect(shown.toSorted()).toEqual(specialty.fields.map(({ name }) => name).sort())
    }
  }
})

test('caseSheet shows no number that the prompt row lacks', () => {
  for (const { specialty, test: rows } of studies) {
    const ofLabels = new Set(
      specialty.fields.flatMap(({ label, values = [], valueLabels = {} }) =>
        [label, ...values, ...Object.values(valueLabels)].flatMap(numbersOf),
      ),
    )
    for (const { fields } of rows) {
      const known = new Set(Object.values(fields).flatMap(value => numbersOf(String(value))))
      const values = caseSheet(specialty, fields, 'conventional').groups.flatMap(({ rows: own }) =>
        own.map(row => row.value),
      )
      expect(values.flatMap(numbersOf).filter(number => !known.has(number) && !ofLabels.has(number))).toEqual([])
    }
  }
})

test('caseSheet can be read back: what is unremarkable, not done and not recorded is told apart', () => {
  for (const { specialty, test: rows } of studies) {
    for (const { fields } of rows) {
      const sheet = caseSheet(specialty, fields, 'conventional')
      const read = planCaseOf(sheet, { reasoning: '', decisions: [] }, specialty).fields
      for (const { name, type } of specialty.fields) {
        // A category that was not examined reads as one of its own values where it has such a word.
        if (type === 'category' && fields[name] === NOT_DONE) continue
        expect([name, read[name]]).toEqual([name, fields[name] ?? null])
      }
    }
  }
})

test('caseSheet marks what is outside of the usual range or remarkable, and says what is not recorded or not done', () => {
  const { specialty } = english
  const fields = {
    tsh: 6.1,
    basalLh: 0.5,
    prolactin: 12,
    pcos: true,
    amh: null,
    afc: NOT_DONE,
    parity: 2,
    freeT4: NOT_DONE,
  }
  const all = Object.fromEntries(specialty.fields.map(({ name }) => [name, null]))
  const rows = new Map(
    caseSheet(specialty, { ...all, ...fields }, 'conventional').groups.flatMap(group =>
      group.rows.filter(({ fields: several }) => several === undefined).map(row => [row.field, row]),
    ),
  )
  expect(rows.get('tsh')).toMatchObject({ value: '6.1', unit: 'mIU/L', mark: 'high', usual: '0.4 to 4' })
  expect(rows.get('basalLh')).toMatchObject({ mark: 'low' })
  expect(rows.get('prolactin')).toMatchObject({ mark: null, usual: '≤ 25' })
  expect(rows.get('pcos')).toMatchObject({ value: 'yes', mark: 'abnormal' })
  expect(rows.get('amh')).toMatchObject({ value: 'not recorded', mark: null })
  expect(rows.get('afc')).toMatchObject({ value: 'not done' })
  expect(rows.get('parity')).toMatchObject({ value: '2', mark: null })
  // Nobody looks for it: it is named at the end of its group.
  expect(rows.has('freeT4')).toBe(false)
})

test('caseSheet follows the units of the prompts', () => {
  const { specialty } = english
  const all = Object.fromEntries(specialty.fields.map(({ name }) => [name, null]))
  const sheet = caseSheet(specialty, { ...all, amh: 2, prolactin: 50 }, 'other')
  const rows = new Map(sheet.groups.flatMap(({ rows: own }) => own.map(row => [row.field, row])))
  // 2 ng/mL x 7.14 = 14.28, three digits; 25 ng/mL x 21.2 = 530.
  expect(rows.get('amh')).toMatchObject({ value: '14.3', unit: 'pmol/L' })
  expect(rows.get('prolactin')).toMatchObject({ value: '1060', unit: 'mIU/L', usual: '≤ 530', mark: 'high' })
})

test('sheets of the arms of a case differ in no key, order or heading, whatever an arm wrote', () => {
  const { specialty, test: rows } = english
  const form = (text: string) => {
    const { sheet } = planSheet(specialty, text)
    const decisions = sheet.decisions.map(row => [Object.keys(row), row.layer, row.group, row.label])
    return JSON.stringify([Object.keys(sheet), decisions])
  }
  const expected = form(rows[0].completion[0].content)
  const pieces = [
    ...rows.slice(0, 6).flatMap(row => row.completion[0].content.split('\n')),
    '<plan>',
    '</plan>',
    '## Plan',
    '- **Strategy:** IVF',
    '```',
    '',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), lines => {
      expect(form(lines.join('\n'))).toBe(expected)
    }),
    { numRuns: 300, seed: 20261128 },
  )
  for (const { prepared } of studies) {
    const forms = prepared.plans.map(({ sheet }) =>
      JSON.stringify([
        Object.keys(sheet),
        sheet.decisions.map(row => [Object.keys(row), row.layer, row.group, row.label]),
      ]),
    )
    expect(new Set(forms).size).toBe(1)
  }
})

test('the recorded decision and a model that says the same have the same sheet', () => {
  for (const { prepared } of studies) {
    const sheetOf = new Map(prepared.plans.map(({ textId, sheet }) => [textId, sheet]))
    for (const { caseId } of prepared.cases) {
      expect(sheetOf.get(`${caseId}/physician`)).toEqual(sheetOf.get(`${caseId}/sft`))
    }
    expect(prepared.summary.casesWithEqualPlans).toBe(prepared.cases.length)
  }
})

test('planSheet shows what can be read of a broken plan, and says what does not apply', () => {
  const { specialty, test: rows } = english
  const [{ content }] = rows[0].completion
  const lines = content.split('\n')
  const broken = lines.map(line => (line.startsWith('Strategy:') ? 'Strategy: something else' : line)).join('\n')
  const strategy = planSheet(specialty, broken).sheet.decisions
  expect(strategy[0]).toMatchObject({ layer: 'strategy', value: null, applies: true })
  expect(strategy.filter(({ value }) => value === null).length).toBeLessThan(strategy.length)
  const whole = planSheet(specialty, content)
  expect(whole.unreadable).toBe(0)
  expect(whole.sheet.decisions.some(({ value, applies }) => value === 'does not apply' && applies === false)).toBe(true)
  const none = planSheet(specialty, 'I am not sure.')
  expect(none.sheet).toEqual({ reasoning: 'I am not sure.', decisions: decisionRows(specialty, {}) })
  expect(none.unreadable).toBeGreaterThan(0)
})

test('planSheet keeps reasons that stand behind the plan, and no word of the block', () => {
  const { specialty, test: rows } = english
  const [{ content }] = renderCompletion(specialty, rows[0].reference_plan, 'Before.')
  const { sheet, done } = planSheet(specialty, `${content}\nAfter it.\n</plan>`)
  expect(sheet.reasoning).toBe('Before. After it.')
  expect(done).toContain('text after the plan')
})
