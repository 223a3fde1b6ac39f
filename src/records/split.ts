/**
 * @file Divides a cohort by couple into train, validation and test, each a stratified sample of the whole: systematic
 * sampling along the couples ordered by combination (Cochran, Sampling Techniques, 3rd ed., chapter 8).
 */
import { randomStream, sha256 } from '../support/index.ts'
import type { SplitConfig } from './config.ts'
import { type DrawUnit, drawCouples } from './draw-couples.ts'
import { type SamplingStratum, type Side, splitSizes, testStratumSizes } from './split-sizes.ts'
import { combinationStrata, type Stratum } from './strata.ts'

/** What the split needs to know of a record. */
export interface SplitItem {
  readonly recordId: string
  readonly coupleId: string
  /** The case's combination, as one line. */
  readonly combination: string
  /** Names of the rare situations that hold. */
  readonly rare?: readonly string[]
}

/** How the test set was drawn from one stratum, where it over-samples. */
export interface TestSample {
  readonly stratum: SamplingStratum
  /** Couples of the stratum in the cohort, and drawn for the test. */
  readonly eligible: number
  readonly test: number
  /** The stratum's share of the cohort divided by its share of the test set; the mean over the test couples is 1. */
  readonly weight: number
}

/** Of the test or validation side, what has a near-duplicate on another side. */
export interface NearDuplicateCount {
  readonly side: 'test' | 'validation'
  readonly other: Side
  readonly records: number
  readonly couples: number
  /** Of these the ones whose fields are equal. */
  readonly equalRecords: number
  readonly equalCouples: number
}

/** `split/split.json`: record ids per side, and the stratum of each selected record. */
export interface Split {
  readonly train: readonly string[]
  readonly validation: readonly string[]
  readonly test: readonly string[]
  /** By how common the record's combination is among the training records; one that none of them has is tail. */
  readonly strata: Readonly<Record<string, Stratum>>
  /** Validation and test records whose combination no training record has. */
  readonly unseen: readonly string[]
  /** Weight of each test record when the test set over-samples; empty when it does not, as every weight is then 1. */
  readonly weights: Readonly<Record<string, number>>
  readonly counts: {
    readonly couples: Readonly<Record<Side | 'eligible', number>>
    readonly records: Readonly<Record<Side | 'eligible', number>>
    /** Every combination, most common first, with its records; its stratum is that of the training records. */
    readonly combinations: readonly (Readonly<Record<Side | 'eligible', number>> & {
      readonly combination: string
      readonly stratum: Stratum
    })[]
    /** Records with each rare situation. */
    readonly rare: Readonly<Record<string, Readonly<Record<Side | 'eligible', number>>>>
    /** Null when the test set is in proportion to the cohort. */
    readonly testSample: readonly TestSample[] | null
    readonly nearDuplicates: readonly NearDuplicateCount[]
  }
}

const SIDES: readonly Side[] = ['test', 'validation', 'train']

interface Couple {
  hash: string
  combination: string
  isRare: boolean
  recordIds: string[]
}

interface Unit extends DrawUnit {
  readonly combination: string
  readonly isRare: boolean
  readonly recordIds: readonly string[]
}

/** Couples, or what hangs together, in the order of their smallest record hash; each speaks for its first couple. */
function drawUnits(couples: ReadonlyMap<string, Couple>, groups: ReadonlyMap<string, string>): readonly Unit[] {
  const inHashOrder = [...couples].sort(([, a], [, b]) => (a.hash < b.hash ? -1 : 1))
  const members = new Map<string, Couple[]>()
  for (const [coupleId, couple] of inHashOrder) {
    const group = groups.get(coupleId) ?? coupleId
    const own = members.get(group)
    if (own) own.push(couple)
    else members.set(group, [couple])
  }
  return [...members.values()].map(own => ({
    size: own.length,
    combination: own[0].combination,
    isRare: own.some(({ isRare }) => isRare),
    recordIds: own.flatMap(({ recordIds }) => recordIds.sort()),
  }))
}

/** Reads items into couples; a couple's combination is that of its record with the smallest id hash. */
function gatherCouples(items: Iterable<SplitItem>) {
  const couples = new Map<string, Couple>()
  const itemOf = new Map<string, SplitItem>()
  for (const item of items) {
    const { recordId, coupleId, combination, rare = [] } = item
    itemOf.set(recordId, item)
    const hash = sha256(recordId)
    const couple = couples.get(coupleId)
    const isRare = rare.length > 0
    if (couple === undefined) couples.set(coupleId, { hash, combination, isRare, recordIds: [recordId] })
    else {
      couple.recordIds.push(recordId)
      couple.isRare ||= isRare
      if (hash < couple.hash) Object.assign(couple, { hash, combination })
    }
  }
  return { couples, itemOf }
}

/**
 * Draws the test side in the shares asked for. What is over-sampled is decided by strata over all eligible records: the
 * training records are only known once the test is drawn, and how often a combination was decided tells nothing of how
 * an arm will do on it. The strata that are reported are cut anew on the training records, since "rare" is to mean what
 * a model has rarely met; the weights belong to the strata of the drawing, whose sizes are known.
 */
