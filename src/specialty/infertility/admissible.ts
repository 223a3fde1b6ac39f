/** @file The admissible set: what the rules leave open at one decision layer of one record. */
import type { DecisionLayer, FieldValue, Plan } from '../specialty.ts'
import { infertility } from './infertility.ts'
import { expectedResponse, responseThresholds } from './response-class.ts'
import { type Admits, type Condition, infertilityRules, type Rule, ruleStrengths } from './rules.ts'

/** What may be chosen at a layer, and why. */
export interface AdmissibleSet {
  /** Options, or doses, in the order in which the layer declares them; never empty. */
  readonly options: readonly (string | number)[]
  /** Rules that hold and were met, strongest first. */
  readonly fired: readonly Rule[]
  /** Rules that hold but cannot be met: they would have left nothing. Of a change, the nearest options are kept. */
  readonly setAside: readonly Rule[]
}

type Change = Extract<Admits, { readonly changeFrom: string }>

type Findings = Readonly<Record<string, FieldValue | undefined>>

/** Everything a rule may look at: fields, what derives from them, and the layers decided before. */
function findingsOf(fields: Readonly<Record<string, FieldValue>>, earlier: Plan): Findings {
  const { response } = expectedResponse(fields)
  const fewFollicles = typeof fields.afc === 'number' && fields.afc <= responseThresholds.veryLowAfcAtMost
  const veryLowReserve = response === 'low' && fewFollicles
  return { ...fields, ...earlier, response, veryLowReserve }
}

function holds(condition: Condition, findings: Findings): boolean {
  const value = findings[condition.finding] ?? null
  if ('isNot' in condition) return value !== condition.isNot
  if (value === null) return false
  if ('is' in condition) return value === condition.is
  if ('from' in condition) return typeof value === 'number' && value >= condition.from
  return typeof value === 'number' && value < condition.below
}

function admitted(option: string | number, admits: Admits, findings: Findings): boolean {
  if ('options' in admits) return admits.options.includes(String(option))
  if ('range' in admits) return Number(option) >= admits.range[0] && Number(option) <= admits.range[1]
  return missedBy(option, admits, findings) === 0
}

/** How far a change of dose lies from what a rule asks for, in the unit of the layer; 0 when it is met. */
function missedBy(option: string | number, admits: Change, findings: Findings): number {
  const change = Number(option) - Number(findings[admits.changeFrom])
  return Math.max(admits.by[0] - change, change - admits.by[1], 0)
}

/** The options that come nearest to the change asked for; several when equally near. */
function nearest(options: readonly (string | number)[], admits: Change, findings: Findings) {
  const least = Math.min(...options.map(option => missedBy(option, admits, findings)))
  return options.filter(option => missedBy(option, admits, findings) === least)
}

/** Whether an option lies opposite to the direction of a change: below the recorded number when it asks for more. */
function opposes(option: string | number, admits: Change, findings: Findings): boolean {
  const change = Number(option) - Number(findings[admits.changeFrom])
  return admits.by[0] > 0 ? change < 0 : admits.by[1] < 0 && change > 0
}

/** Every value that a layer may take: its options, or the numbers of its range by its step. */
export function layerOptions(layer: DecisionLayer): (string | number)[] {
  if (layer.type !== 'numeric') return [...layer.options]
  const [low, high] = layer.range ?? [0, 0]
  const step = layer.step ?? 1
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step)
}

/**
 * What the rules leave open at a layer, given the record's fields and the layers decided before it. Rules narrow the
 * layer's options one after another, strongest first; one that would leave nothing is set aside. A change of dose goes
 * before all in one respect: its direction is kept (never more after too many eggs, never less after too few), and
 * where no dose left meets it the nearest one is taken. With no rule that holds, every option is admissible. Throws
 * RangeError on a layer that the specialty does not have.
 */
export function admissibleSet(
  layerName: string,
  fields: Readonly<Record<string, FieldValue>>,
  earlier: Plan,
): AdmissibleSet {
  const layer = infertility.decisionLayers.find(({ name }) => name === layerName)
  if (!layer) throw new RangeError(`admissibleSet: expected a layer of infertility, got "${layerName}"`)
  const findings = findingsOf(fields, earlier)
  const holding = infertilityRules
    .filter(rule => rule.layer === layerName && rule.when.every(condition => holds(condition, findings)))
    .filter(({ admits }) => !('changeFrom' in admits) || typeof findings[admits.changeFrom] === 'number')
    .sort((a, b) => ruleStrengths.indexOf(a.strength) - ruleStrengths.indexOf(b.strength))
  let options = layerOptions(layer)
  for (const { admits } of holding) {
    if (!('changeFrom' in admits)) continue
    const sameDirection = options.filter(option => !opposes(option, admits, findings))
    options = sameDirection.length > 0 ? sameDirection : nearest(options, admits, findings)
  }
  const fired: Rule[] = []
  const setAside: Rule[] = []
  for (const rule of holding) {
    const left = options.filter(option => admitted(option, rule.admits, findings))
    if (left.length === 0) {
      setAside.push(rule)
      if ('changeFrom' in rule.admits) options = nearest(options, rule.admits, findings)
    } else {
      options = left
      fired.push(rule)
    }
  }
  return { options, fired, setAside }
}
