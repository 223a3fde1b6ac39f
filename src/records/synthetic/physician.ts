/** @file The synthetic physician: decides within the admissible set by a clinic's habits, and at times departs from it. */
import type { DecisionLayer, FieldValue, Plan } from '../../specialty/index.ts'
import {
  type AdmissibleSet,
  admissibleSet,
  type DerivedFacts,
  deriveFacts,
  infertility,
  layerOptions,
} from '../../specialty/infertility/index.ts'
import type { RandomStream } from '../../support/index.ts'
import type { Clinic } from './clinic.ts'
import { chance } from './draws.ts'
import { habitWeight, type Situation } from './habits.ts'

type Fields = Readonly<Record<string, FieldValue>>
type Value = string | number

/** A plan with what was left open at each layer. */
export interface Decided {
  readonly plan: Plan
  readonly facts: DerivedFacts
  readonly admissible: ReadonlyMap<string, AdmissibleSet>
  /** Layers at which the plan departs from the admissible set: at most one. */
  readonly departures: readonly string[]
}

const layers = infertility.decisionLayers
const conditions = layers.map(
  ({ appliesWhen }) => appliesWhen && { ...appliesWhen, values: new Set(appliesWhen.values) },
)
const everyOption: ReadonlyMap<string, readonly Value[]> = new Map(
  layers.map(layer => [layer.name, layerOptions(layer)]),
)

/** An option by its weight; the last when all weights are 0. */
function pick(random: RandomStream, options: readonly Value[], weightOf: (option: Value) => number): Value {
  const weighed = options.map(weightOf)
  let left = random.uniform() * weighed.reduce((sum, weight) => sum + weight, 0)
  for (let i = 0; i < options.length; i++) {
    left -= weighed[i]
    if (left < 0) return options[i]
  }
  return options[options.length - 1]
}

/** By the clinic's habit, or in a few cases by a doctor's own preference, which no habit weighs but for odd doses. */
function choose(
  random: RandomStream,
  layer: DecisionLayer,
  { options, fired }: AdmissibleSet,
  situation: Situation,
): Value {
  if (options.length === 1) return options[0]
  const habit = (option: Value) => habitWeight(layer.name, option, situation)
  const recommended = fired.find(
    ({ recommends }) => recommends !== undefined && options.includes(recommends),
  )?.recommends
  const liked = (option: Value) => habit(option) * (option === recommended && layer.name !== 'protocol' ? 1.5 : 1)
  const { firmness } = situation.clinic
  if (firmness !== 1) return pick(random, options, option => liked(option) ** firmness)
  // A doctor who goes own ways still does what the clinic does at times: the square root flattens the habit.
  return pick(
    random,
    options,
    chance(random, situation.clinic.doctorNoise) ? option => Math.sqrt(habit(option)) : liked,
  )
}

/** Decides the layers from number `start` on, with what `plan` says already. */
function decideFrom(
  random: RandomStream,
  start: number,
  plan: Record<string, Value>,
  admissible: Map<string, AdmissibleSet>,
  given: Omit<Situation, 'plan'>,
  only?: ReadonlySet<string>,
): void {
  const situation: Situation = { ...given, plan }
  for (let i = start; i < layers.length; i++) {
    const layer = layers[i]
    const condition = conditions[i]
    if (condition) {
      const value = plan[condition.layer]
      if (value === undefined || !condition.values.has(String(value))) continue
    }
    if (plan[layer.name] !== undefined || (only && !only.has(layer.name))) continue
    const set = admissibleSet(layer.name, given.fields, plan, given.facts)
    admissible.set(layer.name, set)
    plan[layer.name] = choose(random, layer, set, situation)
  }
}

/** Layers of a departure with how often each is taken: slips of a dose, missed contraindications, fashions. */
const departing: readonly (readonly [layer: string, weight: number])[] = [
  ['startingDose', 10],
  ['oralDose', 4],
  ['protocol', 4],
  ['trigger', 5],
  ['transfer', 4],
  ['fertilisation', 5],
  ['adjuvant', 5],
  ['embryos', 3],
  ['progesteroneDays', 3],
  ['lutealSupport', 2],
]

