/** @file The lines of the monitor: how far each rater is, from what the server tells of progress and of people. */
import type { TeamView } from '../../../api/index.ts'

/** One part of a rater's order. */
export type Quarter = TeamView['progress']['raters'][number]['quarters'][number]

/** A rater as the monitor sees her: no arm, and no name but for who may invite. */
export interface RaterRow {
  readonly raterId: string
  readonly name: string | null
  readonly centre: string | null
  readonly active: boolean
  readonly hasSignedIn: boolean
  readonly slots: number
  readonly done: number
  /** Allotted, neither done nor withdrawn. */
  readonly missing: number
  readonly withdrawn: number
  readonly medianSeconds: number | null
  readonly lastJudgedAt: string | null
  readonly quarters: readonly Quarter[]
}

/** A line for each rater, in the order of the server. */
export function raterRows({ progress, members }: TeamView): readonly RaterRow[] {
  const memberOf = new Map(members.map(member => [member.personId, member]))
  return progress.raters.map(rater => {
    const member = memberOf.get(rater.raterId)
    return {
      ...rater,
      name: member?.name ?? null,
      centre: member?.centre ?? null,
      hasSignedIn: member?.hasSignedIn ?? false,
      missing: rater.slots - rater.done - rater.withdrawn,
    }
  })
}

/** All raters together. */
export interface Totals {
  readonly slots: number
  readonly done: number
  readonly missing: number
  readonly withdrawn: number
  readonly raters: number
  /** Active raters with nothing missing. */
  readonly finished: number
  readonly left: number
  /** Null while no rater has done enough to know her speed. */
  readonly secondsLeft: number | null
}

/** With fewer judgements a median is mostly chance, and of the time when the page was new to her. */
const ENOUGH_TO_TIME = 8

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2
}

/**
 * Sums, and how much judging is left: what is missing at each rater's own median time, or at the median of the raters
 * where one has done fewer than 8. No date: when raters sit down is theirs to choose.
 */
export function totalsOf(rows: readonly RaterRow[]): Totals {
  const sum = (of: (row: RaterRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  const timed = rows.filter(({ done, medianSeconds }) => done >= ENOUGH_TO_TIME && medianSeconds !== null)
  const own = new Map(timed.map(({ raterId, medianSeconds }) => [raterId, medianSeconds!]))
  const usual = timed.length === 0 ? null : median([...own.values()])
  return {
    slots: sum(({ slots }) => slots),
    done: sum(({ done }) => done),
    missing: sum(({ missing }) => missing),
    withdrawn: sum(({ withdrawn }) => withdrawn),
    raters: rows.length,
    finished: rows.filter(({ active, slots, missing }) => active && slots > 0 && missing === 0).length,
    left: rows.filter(({ active }) => !active).length,
    secondsLeft: usual === null ? null : sum(({ raterId, missing }) => missing * (own.get(raterId) ?? usual)),
  }
}

/** Minutes and seconds, as 2:05; hours come as minutes. */
export function minutes(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
