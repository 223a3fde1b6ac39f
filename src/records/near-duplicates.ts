/** @file Couples that look like one another: equal fields, or numbers that hardly differ. */
import type { Field, FieldValue } from '../specialty/index.ts'
import { gowerScale } from '../statistics/index.ts'
import type { NearDuplicateCount } from './split.ts'
import type { Side } from './split-sizes.ts'

/** Largest Gower distance of near-duplicates: the mean over all fields, numbers in interquartile ranges. */
export const NEAR_DISTANCE = 0.01

/** A record as the search sees it. */
export interface ComparedRecord {
  readonly recordId: string
  readonly coupleId: string
  readonly fields: Readonly<Record<string, FieldValue>>
}

/** A case of `near-duplicates.json`: a test or validation record with a near-duplicate on another side. */
export interface NearDuplicate {
  readonly recordId: string
  readonly coupleId: string
  readonly side: 'test' | 'validation'
  readonly other: Side
  /** Records of the other side with equal fields, and with nearly equal ones. */
  readonly equal: number
  readonly near: number
  /** The nearest of them (of several the one with the smallest id) and its distance. */
  readonly nearest: string
  readonly distance: number
}

/** Records with equal fields: their numbers in interquartile ranges, and their places in the list. */
interface Point {
  readonly numbers: readonly number[]
  readonly projection: number
  readonly places: number[]
}

/**
 * Gathers records by everything but their numbers, and in each such block by equal fields. Only records of one block can
 * be near-duplicates: a category, a flag or a missing value that differs is no small difference.
 */
function gatherPoints(records: readonly ComparedRecord[], fields: readonly Field[]): readonly Point[][] {
  const numberFields = fields.filter(({ type }) => type === 'number')
  const scales = numberFields.map(({ name }) => {
    const numberOf = (value: FieldValue | undefined) => (typeof value === 'number' ? value : Number.NaN)
    return gowerScale(Float64Array.from(records, record => numberOf(record.fields[name])))
  })
  const blocks = new Map<string, Map<string, Point>>()
  for (const [place, record] of records.entries()) {
    const isNumber = ({ name, type }: Field) => type === 'number' && typeof record.fields[name] === 'number'
    const key = JSON.stringify(fields.map(field => (isNumber(field) ? 0 : [record.fields[field.name] ?? null])))
    const raw = numberFields.filter(isNumber).map(({ name }) => Number(record.fields[name]))
    const block = blocks.get(key) ?? new Map<string, Point>()
    blocks.set(key, block)
    const point = block.get(raw.join())
    if (point) point.places.push(place)
    else {
      const own = scales.filter((_, i) => isNumber(numberFields[i]))
      // A scale of 0 means that the number is the same everywhere.
      const numbers = raw.map((value, i) => (own[i] === 0 ? 0 : value / own[i]))
      block.set(raw.join(), { numbers, projection: numbers.reduce((sum, value) => sum + value, 0), places: [place] })
    }
  }
  return [...blocks.values()].map(block => [...block.values()])
}

/**
 * Visits every pair of different points of a block within `limit` (the sum of their differences). Their sums differ by
 * no more than that, so that along the sums each point is compared with few others.
 */
function visitNear(points: readonly Point[], limit: number, visit: (a: Point, b: Point, sum: number) => void): void {
  const sorted = [...points].sort((a, b) => a.projection - b.projection)
  const slack = limit + 1e-9
  for (let i = 0; i < sorted.length; i++) {
    const { numbers, projection } = sorted[i]
    for (let j = i + 1; j < sorted.length && sorted[j].projection - projection <= slack; j++) {
      const others = sorted[j].numbers
      let sum = 0
      for (let k = 0; k < numbers.length && sum <= slack; k++) sum += Math.abs(numbers[k] - others[k])
      if (sum <= slack) visit(sorted[i], sorted[j], sum)
    }
  }
}

/**
 * Couple -> group, for couples that are near-duplicates of each other, directly or through others; a couple without any
 * is not in it. A group is named by its smallest couple id. Grows about linearly with the records: equal ones are found
 * by their text, near ones along a sorted line within records of the same categories.
 */
