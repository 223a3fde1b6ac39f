import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RandomStream, randomStream } from '../../../support/index.ts'
import { applicableLayers, type Field, type FieldValue, NOT_DONE, type Plan } from '../../specialty.ts'
import { layerOptions } from '../../layer-options.ts'
import { admissibleSet } from '../admissible.ts'
import { deriveFacts } from '../derived/facts.ts'
import { infertility } from '../infertility.ts'
import { explainPlan } from '../reasoning/index.ts'
import { planChecks } from './index.ts'

type Fields = Readonly<Record<string, FieldValue>>

const anyValue = ({ type, values, range = [0, 1], unit }: Field): fc.Arbitrary<FieldValue> => {
  const [low, high] = range
  const recorded: fc.Arbitrary<FieldValue> =
    type === 'flag'
      ? fc.boolean()
      : type === 'category'
        ? fc.constantFrom(...(values ?? []))
        : unit === undefined
          ? fc.integer({ min: Math.ceil(low), max: high })
          : fc.double({ min: low, max: high, noNaN: true })
  return fc.oneof({ weight: 4, arbitrary: recorded }, fc.constant(null), fc.constant(NOT_DONE))
}
const anyRecord = fc
  .record(Object.fromEntries(infertility.fields.map(field => [field.name, anyValue(field)])), {
    requiredKeys: [],
  })
  .map(fields => fields as Fields)
const anyPlan = fc
  .record(
    Object.fromEntries(infertility.decisionLayers.map(layer => [layer.name, fc.constantFrom(...layerOptions(layer))])),
    { requiredKeys: [] },
  )
  .map(plan => plan as Plan)
const anyReasoning = fc.oneof(fc.constant(null), fc.string())
const anyMonitoring = fc.option(fc.dictionary(fc.constantFrom('folliclesOver11mm', 'estradiolAtTrigger'), fc.nat()), {
  nil: undefined,
})

test('planChecks never throw, and say the same twice, on any record with any plan', () => {
  fc.assert(
    fc.property(anyRecord, anyPlan, anyReasoning, anyMonitoring, (fields, plan, reasoning, monitoring) => {
      const planCase = { fields, plan, reasoning, ...(monitoring && { monitoring }) }
      const fired = planChecks.map(check => check.fires(planCase))
      expect(planChecks.map(check => check.fires({ ...planCase, fields: { ...fields } }))).toEqual(fired)
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('planChecks say nothing about an empty record without a plan', () => {
  const planCase = { fields: {}, plan: {}, reasoning: null }
  expect(planChecks.filter(check => check.fires(planCase)).map(({ id }) => id)).toEqual([])
})

/** A recorded value of a field; mostly the unremarkable one where there is one. */
function randomValue({ type, values = [], range = [0, 1], unit, unsaid }: Field, random: RandomStream): FieldValue {
  const chance = random.uniform()
  if (chance < 0.06) return null
  if (chance < 0.1) return NOT_DONE
  if (unsaid !== undefined && chance < 0.9) return unsaid
  if (type === 'flag') return random.uniform() < 0.5
  if (type === 'category') return random.choose(values)
  const drawn = range[0] + random.uniform() * (range[1] - range[0])
  return unit === undefined ? Math.round(drawn) : Math.round(drawn * 10) / 10
}

/** Hormones of most couples, without which nearly every random record would have to be treated first. */
const usual: readonly (readonly [string, number, number])[] = [
  ['femaleAge', 22, 47],
  ['bmi', 18, 42],
  ['amh', 0.1, 7],
  ['afc', 1, 30],
  ['basalFsh', 4, 20],
  ['prolactin', 5, 24],
  ['tsh', 0.5, 6],
  ['freeT4', 0.9, 1.7],
  ['spermConcentration', 0, 80],
]

function randomRecord(random: RandomStream): Fields {
  const fields = Object.fromEntries(infertility.fields.map(field => [field.name, randomValue(field, random)]))
  for (const [name, low, high] of usual)
    if (typeof fields[name] === 'number')
      fields[name] = name === 'afc' ? low + random.integer(high) : low + random.uniform() * (high - low)
  return fields
}

function planByRules(fields: Fields, choose: (options: readonly (string | number)[]) => string | number): Plan {
  const facts = deriveFacts(fields)
  const plan: Record<string, string | number> = {}
  for (const { name } of infertility.decisionLayers)
    if (applicableLayers(infertility, plan).some(layer => layer.name === name))
      plan[name] = choose(admissibleSet(name, fields, plan, facts).options)
  return plan
}

/** Ids of the errors that fire on plans within the rules, with their gold reasons, of so many random records. */
function errorsOn(records: number, chooses: 'first' | 'random', language: 'en' | 'zh'): string[] {
  const ids = new Set<string>()
  for (let i = 0; i < records; i++) {
    const random = randomStream(7, 'record', i)
    const fields = randomRecord(random)
    const plan = planByRules(fields, options => (chooses === 'first' ? options[0] : random.choose(options)))
    const facts = deriveFacts(fields)
    const reasoning = explainPlan({ fields, plan, facts, depth: 'gold', language, departures: [], random })
    for (const check of planChecks)
      if (check.severity === 'error' && check.fires({ fields, plan, reasoning })) ids.add(check.id)
  }
  return [...ids].sort()
}

test.each([
  ['first', 'en'],
  ['random', 'en'],
  ['first', 'zh'],
  ['random', 'zh'],
] as const)('no error fires on plans within the rules (%s option, reasons in %s)', (chooses, language) => {
  expect(errorsOn(300, chooses, language)).toEqual([])
})
