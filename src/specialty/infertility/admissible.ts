/** @file The admissible set: what the rules leave open at one layer of one record. */
import { layerOptions } from '../layer-options.ts'
import type { FieldValue, Plan } from '../specialty.ts'
import { decisionLayersIn } from './decision-layers.ts'
import { type DerivedFacts, deriveFacts } from './derived/facts.ts'
import { type Admits, type Condition, infertilityRules, type Rule, ruleStrengths } from './rules/index.ts'

/** What may be chosen at a layer, and why. */
export interface AdmissibleSet {
  /** Options, or doses, in the order in which the layer declares them; never empty. */
  readonly options: readonly (string | number)[]
  /** Rules that hold and were met, strongest first. */
  readonly fired: readonly Rule[]
  /** Rules that hold but cannot be met: they would have left nothing. Of a change, the nearest options are kept. */
  readonly setAside: readonly Rule[]
}

type Fields = Readonly<Record<string, FieldValue>>
type Change = Extract<Admits, { readonly changeFrom: string }>
type Finder = (fields: Fields, facts: DerivedFacts, earlier: Plan) => FieldValue
type Holds = (fields: Fields, facts: DerivedFacts, earlier: Plan) => boolean

const layers = decisionLayersIn('en')
const layerNames = new Set(layers.map(({ name }) => name))
const factNames = new Set(Object.keys(deriveFacts({})))

/** Looks a finding up where it is: an earlier layer, a derived fact, or a field. */
function finder(finding: string): Finder {
  if (layerNames.has(finding)) return (_fields, _facts, earlier) => earlier[finding] ?? null
  if (factNames.has(finding)) return (_fields, facts) => facts[finding as keyof DerivedFacts]
  return fields => fields[finding] ?? null
}

/** The layers that conditions look at. */
const layersRead = (conditions: readonly Condition[]): string[] =>
  conditions.flatMap(condition =>
    'anyOf' in condition ? layersRead(condition.anyOf) : layerNames.has(condition.finding) ? [condition.finding] : [],
  )

/** A condition made ready: rules are asked of every couple of a cohort, so names are looked up once. */
function compile(condition: Condition): Holds {
  if ('anyOf' in condition) {
    const any = condition.anyOf.map(compile)
    return (fields, facts, earlier) => any.some(holds => holds(fields, facts, earlier))
  }
  const find = finder(condition.finding)
  if ('is' in condition) {
    const { is } = condition
    return (fields, facts, earlier) => find(fields, facts, earlier) === is
  }
  if ('isNot' in condition) {
    const { isNot } = condition
    return (fields, facts, earlier) => find(fields, facts, earlier) !== isNot
  }
  if ('oneOf' in condition) {
    const { oneOf } = condition
    return (fields, facts, earlier) => oneOf.includes(find(fields, facts, earlier))
  }
  if ('noneOf' in condition) {
    const { noneOf } = condition
    return (fields, facts, earlier) => !noneOf.includes(find(fields, facts, earlier))
  }
  const [low, high] =
    'from' in condition ? [condition.from, Number.POSITIVE_INFINITY] : [Number.NEGATIVE_INFINITY, condition.below]
  return (fields, facts, earlier) => {
    const value = find(fields, facts, earlier)
    return typeof value === 'number' && value >= low && value < high
  }
}

interface CompiledRule {
  readonly rule: Rule
  /** Other layers of the plan that the rule looks at. */
  readonly reads: readonly string[]
  readonly conditions: readonly Holds[]
  /** Whether the rule admits each option of the layer; null when that depends on the record. */
  readonly admits: readonly boolean[] | null
}

interface CompiledLayer {
  readonly options: readonly (string | number)[]
  /** Places of all options: 0, 1, ... */
  readonly places: readonly number[]
  /** Strongest first; equally strong ones as they are listed. */
  readonly rules: readonly CompiledRule[]
}

function compileRule(rule: Rule, options: readonly (string | number)[]): CompiledRule {
  const { admits } = rule
  const conditions = rule.when.map(compile)
  const reads = layersRead(rule.when)
  if ('changeFrom' in admits) {
    const isNumber: Holds = fields => typeof fields[admits.changeFrom] === 'number'
    return { rule, reads, conditions: [isNumber, ...conditions], admits: null }
  }
  const admitted = (option: string | number): boolean => {
    if ('options' in admits) return admits.options.includes(String(option))
    if ('excludes' in admits) return !admits.excludes.includes(String(option))
    return Number(option) >= admits.range[0] && Number(option) <= admits.range[1]
  }
  return { rule, reads, conditions, admits: options.map(admitted) }
}