export function nearDuplicateGroups(
  records: readonly ComparedRecord[],
  fields: readonly Field[],
): ReadonlyMap<string, string> {
  const parent = new Map<string, string>()
  const rootOf = (couple: string): string => {
    let root = couple
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up
    for (let at = couple; at !== root; ) {
      const up = parent.get(at) ?? root
      parent.set(at, root)
      at = up
    }
    return root
  }
  const unite = (a: string, b: string) => {
    const [first, second] = [rootOf(a), rootOf(b)].sort()
    if (first !== second) parent.set(second, first)
  }
  const coupleAt = (place: number) => records[place].coupleId
  for (const points of gatherPoints(records, fields)) {
    for (const { places } of points) for (const place of places) unite(coupleAt(places[0]), coupleAt(place))
    visitNear(points, NEAR_DISTANCE * fields.length, (a, b) => unite(coupleAt(a.places[0]), coupleAt(b.places[0])))
  }
  const groups = new Map<string, string>()
  for (const couple of [...parent.keys()]) groups.set(couple, rootOf(couple))
  for (const root of new Set(groups.values())) groups.set(root, root)
  return groups
}

/** Places of a point's records by side, and the smallest record id among them. */
function sidesOf({ places }: Point, records: readonly (ComparedRecord & { readonly side: Side })[]) {
  const sides = new Map<Side, { count: number; first: string }>()
  for (const place of places) {
    const { side, recordId } = records[place]
    const own = sides.get(side) ?? { count: 0, first: recordId }
    sides.set(side, { count: own.count + 1, first: recordId < own.first ? recordId : own.first })
  }
  return sides
}

/** What a point knows of the records of one side. */
interface SideView {
  equal: number
  near: number
  nearest: string
  sum: number
}

/**
 * Finds, for every test record, its near-duplicates among training and validation records, and for every validation
 * record those among the training records: equal categories, flags and missing values, and a Gower distance of at most
 * 0.01, numbers divided by their interquartile range among `records` and their differences not cut off at 1. Equal
 * records are always found. Without fields all records are equal. Sorted by record id, whatever the order of `records`.
 */
export function findNearDuplicates(
  records: readonly (ComparedRecord & { readonly side: Side })[],
  fields: readonly Field[],
): { readonly cases: readonly NearDuplicate[]; readonly counts: readonly NearDuplicateCount[] } {
  const cases: NearDuplicate[] = []
  for (const points of gatherPoints(records, fields)) {
    const views = new Map<Point, Map<Side, SideView>>()
    const own = new Map(points.map(point => [point, sidesOf(point, records)]))
    // Nothing is asked of training records, which are most of the pairs.
    const asking = new Set(points.filter(({ places }) => places.some(place => records[place].side !== 'train')))
    const look = (from: Point, to: Point, sum: number) => {
      if (!asking.has(from)) return
      const view = views.get(from) ?? new Map<Side, SideView>()
      views.set(from, view)
      for (const [side, { count, first: nearest }] of own.get(to) ?? []) {
        const seen = view.get(side) ?? { equal: 0, near: 0, nearest, sum }
        view.set(side, seen)
        seen[from === to ? 'equal' : 'near'] += count
        if (sum < seen.sum || (sum === seen.sum && nearest < seen.nearest)) Object.assign(seen, { sum, nearest })
      }
    }
    for (const point of points) look(point, point, 0)
    visitNear(points, NEAR_DISTANCE * fields.length, (a, b, sum) => {
      look(a, b, sum)
      look(b, a, sum)
    })
    for (const point of points) {
      for (const place of point.places) {
        const { recordId, coupleId, side } = records[place]
        if (side === 'train') continue
        const others: readonly Side[] = side === 'test' ? ['train', 'validation'] : ['train']
        for (const other of others) {
          const seen = views.get(point)?.get(other)
          if (!seen) continue
          const { equal, near, nearest, sum } = seen
          const distance = fields.length === 0 ? 0 : sum / fields.length
          cases.push({ recordId, coupleId, side, other, equal, near, nearest, distance })
        }
      }
    }
  }
  const order = ({ recordId, other }: NearDuplicate) => `${recordId} ${other}`
  cases.sort((a, b) => (order(a) < order(b) ? -1 : 1))
  const pairs = [
    ['test', 'train'],
    ['test', 'validation'],
    ['validation', 'train'],
  ] as const
  const counts = pairs.map(([side, other]): NearDuplicateCount => {
    const all = cases.filter(found => found.side === side && found.other === other)
    const equal = all.filter(found => found.equal > 0)
    const couplesIn = (list: readonly NearDuplicate[]) => new Set(list.map(({ coupleId }) => coupleId)).size
    return {
      side,
      other,
      records: all.length,
      couples: couplesIn(all),
      equalRecords: equal.length,
      equalCouples: couplesIn(equal),
    }
  })
  return { cases, counts }
}
