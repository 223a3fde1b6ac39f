/** @file The synthetic physician: picks within the admissible set by a clinic's habit, and at times departs from it. */
import type { FieldValue, Plan } from '../../specialty/index.ts'
import {
  type AdmissibleSet,
  admissibleSet,
  responseThresholds as cut,
  expectedResponse,
} from '../../specialty/infertility/index.ts'
import type { RandomStream } from '../../support/index.ts'

type Fields = Readonly<Record<string, FieldValue>>

/** How one layer was decided. */
export interface Choice {
  readonly layer: 'protocol' | 'startingDose' | 'fertilisation'
  readonly value: string | number
  readonly admissible: AdmissibleSet
  /** `only`: the rules left one option; `habit`: the clinic's choice among several; `preference`: another of these. */
  readonly by: 'only' | 'habit' | 'preference' | 'departure'
}

const LAYERS = ['protocol', 'startingDose', 'fertilisation'] as const
const DEPARTURE_SHARE = 0.03
const PREFERENCE_SHARE = 0.1

/** The clinic's habit at a layer; the caller makes sure that it is admissible or takes the first option. */
function habit(layer: Choice['layer'], fields: Fields, options: readonly (string | number)[]): string | number {
  const age = Number(fields.femaleAge)
  if (layer === 'protocol') {
    if (options.includes('PPOS') && fields.freezeAllPlanned === true) return 'PPOS'
    const youngAndNormal = age < 33 && expectedResponse(fields).response === 'normal'
    return youngAndNormal && options.includes('long agonist') ? 'long agonist' : 'antagonist'
  }
  if (layer === 'startingDose') {
    // Chinese consensus of 2015-16 by age (reference 3.05): under 30 the lower end, from 35 the upper end.
    if (age < 30) return options[0]
    return age >= 35 ? options[options.length - 1] : options[Math.floor((options.length - 1) / 2)]
  }
  const { spermConcentration: concentration, progressiveMotility: motility } = fields
  const poor =
    (typeof concentration === 'number' && concentration < 10) || (typeof motility === 'number' && motility < 20)
  return poor ? 'ICSI' : 'IVF'
}

/**
 * Choices outside the admissible set that a clinic might make without harm; empty when there is none. A long agonist
 * is never one (2.01, 2.02), nor a higher dose for a high responder, nor a dose where rules were already set aside or
 * where it would go against the last response.
 */
function departures(
  layer: Choice['layer'],
  fields: Fields,
  earlier: Plan,
  admissible: AdmissibleSet,
): (string | number)[] {
  const { options } = admissible
  const { response } = expectedResponse(fields)
  if (layer === 'protocol') return ['mild', 'antagonist'].filter(value => !options.includes(value))
  if (layer === 'fertilisation') return ['ICSI'].filter(value => !options.includes(value))
  if (earlier.protocol === 'mild' || admissible.setAside.length > 0) return []
  const { eggsAtLastCycle: eggs, doseAtLastCycle: last } = fields
  const known = typeof eggs === 'number' && typeof last === 'number'
  const highest = response === 'high' ? Number(options[0]) : known && eggs > cut.highEggsAbove ? last : 300
  const lowest = known && eggs <= cut.lowEggsAtMost ? last : 100
  return [Number(options[0]) - 25, Number(options[options.length - 1]) + 25].filter(
    dose => dose >= lowest && dose <= highest,
  )
}

function chooseWithin(random: RandomStream, layer: Choice['layer'], fields: Fields, admissible: AdmissibleSet): Choice {
  const { options } = admissible
  if (options.length === 1) return { layer, value: options[0], admissible, by: 'only' }
  const wanted = habit(layer, fields, options)
  const usual = options.includes(wanted) ? wanted : options[0]
  if (random.uniform() >= PREFERENCE_SHARE) return { layer, value: usual, admissible, by: 'habit' }
  return { layer, value: random.choose(options.filter(option => option !== usual)), admissible, by: 'preference' }
}

/** Decides the layers in order; 3 % of records depart from the admissible set at one layer where that does no harm. */
export function decide(random: RandomStream, fields: Fields): readonly Choice[] {
  const departs = random.uniform() < DEPARTURE_SHARE
  const departingLayer = departs ? random.choose(LAYERS) : null
  const choices: Choice[] = []
  let departed = false
  for (const layer of LAYERS) {
    const earlier = planOf(choices)
    const admissible = admissibleSet(layer, fields, earlier)
    // A record whose turn to depart found nothing harmless to choose departs at the next layer that offers something.
    const outside =
      departingLayer !== null && !departed && LAYERS.indexOf(layer) >= LAYERS.indexOf(departingLayer)
        ? departures(layer, fields, earlier, admissible)
        : []
    if (outside.length > 0) {
      departed = true
      choices.push({ layer, value: random.choose(outside), admissible, by: 'departure' })
    } else choices.push(chooseWithin(random, layer, fields, admissible))
  }
  return choices
}

/** The plan that choices make. */
export function planOf(choices: readonly Choice[]): Plan {
  return Object.fromEntries(choices.map(({ layer, value }) => [layer, value]))
}
