import { expect, test } from 'vitest'
import { randomStream } from '../../../support/index.ts'
import { applicableLayers, type FieldValue, type Plan } from '../../specialty.ts'
import { admissibleSet } from '../admissible.ts'
import { deriveFacts } from '../derived/facts.ts'
import { infertility } from '../infertility.ts'
import { infertilityRules } from '../rules/index.ts'
import { explainPlan } from './index.ts'

const fields: Readonly<Record<string, FieldValue>> = {
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
}

/** The plan that takes the first admissible option at every layer. */
function firstPlan(of: typeof fields): Plan {
  const plan: Record<string, string | number> = {}
  for (const { name } of infertility.decisionLayers) {
    if (applicableLayers(infertility, plan).some(layer => layer.name === name)) {
      plan[name] = admissibleSet(name, of, plan).options[0]
    }
  }
  return plan
}

const explain = (
  depth: 'gold' | 'shallow',
  language: 'en' | 'zh' = 'en',
  departures: readonly string[] = [],
  of: typeof fields = fields,
) =>
  explainPlan({
    fields: of,
    plan: firstPlan(of),
    facts: deriveFacts(of),
    depth,
    language,
    departures,
    random: randomStream(1, 'explanation'),
  })

test('explainPlan(gold) goes from summary to reserve, semen, past, decisions with rules, alternative, risk and gaps', () => {
  const text = explain('gold')
  const parts = [
    '36-year-old woman, secondary infertility for 4 years: tubal factor',
    'AMH 0.9 ng/mL, AFC 4 and basal FSH 9.2 IU/L: a low response is expected (POSEIDON 4)',
    'Sperm concentration 12 M/mL and progressive motility 25 %: reduced semen',
    'eggs at last cycle 3',
    'Strategy IVF, as without an open tube only IVF can help',
    'Starting dose 275 IU/day, as after 3 eggs or fewer the dose goes up by 50-75 IU',
    'PPOS was rejected',
    'The cycle may be cancelled',
    'To be completed: TSH, prolactin and infection screen',
    'Wishes a fresh transfer',
  ]
  const places = parts.map(part => text.indexOf(part))
  expect(places.every(place => place >= 0)).toBe(true)
  expect([...places].sort((a, b) => a - b)).toEqual(places)
})

test('explainPlan(gold, zh) says the same in Chinese, with every decision named', () => {
  const text = explain('gold', 'zh')
  expect(text).toContain('女方36岁，继发不孕4年')
  expect(text).toContain('预计低反应(POSEIDON 4)')
  expect(text).toContain('助孕策略体外受精：无通畅输卵管者须行IVF')
  expect(text).not.toMatch(/[a-z]{6,} [a-z]{3,}/)
})

test('explainPlan(shallow) is short and gives no reason', () => {
  const text = explain('shallow')
  expect(text.length).toBeLessThan(explain('gold').length / 3)
  expect(text).not.toContain(', as ')
})

test('explainPlan names a departure instead of a rule', () => {
  expect(explain('gold', 'en', ['trigger'])).toMatch(/Trigger .*, although the usual choice would be/)
})

const numbersIn = (text: string): string[] => text.match(/\d+(?:[.,]\d+)*/g) ?? []

test.each(['en', 'zh'] as const)(
  'every number of explainPlan(%s) is in the record, in the plan or in a rule',
  language => {
    const known = new Set([
      ...numbersIn(JSON.stringify(fields)),
      ...numbersIn(JSON.stringify(firstPlan(fields))),
      ...infertilityRules.flatMap(({ says }) => [...numbersIn(says.en), ...numbersIn(says.zh)]),
      ...infertility.decisionLayers.flatMap(({ options }) => options.flatMap(numbersIn)),
      ...numbersIn('hCG 10000 IU 5000 IU 250'),
      String(deriveFacts(fields).poseidon),
    ])
    expect(numbersIn(explain('gold', language)).filter(number => !known.has(number))).toEqual([])
  },
)

test('explainPlan(empty record) says what it does not know', () => {
  const text = explain('gold', 'en', [], {})
  expect(text).toContain('Woman of unrecorded age')
  expect(text).toContain('No reserve marker is recorded')
})

test('explainPlan never gives a rule that prefers another option as the reason', () => {
  const random = randomStream(1, 'reasons')
  const fields = { femaleAge: 33, amh: 2.5, afc: 12, cyclePattern: 'regular', jurisdiction: 'EU' }
  const explain = (plan: Plan) =>
    explainPlan({ fields, plan, facts: deriveFacts(fields), depth: 'gold', language: 'en', departures: [], random })
  const text = explain({ strategy: 'IVF', protocol: 'long agonist', transfer: 'fresh, day 3', embryos: '2' })
  expect(text).toContain('Protocol long agonist')
  expect(text).not.toContain('is recommended over an agonist')
  expect(text).not.toContain('Embryos to transfer 2, as')
  expect(explain({ strategy: 'IVF', protocol: 'antagonist' })).toContain('is recommended over an agonist')
})

test('explainPlan says what is treated first, with its number', () => {
  const fields = { femaleAge: 33, prolactin: 140, acuteInfection: true }
  const facts = deriveFacts(fields)
  const random = randomStream(1, 'reasons')
  const plan = { strategy: 'treat first' }
  const given = { fields, plan, facts, depth: 'gold', departures: [], random } as const
  expect(explainPlan({ ...given, language: 'en' })).toContain(
    'To be treated or cleared first: the raised prolactin (prolactin 140 ng/mL) and an acute infection.',
  )
  expect(explainPlan({ ...given, language: 'zh' })).toContain('须先处理：高泌乳素血症')
})
