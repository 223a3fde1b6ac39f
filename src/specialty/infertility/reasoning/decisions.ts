/** @file Why each part of the plan was decided so: the rule that decided it, and the alternative that another ruled out. */
import type { Plan } from '../../specialty.ts'
import { type AdmissibleSet, admissibleSet, layerOptions } from '../admissible.ts'
import { decisionLayersIn } from '../decision-layers.ts'
import type { Language } from '../fields/index.ts'
import type { Rule } from '../rules/index.ts'
import type { Case } from './findings.ts'
import { joined, said } from './wording.ts'

const layers = { en: decisionLayersIn('en'), zh: decisionLayersIn('zh') }
const optionsOf = new Map(layers.en.map(layer => [layer.name, layerOptions(layer)]))

/** One part of the plan with the reason for it. */
interface DecidedPart {
  readonly layer: string
  /** `Protocol antagonist`. */
  readonly stated: string
  readonly reason: Rule | null
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

/**
 * The rule that explains a choice best: one that recommends it, else of those that fired the one that leaves fewest
 * options, of equal ones a guideline before logic; null when the choice was open, a matter of habit.
 */
function decisive(
  { fired }: AdmissibleSet,
  value: string | number,
  options: readonly (string | number)[],
): Rule | null {
  const leaves = ({ admits }: Rule): number => {
    if ('options' in admits) return admits.options.length
    if ('excludes' in admits) return options.length - admits.excludes.length
    if ('changeFrom' in admits) return 1
    return options.filter(option => Number(option) >= admits.range[0] && Number(option) <= admits.range[1]).length
  }
  const explaining = fired.filter(
    ({ admits }) => !('excludes' in admits) || admits.excludes.length >= EXCLUSIONS_THAT_EXPLAIN,
  )
  const guideline = explaining.filter(({ strength }) => strength !== 'logic')
  const recommending = guideline.find(({ recommends }) => recommends === String(value))
  if (recommending) return recommending
  const logic = explaining.filter(rule => rule.strength === 'logic' && leaves(rule) <= LEFT_BY_LOGIC)
  const candidates = [...guideline, ...logic]
  return candidates.reduce<Rule | null>((best, rule) => (best && leaves(best) <= leaves(rule) ? best : rule), null)
}

/** The parts that a plan states, with the rule behind each; `sets` are admissible sets that are known already. */
export function decidedParts(
  { fields, facts, language }: Case,
  plan: Plan,
  sets?: ReadonlyMap<string, AdmissibleSet>,
): DecidedPart[] {
  return layers[language].flatMap(layer => {
    const value = plan[layer.name]
    if (value === undefined) return []
    const admissible = sets?.get(layer.name) ?? admissibleSet(layer.name, fields, plan, facts)
    return [
      {
        layer: layer.name,
        stated: joined(layer.label, written(layer.name, value, language)),
        reason: decisive(admissible, value, optionsOf.get(layer.name) ?? []),
        admissible,
      },
    ]
  })
}

/** A part with its reason: `Protocol antagonist, as ...`; with the departure named where the plan departs. */
export function decisionClause(part: DecidedPart, departs: boolean, language: Language): string {
  if (departs) {
    const usual = written(part.layer, part.admissible.options[0], language)
    return said(
      language,
      `${part.stated}, although the usual choice would be ${usual}`,
      `${part.stated}（常规应为${usual}）`,
    )
  }
  if (!part.reason) return part.stated
  return said(language, `${part.stated}, as ${part.reason.says.en}`, `${part.stated}：${part.reason.says.zh}`)
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
      if (!rule || rule === part.reason) continue
      const name = written(layer, option, language)
      return said(language, `${name} was rejected: ${rule.says.en}`, `未选${name}：${rule.says.zh}`)
    }
  }
  return null
}
