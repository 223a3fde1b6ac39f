/** @file What a published figure is, and how ours is computed from the cases of a cohort. */
import type { FieldValue } from '../../specialty/index.ts'
import type { SyntheticCase } from './cases.ts'
import { type pearson, quantile } from './summary-statistics.ts'

/** One figure: what was published, how far ours may lie, and ours. */
export interface PublishedFigure {
  readonly about: 'history and record' | 'causes' | 'reserve and cycles' | 'semen'
  readonly what: string
  readonly published: number
  /** V seen in a public source, M measured in a public file, K general knowledge: a starting guess. */
  readonly tag: 'V' | 'M' | 'K'
  /** Largest absolute difference, in the unit of the figure. */
  readonly tolerance: number
  /** Why the tolerance is what it is, where that is more than the spread between sources; null otherwise. */
  readonly why: string | null
  /** Null when the cohort has fewer than 100 cases of the kind. */
  readonly ours: number | null
  /** Cases of the cohort that ours is computed from. */
  readonly n: number
  /** Whether ours lies within the tolerance; null when there is none. */
  readonly within: boolean | null
}

/** A case of the cohort. */
export type Case = SyntheticCase
/** A value of a case. */
export type Value = (one: Case) => FieldValue
/** Which cases count. */
export type Pick = (one: Case) => boolean

/** A recorded field. */
export const field =
  (name: string): Value =>
  one =>
    one.record.fields[name] ?? null
/** A value of the outcome. */
export const outcome =
  (name: string): Value =>
  one =>
    one.outcome[name] ?? null
/** A layer of the recorded plan. */
export const decision =
  (name: string): Value =>
  one =>
    one.record.decision[name] ?? null

/** Of a clinic in China. */
export const inChina: Pick = one => one.record.fields.jurisdiction === 'China'
/** Of a clinic elsewhere. */
export const elsewhere: Pick = one => !inChina(one)
/** Every case. */
export const everyone: Pick = () => true
/** Women of an inclusive range of ages, y. */
export const aged =
  (from: number, to: number): Pick =>
  one => {
    const age = Number(one.record.fields.femaleAge)
    return age >= from && age <= to
  }
/** Cases that two conditions hold for. */
export const both =
  (first: Pick, second: Pick): Pick =>
  one =>
    first(one) && second(one)
/** A stimulated retrieval, as the surveyed cycles were. */
export const stimulated: Pick = one => {
  const { protocol, startingDose } = one.record.decision
  return (
    one.outcome.eggsRetrieved !== undefined &&
    protocol !== 'mild' &&
    protocol !== 'natural' &&
    startingDose !== undefined
  )
}

/** The numbers of a value in some cases; what is missing is left out. */
export function numbers(cases: readonly Case[], of: Value, where: Pick): number[] {
  const found: number[] = []
  for (const one of cases) {
    if (!where(one)) continue
    const value = of(one)
    if (typeof value === 'number') found.push(value)
  }
  return found
}

/** The pairs of two values in some cases; a pair with one missing is left out. */
export function pairs(cases: readonly Case[], first: Value, second: Value, where: Pick): [number, number][] {
  const found: [number, number][] = []
  for (const one of cases) {
    if (!where(one)) continue
    const [a, b] = [first(one), second(one)]
    if (typeof a === 'number' && typeof b === 'number') found.push([a, b])
  }
  return found
}

/** Ours, and of how many cases. */
export interface Estimate {
  readonly ours: number | null
  readonly n: number
}

/** How ours is computed. */
export type Measure = (cases: readonly Case[]) => Estimate

/** A quantile of a value. */
export const quantileOf =
  (of: Value, share: number, where: Pick = everyone): Measure =>
  cases => {
    const values = numbers(cases, of, where)
    return { ours: quantile(values, share), n: values.length }
  }
/** Percent of the cases `where` for which `holds` does. */
export const percent =
  (holds: Pick, where: Pick = everyone): Measure =>
  cases => {
    const chosen = cases.filter(where)
    return { ours: chosen.length === 0 ? null : (100 * chosen.filter(holds).length) / chosen.length, n: chosen.length }
  }
/** A correlation of two values. */
export const correlation =
  (kind: typeof pearson, first: Value, second: Value, where: Pick = everyone): Measure =>
  cases => {
    const found = pairs(cases, first, second, where)
    return { ours: kind(found), n: found.length }
  }
/** Sum of one outcome over the sum of another. */
export const ratio =
  (of: Value, per: Value, where: Pick): Measure =>
  cases => {
    const found = pairs(cases, of, per, where)
    const total = found.reduce((sum, [, b]) => sum + b, 0)
    return { ours: total === 0 ? null : found.reduce((sum, [a]) => sum + a, 0) / total, n: found.length }
  }

/** A published figure and how ours is computed. */
export interface Entry {
  readonly about: 'history and record' | 'causes' | 'reserve and cycles' | 'semen'
  readonly what: string
  readonly published: number
  readonly tag: PublishedFigure['tag']
  readonly tolerance: number
  readonly why?: string
  readonly measure: Measure
}

/** Cases whose value is true. */
export const isTrue =
  (of: Value): Pick =>
  one =>
    of(one) === true
/** Couples for whom a cause was drawn. */
export const cause =
  (name: keyof Case['diagnoses']): Pick =>
  one =>
    one.diagnoses[name]
/** Couples for whom no cause was drawn. */
export const noCause: Pick = one => !Object.values(one.diagnoses).some(Boolean)
/** AMH, ng/mL. */
export const amh = field('amh')
/** Antral follicle count. */
export const afc = field('afc')
/** Age of the woman, y. */
export const age = field('femaleAge')
/** Eggs of the index cycle. */
export const eggs = outcome('eggsRetrieved')

/** Why a K figure has a wide tolerance. */
export const GUESS = 'a starting guess (K): met only loosely'
/** Why a figure on which sources disagree has a wide tolerance. */
export const BETWEEN = 'sources disagree: self-report in one direction, a clinic or register in the other'
