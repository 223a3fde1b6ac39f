/** @file Evens out how many cases two raters have in common, so that agreement rests on all pairs of raters. */
import type { RandomStream } from '../../support/index.ts'

/** One rater's sight of one case. */
export interface Reading {
  readonly raterId: string
  readonly caseId: string
}

/** A reading with the groups within which it may be exchanged. */
interface PlacedReading extends Reading {
  readonly centre: string
  readonly stratum: string
}

const ascending = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Tries of an exchange for each reading; more changed next to nothing. */
const TRIES = 20

/**
 * Exchanges cases between raters of one centre and within one stratum, so that loads, strata and centres stay as they
 * are, wherever the sum of squares of the cases in common falls. Returns the readings by rater and case.
 */
export function shareRatersInCommon(
  readings: readonly PlacedReading[],
  mayGet: (raterId: string, caseId: string) => boolean,
  random: RandomStream,
): Reading[] {
  const placed = readings.map(reading => ({ ...reading }))
  const ratersOf = new Map<string, Set<string>>()
  for (const { caseId, raterId } of placed) ratersOf.set(caseId, (ratersOf.get(caseId) ?? new Set()).add(raterId))
  const common = new Map<string, Map<string, number>>()
  const inCommon = (a: string, b: string) => common.get(a)?.get(b) ?? 0
  const count = (a: string, b: string, by: number) => {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ]) {
      const own = common.get(x) ?? new Map<string, number>()
      common.set(x, own.set(y, (own.get(y) ?? 0) + by))
    }
  }
  for (const raters of ratersOf.values()) {
    const list = [...raters]
    for (const [i, a] of list.entries()) for (const b of list.slice(i + 1)) count(a, b, 1)
  }
  /** Exchangeable readings, by centre and stratum. */
  const groups = new Map<string, number[]>()
  for (const [i, { centre, stratum }] of placed.entries()) {
    const group = JSON.stringify([centre, stratum])
    groups.set(group, [...(groups.get(group) ?? []), i])
  }
  const members = placed.map(({ centre, stratum }) => groups.get(JSON.stringify([centre, stratum])) ?? [])
  for (let tries = placed.length * TRIES; tries > 0; tries--) {
    const i = random.integer(placed.length)
    const [first, second] = [placed[i], placed[random.choose(members[i])]]
    const [a, b] = [first.raterId, second.raterId]
    const withFirst = ratersOf.get(first.caseId) ?? new Set()
    const withSecond = ratersOf.get(second.caseId) ?? new Set()
    if (a === b || withFirst.has(b) || withSecond.has(a)) continue
    if (!mayGet(a, second.caseId) || !mayGet(b, first.caseId)) continue
    // The square of a count changes by 2 n + 1 upwards and 1 - 2 n downwards.
    let change = 0
    for (const c of withFirst) if (c !== a) change += inCommon(b, c) - inCommon(a, c) + 1
    for (const c of withSecond) if (c !== b) change += inCommon(a, c) - inCommon(b, c) + 1
    if (change >= 0) continue
    for (const [raters, from, to] of [
      [withFirst, a, b],
      [withSecond, b, a],
    ] as const) {
      raters.delete(from)
      for (const c of raters) {
        count(from, c, -1)
        count(to, c, 1)
      }
      raters.add(to)
    }
    first.raterId = b
    second.raterId = a
  }
  return placed
    .map(({ raterId, caseId }) => ({ raterId, caseId }))
    .sort((a, b) => ascending(a.raterId, b.raterId) || ascending(a.caseId, b.caseId))
}
