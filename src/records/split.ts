/**
 * @file Divides a cohort by couple into train, validation and test, each a stratified sample of the whole: systematic
 * sampling along the couples ordered by decision combination (Cochran, Sampling Techniques, 3rd ed., chapter 8).
 */
import type { Plan } from '../specialty/index.ts'
import { InputError, type RandomStream, randomStream, sha256 } from '../support/index.ts'
import type { SplitConfig } from './config.ts'

/** How common a record's combination of decisions is. */
export type Stratum = 'head' | 'mid' | 'tail'
/** The three sides of a split. */
export type Side = 'train' | 'validation' | 'test'

/** What the split needs to know of a record. */
export interface SplitItem {
  readonly recordId: string
  readonly coupleId: string
  readonly decision: Plan
}

/** `split/split.json`: record ids per side, and the stratum of each selected record. */
export interface Split {
  readonly train: readonly string[]
  readonly validation: readonly string[]
  readonly test: readonly string[]
  readonly strata: Readonly<Record<string, Stratum>>
  readonly counts: {
    readonly couples: Readonly<Record<Side | 'eligible', number>>
    readonly records: Readonly<Record<Side | 'eligible', number>>
    /** Every combination of decisions, most common first, with its records. */
    readonly combinations: readonly (Readonly<Record<Side | 'eligible', number>> & {
      readonly combination: string
      readonly stratum: Stratum
    })[]
  }
}

const HEAD_SHARE = 0.5
const MID_SHARE = 0.9
const SIDES: readonly Side[] = ['test', 'validation', 'train']

/** A plan as one line, `layer=value` in alphabetical order of the layers. */
export function decisionCombination(decision: Plan): string {
  return Object.entries(decision)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([layer, value]) => `${layer}=${value}`)
    .join(', ')
}

/**
 * The stratum of every combination of decisions, most common first (ties by name): head until half of all records are
 * covered, mid until 90 %, tail the rest. The combination that crosses a line belongs to the stratum before it.
 */
export function decisionStrata(combinations: Iterable<string>): Map<string, { records: number; stratum: Stratum }> {
  const counts = new Map<string, number>()
  let total = 0
  for (const combination of combinations) {
    counts.set(combination, (counts.get(combination) ?? 0) + 1)
    total++
  }
  const ordered = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  const strata = new Map<string, { records: number; stratum: Stratum }>()
  let covered = 0
  for (const [combination, records] of ordered) {
    const share = covered / total
    strata.set(combination, { records, stratum: share < HEAD_SHARE ? 'head' : share < MID_SHARE ? 'mid' : 'tail' })
    covered += records
  }
  return strata
}

/** Couples per side for `total` couples: as asked for; by default 5 % validation, 15 % test, and all the rest train. */
export function splitSizes(config: SplitConfig, total: number): Record<Side, number> {
  const validation = config.validation ?? Math.floor(total * 0.05)
  const test = config.test ?? Math.floor(total * 0.15)
  const train = config.train ?? Math.max(total - validation - test, 1)
  const asked = train + validation + test
  if (asked > total) {
    throw new InputError(
      `expected at most ${total} couples (as many as there are), got ${asked}: ` +
        `train ${train}, validation ${validation}, test ${test}`,
      { field: 'split' },
      'ask for fewer',
    )
  }
  if (test === 0) {
    throw new InputError(
      `expected at least one couple to test on, got 15 % of ${total}`,
      { field: 'split.test' },
      'set split.test, or import more records',
    )
  }
  return { train, validation, test }
}

/** Draws `count` items at equal steps from a random start: every stretch of the list gives its share, within one. */
function systematicSample<T>(items: readonly T[], count: number, random: RandomStream): { drawn: T[]; rest: T[] } {
  const drawn: T[] = []
  const rest: T[] = []
  const start = random.uniform()
  let next = 0
  items.forEach((item, index) => {
    if (next < count && Math.floor(((next + start) * items.length) / count) === index) {
      drawn.push(item)
      next++
    } else rest.push(item)
  })
  return { drawn, rest }
}

/**
 * Splits records by couple into sides of exactly the sizes asked for. Couples stand in order of their decision
 * combination (of the couple's record with the smallest id hash), within it in random order, and each side is a
 * systematic sample, so that it has every combination in proportion, within one couple a side. The result depends on
 * the seed and the records, not on their order. Throws InputError when more couples are asked for than there are.
 */
export function splitCohort(items: Iterable<SplitItem>, config: SplitConfig, seed: number): Split {
  const couples = new Map<string, { hash: string; combination: string; recordIds: string[] }>()
  const combinationOf = new Map<string, string>()
  for (const { recordId, coupleId, decision } of items) {
    const hash = sha256(recordId)
    const combination = decisionCombination(decision)
    combinationOf.set(recordId, combination)
    const couple = couples.get(coupleId)
    if (couple === undefined) couples.set(coupleId, { hash, combination, recordIds: [recordId] })
    else {
      couple.recordIds.push(recordId)
      if (hash < couple.hash) Object.assign(couple, { hash, combination })
    }
  }
  const sizes = splitSizes(config, couples.size)
  const strata = decisionStrata(combinationOf.values())
  const cells = new Map<string, string[][]>([...strata.keys()].map(combination => [combination, []]))
  const inHashOrder = [...couples.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1))
  for (const { combination, recordIds } of inHashOrder) cells.get(combination)?.push(recordIds.sort())
  let remaining = [...cells].flatMap(([combination, cell]) => randomStream(seed, 'split', combination).shuffle(cell))

  const sides: Record<Side, string[]> = { train: [], validation: [], test: [] }
  for (const side of SIDES) {
    const { drawn, rest } = systematicSample(remaining, sizes[side], randomStream(seed, 'split', 'side', side))
    // Out of the order of combinations, so that no reader of the artifact meets the cases in blocks.
    sides[side] = randomStream(seed, 'split', 'order', side).shuffle(drawn).flat()
    remaining = rest
  }
  const stratumOf = (id: string): Stratum => strata.get(combinationOf.get(id) ?? '')?.stratum ?? 'tail'
  const selected = SIDES.flatMap(side => sides[side])
  const perCombination = new Map<string, Record<Side, number>>()
  for (const combination of strata.keys()) perCombination.set(combination, { train: 0, validation: 0, test: 0 })
  for (const side of SIDES) {
    for (const id of sides[side]) {
      const counts = perCombination.get(combinationOf.get(id) ?? '')
      if (counts) counts[side]++
    }
  }
  return {
    train: sides.train,
    validation: sides.validation,
    test: sides.test,
    strata: Object.fromEntries(selected.map(id => [id, stratumOf(id)])),
    counts: {
      couples: { eligible: couples.size, ...sizes },
      records: {
        eligible: combinationOf.size,
        train: sides.train.length,
        validation: sides.validation.length,
        test: sides.test.length,
      },
      combinations: [...strata].map(([combination, { records, stratum }]) => ({
        combination,
        stratum,
        eligible: records,
        ...(perCombination.get(combination) as Record<Side, number>),
      })),
    },
  }
}
