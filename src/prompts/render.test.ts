import { expect, test } from 'vitest'
import type { FieldValue, Specialty } from '../specialty/index.ts'
import { InputError } from '../support/index.ts'
import { renderCompletion, renderPrompt } from './render.ts'

const specialty: Specialty = {
  name: 'register',
  title: 'A register',
  instruction: 'Plan this cycle.',
  fields: [
    { name: 'age', label: 'Age', type: 'number', range: [18, 55], unit: 'y' },
    { name: 'pcos', label: 'PCOS', type: 'flag' },
    { name: 'tubes', label: 'Tubes', type: 'category', values: ['patent', 'blocked'] },
  ],
  decisionLayers: [
    { name: 'dose', label: 'Dose', type: 'numeric', options: [], range: [100, 300], step: 25, unit: 'IU/day' },
    { name: 'transfer', label: 'Transfer', type: 'nominal', options: ['fresh', 'freeze-all'] },
    {
      name: 'embryos',
      label: 'Embryos',
      type: 'ordinal',
      options: ['1', '2'],
      appliesWhen: { layer: 'transfer', values: ['fresh'] },
    },
  ],
  outcomes: ['liveBirth'],
  baselineFields: [],
}
const prompt = (fields: Readonly<Record<string, FieldValue>>) => renderPrompt(specialty, { fields })[0].content

test('renderPrompt states the task, the form of the plan and the recorded fields with their units', () => {
  expect(renderPrompt(specialty, { fields: { age: 34, pcos: false, tubes: 'blocked' } })).toEqual([
    {
      role: 'user',
      content: [
        'Plan this cycle.',
        '<plan>',
        'Dose: 100-300 IU/day, step 25',
        'Transfer: fresh | freeze-all',
        'Embryos: 1 | 2 (if Transfer: fresh)',
        '</plan>',
        'Age: 34 y',
        'PCOS: no',
        'Tubes: blocked',
      ].join('\n'),
    },
  ])
})

test('renderPrompt(field null or absent) leaves its line out, and a flag that is false is not left out', () => {
  expect(prompt({ age: null, pcos: true })).toMatch(/<\/plan>\nPCOS: yes$/)
  expect(prompt({ age: 0, pcos: false })).toMatch(/Age: 0 y\nPCOS: no$/)
})

test('renderPrompt(record with outcomes, decision and reasoning) prints declared fields only', () => {
  const fields = { age: 34, liveBirth: 'yes-outcome', eggsRetrieved: 987 }
  const record = {
    recordId: 'id-secret',
    coupleId: 'couple-secret',
    fields,
    decision: { dose: 275 },
    reasoning: 'reasoning-secret',
    synthetic: true,
    liveBirth: 'yes-outcome',
  }
  expect(renderPrompt(specialty, record)).toEqual(renderPrompt(specialty, { fields: { age: 34 } }))
})

test('renderCompletion states reasoning, a blank line and one line per applicable layer', () => {
  expect(renderCompletion(specialty, { dose: 150, transfer: 'fresh', embryos: '2' }, ' Because.\r\nSo. ')).toEqual([
    {
      role: 'assistant',
      content: 'Because.\nSo.\n\n<plan>\nDose: 150 IU/day\nTransfer: fresh\nEmbryos: 2\n</plan>',
    },
  ])
  const alone = '<plan>\nDose: 150 IU/day\nTransfer: freeze-all\n</plan>'
  for (const reasoning of [null, '', ' \n']) {
    expect(renderCompletion(specialty, { dose: 150, transfer: 'freeze-all' }, reasoning)[0].content).toBe(alone)
  }
})

test('renderCompletion(reasoning with a line of the block) is refused without quoting the record', () => {
  const plan = { dose: 150, transfer: 'freeze-all' }
  for (const line of ['<plan>', ' </plan> ']) {
    const render = () => renderCompletion(specialty, plan, `secret\n${line}\nmore`)
    expect(render).toThrow(InputError)
    expect(render).toThrow(/^field "reasoning": expected reasoning text, got a line "<\/?plan>"/)
    expect(render).not.toThrow(/secret/)
  }
  // Inside a line the words do no harm.
  expect(renderCompletion(specialty, plan, 'a <plan> b')[0].content).toMatch(/^a <plan> b\n\n<plan>\n/)
})

test('renderCompletion(applicable layer without a value) is refused', () => {
  expect(() => renderCompletion(specialty, { dose: 150, transfer: 'fresh' }, null)).toThrow(/field "embryos"/)
})

const amh = {
  name: 'amh',
  label: 'AMH',
  type: 'number',
  range: [0.01, 30],
  unit: 'ng/mL',
  otherUnit: { unit: 'pmol/L', factor: 7.14 },
  expected: true,
} as const
const withMarkers: Specialty = {
  ...specialty,
  fields: [
    ...specialty.fields,
    amh,
    { name: 'scar', label: 'Scar', type: 'flag', unsaid: false },
    { name: 'fragmentation', label: 'Fragmentation', type: 'number', range: [0, 100], unit: '%' },
  ],
}
const markers = (fields: Readonly<Record<string, FieldValue>>, units: 'conventional' | 'other' = 'conventional') =>
  renderPrompt(withMarkers, { fields }, { units, values: 'all', options: 'unlisted' })[0].content

test('renderPrompt(unlisted) leaves the options out', () => {
  expect(markers({ age: 34, amh: 2 })).toBe('Plan this cycle.\nAge: 34 y\nAMH: 2 ng/mL')
})

test('renderPrompt(other units) converts what has a second unit, to three digits, and nothing else', () => {
  // 2.03 x 7.14 = 14.4942.
  expect(markers({ age: 34, amh: 2.03 }, 'other')).toBe('Plan this cycle.\nAge: 34 y\nAMH: 14.5 pmol/L')
})

test('renderPrompt leaves the unremarkable unsaid, and tells not recorded from not done', () => {
  expect(markers({ amh: null, scar: false, fragmentation: 'not done' })).toBe(
    'Plan this cycle.\nNot recorded: AMH\nNot done: Fragmentation',
  )
  expect(markers({ amh: 'not done', scar: null, fragmentation: null })).toBe('Plan this cycle.\nNot done: AMH')
  expect(markers({ amh: 1, scar: true })).toContain('Scar: yes')
})

test('renderPrompt(notable values) leaves a number in its usual range unsaid, bounds included, and never calls it missing', () => {
  const usual: Specialty = { ...withMarkers, fields: [{ ...amh, usual: [1, 3] }] }
  const brief = (value: FieldValue) =>
    renderPrompt(
      usual,
      { fields: { amh: value } },
      { units: 'conventional', values: 'notable', options: 'unlisted' },
    )[0].content
  expect([brief(1), brief(3)]).toEqual(['Plan this cycle.', 'Plan this cycle.'])
  expect(brief(0.9)).toContain('AMH: 0.9 ng/mL')
  expect(brief(null)).toContain('Not recorded: AMH')
})
