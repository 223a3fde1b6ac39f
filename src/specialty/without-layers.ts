/** @file A specialty without the decisions that the records of a study do not have. */
import { layerOptions } from './layer-options.ts'
import type { DecisionLayer, Plan, PlanCheck, Specialty } from './specialty.ts'

/** A plan as rules see it: of what was left out there is nothing to see. */
function seen(plan: Plan, leftOut: ReadonlySet<string>): Plan {
  return Object.fromEntries(Object.entries(plan).filter(([name]) => !leftOut.has(name)))
}

/** Whether a layer that was left out may have a value beside a plan: where that depends on another one that was, it may. */
function mayApply({ appliesWhen }: DecisionLayer, plan: Plan, leftOut: ReadonlySet<string>): boolean {
  if (!appliesWhen || leftOut.has(appliesWhen.layer)) return true
  const value = plan[appliesWhen.layer]
  return value !== undefined && appliesWhen.values.includes(String(value))
}

/**
 * A check that fires only where it would whatever any one of the layers held that were left out: that a drug against
 * ovulation is not recorded does not mean that there was none.
 */
function checkWithout(check: PlanCheck, layers: readonly DecisionLayer[]): PlanCheck {
  const leftOut = new Set(layers.map(({ name }) => name))
  return {
    ...check,
    fires: planCase => {
      const plan = seen(planCase.plan, leftOut)
      if (!check.fires({ ...planCase, plan })) return false
      return layers
        .filter(layer => mayApply(layer, plan, leftOut))
        .every(layer =>
          layerOptions(layer).every(option => check.fires({ ...planCase, plan: { ...plan, [layer.name]: option } })),
        )
    },
  }
}

/**
 * The specialty without some of its decision layers, which then are in no prompt, plan or score; rules that read one are
 * not asked, and checks fire only where they would whatever it held. The same specialty when there are none. Throws RangeError on a layer that the
 * specialty does not have, and on one that a layer that stays depends on.
 */
export function withoutLayers(specialty: Specialty, names: readonly string[]): Specialty {
  if (names.length === 0) return specialty
  const leftOut = new Set(names)
  const { decisionLayers, notes = [], planChecks, admissible, explain } = specialty
  for (const name of leftOut) {
    if (!decisionLayers.some(layer => layer.name === name)) throw new RangeError(`withoutLayers: no layer "${name}"`)
    if (decisionLayers.some(layer => !leftOut.has(layer.name) && layer.appliesWhen?.layer === name)) {
      throw new RangeError(`withoutLayers: a layer that stays depends on "${name}"`)
    }
  }
  const gone = decisionLayers.filter(({ name }) => leftOut.has(name))
  return {
    ...specialty,
    decisionLayers: decisionLayers.filter(({ name }) => !leftOut.has(name)),
    leftOut: gone,
    notes: [
      ...notes,
      `The source does not have these decisions, and nothing here is about them: ${gone.map(({ label }) => label).join(', ')}. ` +
        'Rules that read one were not asked, and a check fires only where it would whatever had been decided there.',
    ],
    ...(planChecks && { planChecks: planChecks.map(check => checkWithout(check, gone)) }),
    ...(admissible && {
      admissible: (layer, fields, earlier) => admissible(layer, fields, seen(earlier, leftOut), leftOut),
    }),
    ...(explain && {
      explain: (fields, plan, options) => explain(fields, seen(plan, leftOut), { ...options, leftOut }),
    }),
  }
}