/** Values outside the set that a busy doctor may write: near doses (or a vial more), any other option of a layer. */
function outsideOf(layer: string, set: AdmissibleSet, value: Value): readonly Value[] {
  const outside = (everyOption.get(layer) ?? []).filter(option => !set.options.includes(option))
  if (layer === 'startingDose')
    return outside.filter(option => [25, 50, 75, 150].includes(Math.abs(Number(option) - Number(value))))
  if (layer === 'oralDose') return outside.filter(option => [2, 0.5, 10].includes(Number(option) / Number(value)))
  if (layer === 'transfer')
    return outside.filter(option => String(option).startsWith('frozen') === String(value).startsWith('frozen'))
  return outside
}

/** Strategies that a doctor may take up too early, against a finding that forbids them. */
const tooEarly = ['IVF', 'IUI', 'ovulation induction']

/** Turns a plan into one that departs at one layer and goes on from there; null where nothing lies outside. */
function depart(random: RandomStream, whole: Decided, given: Omit<Situation, 'plan'>): Decided | null {
  const possible = departing.filter(([layer]) => {
    const set = whole.admissible.get(layer)
    return set && outsideOf(layer, set, whole.plan[layer]).length > 0
  })
  const strategies = whole.admissible.get('strategy')?.options ?? []
  const early = tooEarly.filter(option => !strategies.includes(option))
  const missed = given.facts.treatFirst || given.facts.surgeryFirst || possible.length === 0
  const layer =
    missed && early.length > 0
      ? 'strategy'
      : possible.length === 0
        ? null
        : String(
            pick(
              random,
              possible.map(([name]) => name),
              name => possible.find(([other]) => other === name)?.[1] ?? 0,
            ),
          )
  if (layer === null) return null
  const at = layers.findIndex(({ name }) => name === layer)
  const set = whole.admissible.get(layer) as AdmissibleSet
  const outside = layer === 'strategy' ? early : outsideOf(layer, set, whole.plan[layer])
  const plan: Record<string, Value> = {}
  const admissible = new Map<string, AdmissibleSet>()
  for (const { name } of layers.slice(0, at)) {
    if (whole.plan[name] === undefined) continue
    plan[name] = whole.plan[name]
    admissible.set(name, whole.admissible.get(name) as AdmissibleSet)
  }
  plan[layer] = pick(random, outside, option => habitWeight(layer, option, { ...given, plan }) + 0.05)
  admissible.set(layer, set)
  decideFrom(random, at + 1, plan, admissible, given)
  return { plan, facts: whole.facts, admissible, departures: [layer] }
}

/**
 * Decides all applicable layers of a recorded case, in order. In a share of the records the plan departs at one layer
 * (reference notes 2.7: transcription slips, missed contraindications, fashion), so that physicians can be beaten.
 */
export function decide(random: RandomStream, fields: Fields, clinic: Clinic, departureShare: number): Decided {
  const facts = deriveFacts(fields)
  const given = { fields, facts, clinic }
  const plan: Record<string, Value> = {}
  const admissible = new Map<string, AdmissibleSet>()
  const departs = chance(random, departureShare)
  decideFrom(random, 0, plan, admissible, given)
  const whole: Decided = { plan, facts, admissible, departures: [] }
  return (departs ? depart(random, whole, given) : null) ?? whole
}

/** Layers of which a past cycle needs the value. */
const ofPastCycle = new Set([
  'protocol',
  'suppression',
  'gonadotropin',
  'startingDose',
  'trigger',
  'spermSource',
  'fertilisation',
  'transfer',
  'embryos',
])

/** What the clinic would have planned for an IVF cycle at that time, within the rules. */
export function decidePastCycle(random: RandomStream, fields: Fields, clinic: Clinic): Plan {
  const plan: Record<string, Value> = { strategy: 'IVF' }
  decideFrom(random, 1, plan, new Map(), { fields, facts: deriveFacts(fields), clinic }, ofPastCycle)
  return plan
}
