/** @file Which rater sees which case: nobody a known one, each case its number of raters, loads and strata level. */
import { InputError, type RandomStream } from '../../support/index.ts'
import { network } from './min-cost-flow.ts'
import { type Reading, shareRatersInCommon } from './raters-in-common.ts'

/** What is to be given out, and what was before. */
export interface CasesToGive {
  /** `needed`: how many more raters are to see the case. */
  readonly cases: readonly { readonly id: string; readonly stratum: string; readonly needed: number }[]
  /** `room`: how many more cases she takes at most; `has`: how many she has. */
  readonly raters: readonly {
    readonly id: string
    readonly centre: string
    readonly has: number
    readonly room: number
  }[]
  /** Whether a rater may be given a case: she neither knows it nor has it. */
  mayGet(raterId: string, caseId: string): boolean
}

/** So far above a fair share one unit costs more than the one before; beyond that all cost the same. */
const STEPS = 10

/**
 * How many more cases each rater should get so that all have the same in the end: what is given out fills up from the
 * lowest, up to a rater's room.
 */
function targetLoads(raters: CasesToGive['raters'], total: number): number[] {
  const filled = (level: number) => raters.map(({ has, room }) => Math.min(room, Math.max(0, level - has)))
  let [low, high] = [0, total + Math.max(...raters.map(({ has }) => has))]
  for (let i = 0; i < 60; i++) {
    const level = (low + high) / 2
    if (filled(level).reduce((sum, x) => sum + x, 0) < total) low = level
    else high = level
  }
  return filled(high)
}

/** Groups as numbers, in the order of first sight. */
function numbered(names: readonly string[]): { readonly of: readonly number[]; readonly count: number } {
  const numbers = new Map<string, number>()
  for (const name of names) if (!numbers.has(name)) numbers.set(name, numbers.size)
  return { of: names.map(name => numbers.get(name) ?? 0), count: numbers.size }
}

/**
 * Gives every case to as many raters as it needs. Where nobody knows a case, the cases of a rater, her cases of each
 * stratum, and the raters of a case from each centre differ from their fair shares by less than one; with exclusions as
 * little as they allow. Then exchanges even out how many cases two raters have in common. Throws InputError when
 * exclusions and room leave too few places.
 */
export function giveOutCases({ cases, raters, mayGet }: CasesToGive, random: RandomStream): Reading[] {
  const total = cases.reduce((sum, { needed }) => sum + needed, 0)
  if (total === 0) return []
  const strata = numbered(cases.map(({ stratum }) => stratum))
  const centres = numbered(raters.map(({ centre }) => centre))
  const targets = targetLoads(raters, total)
  const ofStratum = new Array<number>(strata.count).fill(0)
  for (const [c, { needed }] of cases.entries()) ofStratum[strata.of[c]] += needed
  const ofCentre = new Array<number>(centres.count).fill(0)
  for (const [r] of raters.entries()) ofCentre[centres.of[r]] += targets[r]

  const source = 0
  const sink = 1
  const caseNode = (c: number) => 2 + c
  const raterNode = (r: number) => 2 + cases.length + r
  const spread = (c: number, centre: number) => 2 + cases.length + raters.length + c * centres.count + centre
  const portion = (r: number, stratum: number) => spread(cases.length, 0) + r * strata.count + stratum
  const net = network(portion(raters.length, 0))
  /** Arcs of one unit each whose cost rises with the distance from the fair share; up to its whole parts it is free. */
  const fair = (from: number, to: number, share: number, most: number) => {
    const [low, high] = [Math.floor(share + 1e-9), Math.ceil(share - 1e-9)]
    const steps = Math.min(most, high + STEPS)
    for (let unit = 1; unit <= steps; unit++) {
      net.arc(from, to, 1, unit <= low ? unit - low - 1 : unit <= high ? 0 : unit - high)
    }
    if (most > steps) net.arc(from, to, most - steps, STEPS + 1)
  }
  const inOrder = (count: number) => random.shuffle(Array.from({ length: count }, (_, i) => i))
  for (const c of inOrder(cases.length)) net.arc(source, caseNode(c), cases[c].needed, 0)
  for (const c of inOrder(cases.length)) {
    for (let centre = 0; centre < centres.count; centre++) {
      const members = centres.of.filter(own => own === centre).length
      const most = Math.min(cases[c].needed, members)
      fair(caseNode(c), spread(c, centre), (cases[c].needed * ofCentre[centre]) / total, most)
    }
  }
  const places: { readonly arc: number; readonly c: number; readonly r: number }[] = []
  for (const c of inOrder(cases.length)) {
    for (const r of inOrder(raters.length)) {
      if (cases[c].needed === 0 || !mayGet(raters[r].id, cases[c].id)) continue
      places.push({ arc: net.arc(spread(c, centres.of[r]), portion(r, strata.of[c]), 1, 0), c, r })
    }
  }
  for (const r of inOrder(raters.length)) {
    const most = Math.min(raters[r].room, cases.length)
    for (let stratum = 0; stratum < strata.count; stratum++) {
      fair(
        portion(r, stratum),
        raterNode(r),
        (targets[r] * ofStratum[stratum]) / total,
        Math.min(most, ofStratum[stratum]),
      )
    }
    fair(raterNode(r), sink, targets[r], most)
  }
  const given = net.send(source, sink)
  if (given < total) {
    const problem = `expected room for ${total} readings of ${cases.length} cases, got ${given}`
    throw new InputError(problem, { field: 'review' }, 'raise mostCases, invite raters, or ask fewer a case')
  }
  const readings = places.filter(({ arc }) => net.flow(arc) === 1)
  return shareRatersInCommon(
    readings.map(({ c, r }) => ({
      raterId: raters[r].id,
      caseId: cases[c].id,
      centre: raters[r].centre,
      stratum: cases[c].stratum,
    })),
    mayGet,
    random,
  )
}
