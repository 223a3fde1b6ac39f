/** @file Why each part of the plan was decided so: the rule that decided it, and the alternative that another ruled out. */
import { layerOptions } from '../../layer-options.ts'
import type { Plan } from '../../specialty.ts'
import { type AdmissibleSet, admissibleSet } from '../admissible.ts'
import { decisionLayersIn } from '../decision-layers.ts'
import type { Language } from '../fields/index.ts'
import { infertilityRules, type Rule } from '../rules/index.ts'
import type { Case } from './findings.ts'
import { joined, said } from './wording.ts'

const layers = { en: decisionLayersIn('en'), zh: decisionLayersIn('zh') }
const labels = {
  en: new Map(layers.en.map(({ name, label }) => [name, label])),
  zh: new Map(layers.zh.map(({ name, label }) => [name, label])),
}
const optionsOf = new Map(layers.en.map(layer => [layer.name, layerOptions(layer)]))

/** One part of the plan. */
interface DecidedPart {
  readonly layer: string
  readonly value: string | number
  readonly admissible: AdmissibleSet
}

/** An option or a dose as it is written, with its unit. */
function written(layerName: string, value: string | number, language: Language): string {
  const layer = layers[language].find(({ name }) => name === layerName)
  if (layer?.type === 'numeric') return `${value} ${layer.unit}`
  return layer?.optionLabels?.[String(value)] ?? String(value)
}

/** An exclusion explains what is left only when it rules out more than one option. */
const EXCLUSIONS_THAT_EXPLAIN = 2
/** What merely goes together explains a choice only when it leaves hardly any. */
const LEFT_BY_LOGIC = 2

/** How many options of its layer a rule leaves when nothing else holds; 1 for a change of dose. */
const leaves: ReadonlyMap<Rule, number> = new Map(
  infertilityRules.map(rule => {
    const options = optionsOf.get(rule.layer) ?? []
    const { admits } = rule
    if ('options' in admits) return [rule, admits.options.length]
    if ('excludes' in admits) return [rule, options.length - admits.excludes.length]
    if ('changeFrom' in admits) return [rule, 1]
    const [low, high] = admits.range
    return [rule, options.filter(option => Number(option) >= low && Number(option) <= high).length]
  }),
)

/** Whether a rule that fired can be given as the reason for what was chosen. */
const explains: ReadonlySet<Rule> = new Set(
  infertilityRules.filter(rule => {
    if ('excludes' in rule.admits && rule.admits.excludes.length < EXCLUSIONS_THAT_EXPLAIN) return false
    return rule.strength !== 'logic' || (leaves.get(rule) ?? 0) <= LEFT_BY_LOGIC
  }),
)

/**
 * The rule that explains a part best: one that recommends it, else of those that fired the one that leaves fewest
 * options, of equal ones a guideline before logic; null when the choice was open, a matter of habit.
 */
function decisive({ value, admissible }: DecidedPart): Rule | null {
  let best: Rule | null = null
  const rank = (rule: Rule) => 2 * (leaves.get(rule) ?? 0) + (rule.strength === 'logic' ? 1 : 0)
  for (const rule of admissible.fired) {
    if (!explains.has(rule)) continue
    // A rule that prefers another option speaks against this one.
    if (rule.recommends !== undefined && rule.recommends !== String(value)) continue
    if (rule.strength !== 'logic' && rule.recommends !== undefined) return rule
    if (best === null || rank(rule) < rank(best)) best = rule
  }
  return best
}

/** The parts that a plan states; `sets` are admissible sets that are known already. */
export function decidedParts(
  { fields, facts }: Case,
  plan: Plan,
  sets?: ReadonlyMap<string, AdmissibleSet>,
): DecidedPart[] {
  const parts: DecidedPart[] = []
  for (const { name } of layers.en) {
    const value = plan[name]
    if (value === undefined) continue
    parts.push({ layer: name, value, admissible: sets?.get(name) ?? admissibleSet(name, fields, plan, facts) })
  }
  return parts
}

/** A part without its reason: `Protocol antagonist`. */
export function stated({ layer, value }: DecidedPart, language: Language): string {
  return joined(labels[language].get(layer) ?? layer, written(layer, value, language))
}

/** A part with its reason: `Protocol antagonist, as ...`; with the departure named where the plan departs. */
export function decisionClause(part: DecidedPart, departs: boolean, language: Language): string {
  const decision = stated(part, language)
  if (departs) {
    const usual = written(part.layer, part.admissible.options[0], language)
    return said(language, `${decision}, although the usual choice would be ${usual}`, `${decision}（常规应为${usual}）`)
  }
  const reason = decisive(part)
  if (!reason) return decision
  return said(language, `${decision}, as ${reason.says.en}`, `${decision}：${reason.says.zh}`)
}

/** The common alternatives at the two decisions where a reader asks "why not". */
const alternatives: readonly (readonly [string, readonly string[]])[] = [
  ['protocol', ['long agonist', 'PPOS', 'antagonist', 'natural']],
  ['strategy', ['IUI', 'IVF', 'expectant management', 'frozen embryo transfer']],
]

/** An option that was weighed and ruled out by a guideline rule; null when no common one was. */
export function rejectedAlternative(parts: readonly DecidedPart[], language: Language): string | null {
  for (const [layer, options] of alternatives) {
    const part = parts.find(other => other.layer === layer)
    if (!part || (layer === 'protocol' && !parts.some(other => other.layer === 'suppression'))) continue
    for (const option of options) {
      if (part.admissible.options.includes(option)) continue
      const rule = part.admissible.fired.find(
        ({ admits, strength }) =>
          strength !== 'logic' &&
          (('options' in admits && !admits.options.includes(option)) ||
            ('excludes' in admits && admits.excludes.includes(option))),
      )
      if (!rule || rule === decisive(part)) continue
      const name = written(layer, option, language)
      return said(language, `${name} was rejected: ${rule.says.en}`, `未选${name}：${rule.says.zh}`)
    }
  }
  return null
}