const compiledLayers: ReadonlyMap<string, CompiledLayer> = new Map(
  layers.map(layer => {
    const options = layerOptions(layer)
    const rules = infertilityRules
      .filter(rule => rule.layer === layer.name)
      .sort((a, b) => ruleStrengths.indexOf(a.strength) - ruleStrengths.indexOf(b.strength))
      .map(rule => compileRule(rule, options))
    return [layer.name, { options, places: options.map((_, place) => place), rules }]
  }),
)

/** The places that a rule admits; most rules admit all that is left, and then it is the same list. */
function admitted(places: readonly number[], admits: readonly boolean[]): readonly number[] {
  return places.every(place => admits[place]) ? places : places.filter(place => admits[place])
}

/** How far a change of dose lies from what a rule asks for, in the unit of the layer; 0 when it is met. */
function missedBy(option: string | number, admits: Change, fields: Fields): number {
  const change = Number(option) - Number(fields[admits.changeFrom])
  return Math.max(admits.by[0] - change, change - admits.by[1], 0)
}

/** Whether an option lies opposite to the direction of a change: below the recorded number when it asks for more. */
function opposes(option: string | number, admits: Change, fields: Fields): boolean {
  const change = Number(option) - Number(fields[admits.changeFrom])
  return admits.by[0] > 0 ? change < 0 : admits.by[1] < 0 && change > 0
}

/**
 * What the rules leave open at a layer, given the record's fields and the layers decided before it. Rules narrow the
 * layer's options one after another, strongest first; one that would leave nothing is set aside. A change of dose goes
 * before all but logic in one respect: its direction is kept (never more after too many eggs, never less after too few), and
 * where no dose left meets it the nearest one is taken. With no rule that holds, every option is admissible. Throws
 * RangeError on a layer that the specialty does not have.
 * @param facts of the fields, when the caller has them already.
 * @param leftOut layers of which nothing is known: a rule that reads one is not asked, since "another value" and "missing"
 * would hold of it.
 */
export function admissibleSet(
  layerName: string,
  fields: Fields,
  earlier: Plan,
  facts: DerivedFacts = deriveFacts(fields),
  leftOut?: ReadonlySet<string>,
): AdmissibleSet {
  const layer = compiledLayers.get(layerName)
  if (!layer) throw new RangeError(`admissibleSet: expected a layer of infertility, got "${layerName}"`)
  const all = layer.options
  const asked = leftOut ? layer.rules.filter(({ reads }) => !reads.some(name => leftOut.has(name))) : layer.rules
  const holding = asked.filter(({ conditions }) => conditions.every(holds => holds(fields, facts, earlier)))
  // Places of the options that are left.
  let left = layer.places
  const nearestOf = (places: readonly number[], change: Change) => {
    const least = Math.min(...places.map(place => missedBy(all[place], change, fields)))
    return places.filter(place => missedBy(all[place], change, fields) === least)
  }
  // What does not go together at all is out before the last dose is looked at.
  for (const { rule, admits } of holding) {
    if (rule.strength !== 'logic' || !admits) continue
    const met = admitted(left, admits)
    if (met.length > 0) left = met
  }
  for (const { rule } of holding) {
    const { admits } = rule
    if (!('changeFrom' in admits)) continue
    const sameDirection = left.filter(place => !opposes(all[place], admits, fields))
    left = sameDirection.length > 0 ? sameDirection : nearestOf(left, admits)
  }
  const fired: Rule[] = []
  const setAside: Rule[] = []
  for (const { rule, admits } of holding) {
    const met = admits
      ? admitted(left, admits)
      : left.filter(place => missedBy(all[place], rule.admits as Change, fields) === 0)
    if (met.length > 0) {
      left = met
      fired.push(rule)
    } else {
      setAside.push(rule)
      // Of a change that no dose meets, the nearest doses are kept.
      if ('changeFrom' in rule.admits) left = nearestOf(left, rule.admits)
    }
  }
  return { options: left === layer.places ? all : left.map(place => all[place]), fired, setAside }
}
