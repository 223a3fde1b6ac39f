import { expect, test } from 'vitest'
import { infertilityIn } from '../../specialty/infertility/index.ts'
import { applicableLayers, type FieldValue, type Plan, type Specialty } from '../../specialty/index.ts'
import { randomStream } from '../../support/index.ts'
import { renderCompletion } from '../render.ts'
import { kindOf, rationaleChecks } from './check-rationale.ts'

const specialty: Specialty = {
  name: 'invented',
  title: 'Invented',
  instruction: 'Decide.',
  fields: [
    { name: 'age', label: 'Age', type: 'number', range: [18, 55], unit: 'y' },
    {
      name: 'amh',
      label: 'AMH',
      type: 'number',
      range: [0, 30],
      unit: 'ng/mL',
      otherUnit: { unit: 'pmol/L', factor: 7.14 },
    },
    { name: 'fsh', label: 'FSH', type: 'number', range: [0, 100], unit: 'IU/L' },
    { name: 'basalFsh', label: 'Basal FSH', type: 'number', range: [0, 100], unit: 'IU/L' },
    { name: 'bmi', label: 'BMI', type: 'number', range: [10, 70], unit: 'kg/m2' },
    { name: 'stage', label: 'Stage', type: 'category', values: ['1', '4'] },
  ],
  decisionLayers: [
    { name: 'dose', label: 'Dose', type: 'numeric', options: [], range: [100, 300], step: 25, unit: 'IU/day' },
    { name: 'trigger', label: 'Trigger', type: 'nominal', options: ['hCG 5,000 IU', 'agonist'] },
  ],
  outcomes: [],
  baselineFields: [],
  vocabulary: () => ['AMH 1.2 marks a low reserve', 'from 35 years on the dose is higher'],
}
const checks = rationaleChecks(specialty)
const of = {
  fields: { age: 36, amh: 0.94, fsh: null, basalFsh: 9.2, bmi: 23.5, stage: '4' } as Record<string, FieldValue>,
  decision: { dose: 225, trigger: 'agonist' } as Plan,
}

test.each([
  'Age 36 y, AMH 0.94 ng/mL (6.71 pmol/L), basal FSH 9.2: dose 225 IU/day.',
  'AMH 0.9 ng/mL, 6.7 pmol/L, BMI 23.5 kg/m2, basal FSH 9.',
  'Stage 4 disease, hCG 5000 IU was rejected.',
  'Over 35 the dose is higher. AMH 1.2 marks a low reserve.',
  'AMH below 1.2, age 35 or older, age 35-36.',
  'Thirty-six years old; 三十六岁, AMH 为 0.9, 剂量２２５。',
  'As from 35 years on, at over 35, 35 or more.',
  'No number at all.',
])('rationaleChecks accepts %s', text => {
  expect(checks.text(of, text)).toEqual([])
})

test.each([
  ['AFC 7 speaks for it.', ['number not in the record: 7']],
  ['AMH 2.5 ng/mL.', ['number not in the record: 2.5', 'value differs from the record: AMH']],
  // 9.2 is in the record, but it is not the AMH; 1.2 is in a rule, but it is not beside this unit there.
  ['AMH of 9.2.', ['value differs from the record: AMH']],
  ['AMH: 1.2 ng/mL.', ['number not in the record: 1.2', 'value differs from the record: AMH']],
  // A comparison must hold of what is recorded.
  ['BMI over 35 kg/m2.', ['value differs from the record: BMI']],
  ['Her BMI is higher than 35.', ['value differs from the record: BMI']],
  ['Age低于35。', ['value differs from the record: Age']],
  ['FSH above 35.', ['value that is not recorded: FSH']],
  ['At 35 she is young.', ['number not in the record: 35']],
  ['FSH 9.2.', ['value that is not recorded: FSH']],
  // 6.71 pmol/L is 6.7 there, but not 7: too coarse for a number that nobody has seen in the record.
  ['AMH 7 pmol/L.', ['number not in the record: 7', 'value differs from the record: AMH']],
  ['AMH 0.8.', ['number not in the record: 0.8', 'value differs from the record: AMH']],
  ['四十二岁。', ['number not in the record: 四十二']],
  ['seven cycles failed', ['number not in the record: seven']],
] as const)('rationaleChecks finds fault with %s', (text, reasons) => {
  expect(checks.text(of, text)).toEqual(reasons)
})

const answer = (plan: Plan, reasoning: string | null) => ({
  text: renderCompletion(specialty, plan, reasoning)[0].content,
  finish: 'end' as const,
})

test('rationaleChecks(answer) wants reasons, and the recorded plan repeated', () => {
  expect(checks.answer(of, answer(of.decision, 'AMH 0.9.'))).toEqual({ text: 'AMH 0.9.', reasons: [] })
  expect(checks.answer(of, answer({ dose: 250, trigger: 'agonist' }, 'AMH 0.9.')).reasons).toEqual([
    'decision differs: Dose',
  ])
  expect(checks.answer(of, answer(of.decision, null)).reasons).toEqual(['no reasons: nothing stands before the plan'])
  expect(checks.answer(of, { text: 'AMH 0.9.', finish: 'end' }).reasons.map(kindOf)).toEqual(['plan not readable'])
  const cut = { ...answer(of.decision, 'AMH 0.9.'), finish: 'length' as const }
  expect(checks.answer(of, cut).reasons.map(kindOf)).toEqual(['cut off'])
})

const couples: readonly Record<string, FieldValue>[] = [
  {},
  {
    femaleAge: 36,
    infertilityDuration: 4,
    infertilityType: 'secondary',
    amh: 0.9,
    afc: 4,
    basalFsh: 9.2,
    cyclePattern: 'regular',
    tubalStatus: 'both blocked',
    spermConcentration: 12,
    progressiveMotility: 25,
    previousIvfCycles: 1,
    protocolAtLastCycle: 'long agonist',
    doseAtLastCycle: 225,
    eggsAtLastCycle: 3,
    wantsFreshTransfer: true,
  },
  { femaleAge: 27, amh: 8.4, afc: 30, pcos: true, iuiCycles: 3, basalFsh: 5.1, endometriomaSize: 2.5 },
]

test.each(['en', 'zh'] as const)('the reasons that infertility gives for a plan pass its own check (%s)', language => {
  const infertility = infertilityIn(language)
  const own = rationaleChecks(infertility)
  for (const fields of couples) {
    const decision: Record<string, string | number> = {}
    for (const { name } of infertility.decisionLayers) {
      if (applicableLayers(infertility, decision).some(layer => layer.name === name)) {
        decision[name] = infertility.admissible!(name, fields, decision)[0]
      }
    }
    const text = infertility.explain!(fields, decision, { depth: 'gold', random: randomStream(1, 'test') })
    expect(text.length).toBeGreaterThan(80)
    expect(own.text({ fields, decision }, text)).toEqual([])
  }
})
