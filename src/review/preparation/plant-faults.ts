/** @file Faults planted into a recorded plan, so that a rater in training can learn to see them: each is known exactly. */
import { formatLayerValue, type PromptRow, type PromptsConfig } from '../../prompts/index.ts'
import {
  applicableLayers,
  type DecisionLayer,
  type Plan,
  type PlanCheck,
  type Specialty,
} from '../../specialty/index.ts'
import type { RandomStream } from '../../support/index.ts'
import type { CaseRow, CaseSheet } from '../api/index.ts'
import { readPlan } from '../reading/index.ts'
import { caseSheet } from './case-sheet.ts'
import { decisionRows } from './plan-sheet.ts'
import { joinSentences, sentencesWithEnds } from './sentences.ts'

/** A case whose plan is to get faults. */
export interface FaultlessPlan {
  readonly fields: PromptRow['fields']
  readonly plan: Plan
  /** Reshaped already; empty for none. */
  readonly reasoning: string
}

/** One planted fault and what it is about. */
export type Fault =
  | { readonly kind: 'number'; readonly label: string; readonly said: string; readonly recorded: string }
  | {
      readonly kind: 'decision'
      readonly label: string
      readonly value: string
      /** The plan check that it sets off. */
      readonly check: string
      /** What is wrong in this case. */
      readonly says: string
    }
  | { readonly kind: 'no reason'; readonly label: string; readonly value: string }

/** The plan with its faults. */
export interface FaultyPlan {
  readonly plan: Plan
  readonly reasoning: string
  readonly faults: readonly Fault[]
}

const FACTORS = [3, 0.25, 2, 0.5]

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const withUnit = (value: string, unit: string) => (unit === '' ? value : `${value} ${unit}`)

/** Every number that stands in the sheet, so that a wrong one is none of them. */
const numbersOf = ({ groups }: CaseSheet): ReadonlySet<number> =>
  new Set(groups.flatMap(({ rows }) => rows.flatMap(({ value }) => (value.match(/\d+(?:\.\d+)?/g) ?? []).map(Number))))

/** A number of the row that is plainly another and possible; null when there is none. */
function wrongNumber({ value }: CaseRow, range: readonly [number, number], taken: ReadonlySet<number>): string | null {
  const decimals = value.split('.')[1]?.length ?? 0
  for (const factor of FACTORS) {
    const wrong = Number((Number(value) * factor).toFixed(decimals))
    const isPossible = wrong >= range[0] && wrong <= range[1]
    if (wrong !== Number(value) && isPossible && !taken.has(wrong)) return String(wrong)
  }
  return null
}

/** Cites a finding with another value: in place of the right one where the text cites it, else in a sentence of its own. */
function withWrongNumber(
  specialty: Specialty,
  reasoning: string,
  sheet: CaseSheet,
  random: RandomStream,
): { readonly reasoning: string; readonly fault: Fault } | null {
  const fieldOf = new Map(specialty.fields.map(field => [field.name, field]))
  const taken = numbersOf(sheet)
  const rows = sheet.groups
    .flatMap(group => group.rows)
    .filter(({ field, value }) => fieldOf.get(field)?.type === 'number' && /^\d+(\.\d+)?$/.test(value))
  const stop = specialty.language === 'zh' ? '。' : '.'
  const found = random.shuffle(rows).flatMap(row => {
    const wrong = wrongNumber(row, fieldOf.get(row.field)?.range ?? [0, Number.MAX_VALUE], taken)
    if (wrong === null) return []
    const cited = new RegExp(
      `(${escaped(row.label)}[^.。\\d]{0,12})(?<![\\d.])${escaped(row.value)}(?![\\d]|\\.\\d)`,
      'i',
    )
    return [{ row, wrong, cited, isCited: cited.test(reasoning) }]
  })
  const isKey = ({ field }: CaseRow) => fieldOf.get(field)?.expected || specialty.baselineFields.includes(field)
  const chosen = found.find(({ isCited }) => isCited) ?? found.find(({ row: own }) => isKey(own)) ?? found[0]
  if (chosen === undefined) return null
  const { row, wrong, cited, isCited } = chosen
  const { label, value, unit } = row
  const sentence = `${label}${specialty.language === 'zh' ? '' : ' '}${withUnit(wrong, unit)}${stop}`
  return {
    reasoning: isCited
      ? reasoning.replace(cited, (_, before: string) => before + wrong)
      : `${sentence} ${reasoning}`.trim(),
    fault: { kind: 'number', label, said: withUnit(wrong, unit), recorded: withUnit(value, unit) },
  }
}

function valuesOf({ type, options, range = [0, 0], step = 1 }: DecisionLayer): readonly (string | number)[] {
  if (type !== 'numeric') return options
  const steps = Math.floor((range[1] - range[0]) / step + 1e-9)
  return Array.from({ length: steps + 1 }, (_, i) => Number((range[0] + i * step).toPrecision(12)))
}

