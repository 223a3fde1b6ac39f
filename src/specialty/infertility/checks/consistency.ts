/** @file Checks of a plan against the record's stock and against itself: C49, C50. */
import type { DecisionLayer, Plan, PlanCheck } from '../../specialty.ts'
import { decisionLayersIn } from '../decision-layers.ts'
import { number } from '../derived/number.ts'
import { leavesEggsInPlace, planNumber, retrievesEggs, transfersFresh, transfersFrozen } from './plan-parts.ts'
import { states } from './stated-in-reasoning.ts'

const layers = decisionLayersIn('en')
const layerOf: ReadonlyMap<string, DecisionLayer> = new Map(layers.map(layer => [layer.name, layer]))

const REPEATS_LAST =
  /(?:repeat|same as) (?:the )?(?:last|previous) protocol|(?:重复|沿用|同)上(?:一)?(?:个)?周期(?:的)?方案/iu

/** C49: what is not there cannot be used; only what is recorded as absent counts. */
export const usesWhatIsNotThere: PlanCheck = {
  id: 'C49',
  severity: 'error',
  says: 'uses what the record does not have: frozen embryos or sperm, a second egg to split, an earlier protocol',
  source: 'what goes together',
  verified: false,
  fires: ({ fields, plan, reasoning, monitoring }) => {
    if (transfersFrozen(plan) && plan.strategy === 'frozen embryo transfer') {
      const inStore = number(fields.frozenEmbryos)
      if (inStore !== null && inStore < Math.max(1, planNumber(plan.embryos) ?? 1)) return true
      if (plan.transfer === 'frozen, day 3' && fields.frozenEmbryoStage === 'blastocyst') return true
    }
    if (plan.strategy === 'frozen embryo transfer' && fields.frozenEmbryos === 0) return true
    if (String(plan.spermSource).startsWith('frozen') && fields.frozenSperm === false) return true
    const eggs = monitoring?.eggsRetrieved ?? number(fields.afc)
    if (plan.fertilisation === 'IVF and ICSI split' && eggs !== null && eggs <= 1) return true
    return fields.previousIvfCycles === 0 && states(reasoning, REPEATS_LAST)
  },
}

/** Whether a layer has a place in the plan; an unstated condition is looked at through its own condition. */
function hasPlace(layer: DecisionLayer, plan: Plan): boolean {
  const { appliesWhen } = layer
  if (!appliesWhen) return true
  const value = plan[appliesWhen.layer]
  if (value !== undefined) return appliesWhen.values.includes(String(value))
  const condition = layerOf.get(appliesWhen.layer)
  return condition === undefined || hasPlace(condition, plan)
}

const withoutRetrievalProtocols = ['letrozole', 'clomifene', 'gonadotropin', 'unstimulated']
const suppressed = [
  'antagonist',
  'long agonist',
  'depot agonist',
  'ultra-long agonist',
  'short agonist',
  'PPOS',
  'DuoStim',
  'random start',
]

/** Mild stimulation, IU/day, at most. */
const MILD_DOSE = 150

/** C50: parts that have no place in the plan, or parts that contradict each other. */
export const layersDisagree: PlanCheck = {
  id: 'C50',
  severity: 'error',
  says: 'parts of the plan contradict each other, or have no place in it',
  source: 'what goes together',
  verified: false,
  fires: ({ plan }) => {
    if (layers.some(layer => plan[layer.name] !== undefined && !hasPlace(layer, plan))) return true
    const protocol = String(plan.protocol)
    const dose = planNumber(plan.startingDose) ?? 0
    if (plan.protocol !== undefined) {
      const forInduction = withoutRetrievalProtocols.includes(protocol)
      if (leavesEggsInPlace(plan) ? !forInduction : retrievesEggs(plan) && forInduction) return true
    }
    if (leavesEggsInPlace(plan) && dose > MILD_DOSE) return true
    if (protocol === 'mild' && dose > MILD_DOSE) return true
    if (suppressed.includes(protocol) && plan.trigger === 'none') return true
    if (plan.strategy === 'donor insemination') return plan.spermSource !== undefined && plan.spermSource !== 'donor'
    if (plan.strategy === 'frozen embryo transfer') return transfersFresh(plan) || plan.transfer === 'freeze all'
    if (plan.strategy === 'embryo accumulation') return transfersFresh(plan) || transfersFrozen(plan)
    return retrievesEggs(plan) && transfersFrozen(plan)
  },
}
