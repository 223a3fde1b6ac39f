/** @file The numbers that the reasons cite, each with what it stands for. */
import type { PlanCase, Specialty } from '../../specialty/index.ts'
import {
  comparisonBefore,
  type FoundNumber,
  isRounded,
  isThreshold,
  knownNumbers,
  labelBefore,
  narrow,
  numericLabels,
  quantitiesOf,
  readNumbers,
} from '../../specialty/stated-numbers/index.ts'
import type { CitedNumber } from './reading.ts'

type Reader = (planCase: PlanCase) => CitedNumber[]

const readers = new WeakMap<Specialty, Reader>()

/** Units that hold a digit (`kg/m2`), blanked out with all places kept: their digits are no numbers. */
function withoutUnits(units: readonly string[], text: string): string {
  return units.reduce((left, unit) => left.replaceAll(unit, ' '.repeat(unit.length)), text)
}

function makeReader(specialty: Specialty): Reader {
  const { fields: declared, decisionLayers } = specialty
  const knownTo = knownNumbers(specialty)
  const labels = numericLabels(specialty)
  const labelOf = new Map([...declared, ...decisionLayers].map(({ name, label }) => [name, label]))
  const units = [...declared.flatMap(({ unit, otherUnit }) => [unit, otherUnit?.unit]), 'kg/m2', 'm2']
    .filter(unit => unit !== undefined)
    .filter(unit => /\d/.test(unit))
    .sort((a, b) => b.length - a.length)

  return ({ fields, plan, reasoning }) => {
    const text = withoutUnits(units, narrow(reasoning ?? ''))
    const isKnown = knownTo({ fields, decision: plan })
    const isValue = (found: FoundNumber, name: string, value: number) =>
      found.readings.some(
        list => list.length > 0 && quantitiesOf(specialty, name, value).some(quantity => isRounded(list[0], quantity)),
      )
    const withValue = (values: PlanCase['fields'], found: FoundNumber) =>
      Object.entries(values).flatMap(([name, value]) =>
        typeof value === 'number' && labelOf.has(name) && isValue(found, name, value) ? [name] : [],
      )
    /** The label when there is one alone that it can be. */
    const only = (candidates: readonly string[]) =>
      candidates.length === 1 ? (labelOf.get(candidates[0]) ?? null) : null

    return readNumbers(text).map((found): CitedNumber => {
      const cited = { text: found.text }
      const comparison = comparisonBefore(text, found.start)
      const compared = comparison && labelBefore(labels, text, comparison.start)
      if (comparison && compared && !compared.isLayer) {
        const value = fields[compared.name]
        const holds =
          typeof value === 'number' &&
          found.readings.some(
            list =>
              list.length > 0 &&
              quantitiesOf(specialty, compared.name, value).some(({ amount }) =>
                comparison.holds(amount, list[0].value),
              ),
          )
        return { ...cited, origin: holds ? 'record' : 'nowhere', label: compared.label }
      }
      const isLimit = isThreshold(text, found)
      const labelled = isLimit ? null : labelBefore(labels, text, found.start)
      if (labelled) {
        const value = (labelled.isLayer ? plan : fields)[labelled.name]
        const fits = typeof value === 'number' && isValue(found, labelled.name, value)
        return { ...cited, origin: fits ? (labelled.isLayer ? 'plan' : 'record') : 'nowhere', label: labelled.label }
      }
      if (!isKnown(text, found)) return { ...cited, origin: 'nowhere', label: null }
      const ofRecord = isLimit ? [] : withValue(fields, found)
      if (ofRecord.length > 0) return { ...cited, origin: 'record', label: only(ofRecord) }
      const ofPlan = isLimit ? [] : withValue(plan, found)
      return ofPlan.length > 0
        ? { ...cited, origin: 'plan', label: only(ofPlan) }
        : { ...cited, origin: 'rule', label: null }
    })
  }
}

/** The numbers of the reasons in their order; none without reasons. What a specialty needs is prepared once. */
export function citedNumbers(planCase: PlanCase, specialty: Specialty): CitedNumber[] {
  const reader = readers.get(specialty) ?? makeReader(specialty)
  readers.set(specialty, reader)
  return reader(planCase)
}