/** One decision changed so that a check of severity `error` fires that did not fire before; null when none can be found. */
function withWrongDecision(
  specialty: Specialty,
  { fields, plan, reasoning }: FaultlessPlan,
  random: RandomStream,
): { readonly plan: Plan; readonly layer: string; readonly fault: Fault } | null {
  const errors = (specialty.planChecks ?? []).filter(({ severity }) => severity === 'error')
  const firing = (of: Plan): readonly PlanCheck[] =>
    errors.filter(check => check.fires({ fields, plan: of, reasoning: reasoning || null }))
  const before = new Set(firing(plan).map(({ id }) => id))
  const layers = applicableLayers(specialty, plan)
  const names = layers.map(({ name }) => name).join()
  for (const layer of random.shuffle(layers)) {
    for (const value of random.shuffle(valuesOf(layer))) {
      if (value === plan[layer.name]) continue
      const changed = { ...plan, [layer.name]: value }
      // A change after which other decisions lack or are too many would show by that.
      if (
        applicableLayers(specialty, changed)
          .map(({ name }) => name)
          .join() !== names
      )
        continue
      const check = firing(changed).find(({ id }) => !before.has(id))
      if (check === undefined) continue
      const fault = {
        kind: 'decision',
        label: layer.label,
        value: formatLayerValue(layer, value),
        check: check.id,
        says: check.saysHere?.({ fields, plan: changed, reasoning: reasoning || null }) ?? check.says,
      } as const
      return { plan: changed, layer: layer.name, fault }
    }
  }
  return null
}

/** Takes out every sentence that gives the ground for one decision; null when none of them has a ground of its own. */
function withoutReason(
  specialty: Specialty,
  { record, reasoning, plan }: { readonly record: CaseSheet; readonly reasoning: string; readonly plan: Plan },
  except: string | null,
  random: RandomStream,
): { readonly reasoning: string; readonly fault: Fault } | null {
  const rows = decisionRows(specialty, plan)
  const isReasoned = (text: string, group: string) =>
    readPlan(record, { reasoning: text, decisions: rows }, specialty).decisions.find(one => one.group === group)
      ?.reasoned
  const exceptGroup = rows.find(({ layer }) => layer === except)?.group
  const paragraphs = reasoning.split('\n\n').map(sentencesWithEnds)
  for (const group of random.shuffle([...new Set(rows.map(row => row.group))])) {
    if (group === exceptGroup || !isReasoned(reasoning, group)) continue
    const speaks = (sentence: string) => isReasoned(sentence, group) === true
    const left = paragraphs
      .map(own => joinSentences(own.filter(sentence => !speaks(sentence))))
      .filter(paragraph => paragraph !== '')
      .join('\n\n')
    const value = rows.find(row => row.group === group && row.applies !== false)?.value ?? ''
    if (left !== '' && isReasoned(left, group) === false) {
      return { reasoning: left, fault: { kind: 'no reason', label: group, value } }
    }
  }
  return null
}

/**
 * Plants up to three faults: a cited value that the record does not have, a decision that a plan check calls an error, and
 * a decision whose reason is gone. What cannot be planted (no checks, no reasons, no numbers) is left out.
 */
export function plantFaults(
  specialty: Specialty,
  original: FaultlessPlan,
  units: PromptsConfig['units'],
  random: RandomStream,
): FaultyPlan {
  let { plan, reasoning } = original
  const faults: Fault[] = []
  const wrong = withWrongDecision(specialty, original, random)
  if (wrong !== null) plan = wrong.plan
  const record = caseSheet(specialty, original.fields, units)
  const unexplained = withoutReason(specialty, { record, reasoning, plan }, wrong?.layer ?? null, random)
  if (unexplained !== null) reasoning = unexplained.reasoning
  const misquoted = withWrongNumber(specialty, reasoning, record, random)
  if (misquoted !== null) reasoning = misquoted.reasoning
  for (const planted of [misquoted, wrong, unexplained]) if (planted !== null) faults.push(planted.fault)
  // Only what a reader of the two sheets can see counts as a fault that was there to be seen.
  const seen = readPlan(record, { reasoning, decisions: decisionRows(specialty, plan) }, specialty)
  const isSeen = (fault: Fault) =>
    fault.kind === 'number'
      ? seen.numbers.some(({ origin, label }) => origin === 'nowhere' && (label === null || label === fault.label))
      : fault.kind === 'decision'
        ? seen.checks.some(({ id }) => id === fault.check)
        : seen.decisions.some(({ group, reasoned }) => group === fault.label && !reasoned)
  return { plan, reasoning, faults: faults.filter(isSeen) }
}