function drawTest(
  units: readonly Unit[],
  shares: NonNullable<SplitConfig['testStrata']>,
  count: number,
  stratumOf: (combination: string) => Stratum,
  seed: number,
) {
  const samplingStratum = (unit: Unit): SamplingStratum =>
    unit.isRare && shares.rare !== undefined ? 'rare' : stratumOf(unit.combination)
  const available: Record<SamplingStratum, number> = { head: 0, mid: 0, tail: 0, rare: 0 }
  for (const unit of units) available[samplingStratum(unit)] += unit.size
  const total = units.reduce((sum, { size }) => sum + size, 0)
  const drawn: Unit[] = []
  const weightOf = new Map<Unit, number>()
  const testSample: TestSample[] = []
  for (const [stratum, couples] of testStratumSizes(shares, count, available)) {
    const own = units.filter(unit => samplingStratum(unit) === stratum)
    if (couples === 0) continue
    const weight = available[stratum] / total / (couples / count)
    testSample.push({ stratum, eligible: available[stratum], test: couples, weight })
    for (const unit of drawCouples(own, couples, randomStream(seed, 'split', 'side', 'test', stratum)).drawn) {
      drawn.push(unit)
      weightOf.set(unit, weight)
    }
  }
  return { drawn, rest: units.filter(unit => !weightOf.has(unit)), weightOf, testSample }
}

/**
 * Splits records by couple into sides of exactly the sizes asked for. Couples stand in order of their combination (of
 * the couple's record with the smallest id hash), within it in random order, and each side is a systematic sample, so
 * that it has every combination in proportion, within one couple a side; with `testStrata` the test side has the shares
 * asked for instead. The result depends on the seed and the records, not on their order. Throws InputError when more
 * couples are asked for than there are, of all or of a stratum.
 * @param groups couple -> group, for couples that must stand on the same side; a couple that is not in it stands alone.
 */
export function splitCohort(
  items: Iterable<SplitItem>,
  config: Pick<SplitConfig, 'train' | 'validation' | 'test' | 'testStrata'>,
  seed: number,
  groups: ReadonlyMap<string, string> = new Map(),
): Split {
  const { couples, itemOf } = gatherCouples(items)
  const sizes = splitSizes(config, couples.size)
  const combinationOf = (id: string) => itemOf.get(id)?.combination ?? ''
  const eligible = combinationStrata([...itemOf.values()].map(({ combination }) => combination))
  const cells = new Map<string, Unit[]>([...eligible.keys()].map(combination => [combination, []]))
  for (const unit of drawUnits(couples, groups)) cells.get(unit.combination)?.push(unit)
  let remaining: readonly Unit[] = [...cells].flatMap(([combination, cell]) =>
    randomStream(seed, 'split', combination).shuffle(cell),
  )

  const sides: Record<Side, string[]> = { train: [], validation: [], test: [] }
  const weights: Record<string, number> = {}
  let testSample: readonly TestSample[] | null = null
  for (const side of SIDES) {
    let found: { readonly drawn: readonly Unit[]; readonly rest: readonly Unit[] }
    if (side === 'test' && config.testStrata) {
      const stratumOf = (combination: string) => eligible.get(combination)?.stratum ?? 'tail'
      const test = drawTest(remaining, config.testStrata, sizes.test, stratumOf, seed)
      for (const [unit, weight] of test.weightOf) for (const id of unit.recordIds) weights[id] = weight
      testSample = test.testSample
      found = test
    } else found = drawCouples(remaining, sizes[side], randomStream(seed, 'split', 'side', side))
    // Out of the order of combinations, so that no reader of the artifact meets the cases in blocks.
    sides[side] = randomStream(seed, 'split', 'order', side)
      .shuffle(found.drawn)
      .flatMap(({ recordIds }) => recordIds)
    remaining = found.rest
  }

  const strata = combinationStrata(sides.train.map(combinationOf))
  const stratumOf = (combination: string): Stratum => strata.get(combination)?.stratum ?? 'tail'
  const zero = () => ({ eligible: 0, train: 0, validation: 0, test: 0 })
  const perCombination = new Map([...eligible].map(([name, { records }]) => [name, { ...zero(), eligible: records }]))
  const perSituation = new Map<string, Record<Side | 'eligible', number>>()
  const countRare = (id: string, place: Side | 'eligible') => {
    for (const name of itemOf.get(id)?.rare ?? []) {
      const counts = perSituation.get(name) ?? zero()
      counts[place]++
      perSituation.set(name, counts)
    }
  }
  for (const id of itemOf.keys()) countRare(id, 'eligible')
  for (const side of SIDES) {
    for (const id of sides[side]) {
      const counts = perCombination.get(combinationOf(id))
      if (counts) counts[side]++
      countRare(id, side)
    }
  }
  const selected = SIDES.flatMap(side => sides[side])
  return {
    train: sides.train,
    validation: sides.validation,
    test: sides.test,
    strata: Object.fromEntries(selected.map(id => [id, stratumOf(combinationOf(id))])),
    unseen: [...sides.test, ...sides.validation].filter(id => !strata.has(combinationOf(id))),
    weights,
    counts: {
      couples: { eligible: couples.size, ...sizes },
      records: {
        eligible: itemOf.size,
        train: sides.train.length,
        validation: sides.validation.length,
        test: sides.test.length,
      },
      combinations: [...perCombination].map(([combination, counts]) => ({
        combination,
        stratum: stratumOf(combination),
        ...counts,
      })),
      rare: Object.fromEntries([...perSituation].sort(([a], [b]) => (a < b ? -1 : 1))),
      testSample,
      nearDuplicates: [],
    },
  }
}
