/** @file From the material and the raters to what the store takes: slots, texts, key. Needs the key: nothing that serves a browser imports it. */
import { createHmac } from 'node:crypto'
import { InputError } from '../../support/index.ts'
import {
  type AllocationRequest,
  allocate,
  type Allocation as DesignedAllocation,
  type Slot as DesignedSlot,
  type Rater,
  type ReviewCase,
} from '../allocation/index.ts'
import type { AllocationKey, SlotKey } from '../allocation/key.ts'
import type { Feedback } from '../api/index.ts'
import { requireResolved } from '../leaks/index.ts'
import type { Slot, SlotStatus } from '../store/index.ts'
import type { Allocation } from '../store/key-holders.ts'
import type { KnownBy } from './known-by.ts'
import type { ReviewMaterial } from './material.ts'
import { plannedRaters, RATERS_PER_CASE, type ServedConfig } from './served-config.ts'
import { TRAINING_PLANS, type TrainingPlan } from './training-cases.ts'

/** A slot that was allocated before: a line of the store's `readAllocation`. */
export type EarlierSlot = Slot & { readonly status: SlotStatus }

/** What an allocation is made from. */
export interface ReviewAllocationRequest {
  readonly material: ReviewMaterial
  readonly config: ServedConfig
  /** Active reviewers, by pseudonym. */
  readonly raters: readonly Rater[]
  readonly knownBy: KnownBy
  /** Of the store; without it nobody can make the allocation again. */
  readonly secret: string
  /** All slots that there are, for an addition: a rater more, cases more. Empty the first time. */
  readonly earlier?: readonly EarlierSlot[]
}

const opaque = (secret: string, ...names: readonly (string | number)[]): string =>
  createHmac('sha256', secret).update(JSON.stringify(names)).digest().subarray(0, 16).toString('base64url')

/** Open leaks and a number of raters that the study does not have stop an allocation. */
function checkReady({ material, config, raters }: ReviewAllocationRequest): void {
  const decided = material.findings.flatMap(({ decision }) => (decision === null ? [] : [decision]))
  requireResolved(material.findings, decided)
  const planned = plannedRaters(config)
  if (planned !== null && raters.length < planned) {
    throw new InputError(
      `expected at least ${planned} raters as the study plans, got ${raters.length}`,
      { field: 'review.raters' },
      'invite more, or plan for fewer',
    )
  }
}

/** Who turned out to know a case: its slots were withdrawn from her. */
function knownWith(
  knownBy: KnownBy,
  earlier: readonly EarlierSlot[],
  coupleOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly string[]> {
  const known = new Map([...knownBy].map(([couple, raters]) => [couple, new Set(raters)]))
  for (const { status, caseId, raterId } of earlier) {
    const couple = coupleOf.get(caseId)
    if (status !== 'withdrawn' || couple === undefined) continue
    known.set(couple, (known.get(couple) ?? new Set()).add(raterId))
  }
  return new Map([...known].map(([couple, raters]) => [couple, [...raters]]))
}

/** The request of the design, in its own terms. */
export function designRequest(request: ReviewAllocationRequest): AllocationRequest {
  const { material, config, raters, knownBy, secret, earlier = [] } = request
  const { cases, training } = material
  const coupleOf = new Map([...cases, ...training].map(({ caseId, coupleId }) => [caseId, coupleId]))
  const known = knownWith(knownBy, earlier, coupleOf)
  const reviewCase = ({ caseId, coupleId, stratum }: (typeof cases)[number]): ReviewCase => ({
    id: caseId,
    coupleId,
    stratum,
    knownBy: known.get(coupleId) ?? [],
  })
  const { ratings, pairs } = config.tasks
  return {
    cases: cases.map(reviewCase),
    arms: config.compare,
    raters,
    design:
      config.design === 'crossed'
        ? { kind: 'crossed' }
        : { kind: 'blocks', ratersPerCase: config.design?.ratersPerCase ?? config.raters ?? RATERS_PER_CASE },
    tasks: {
      ratings: ratings === 'none' ? null : ratings === 'all' ? {} : ratings === 'compared' ? { of: ratings } : ratings,
      pairs: pairs === 'none' ? null : { of: pairs.of, ...(pairs.perCase !== 'all' && { perCase: pairs.perCase }) },
    },
    repeats: config.repeats,
    training: { cases: training.map(one => reviewCase(one)), perRater: config.training, plans: TRAINING_PLANS },
    mostCases: config.mostCases ?? null,
    seed: material.seed,
    secret,
  }
}

/** Slots of the store as the design knows them. A batch has a number that no other one had: that of the slots before it. */
export function asDesigned(earlier: readonly EarlierSlot[]): DesignedAllocation {
  const slots = earlier.map(({ slotId: id, raterId, caseId, training, order, visit, task, shown }): DesignedSlot => {
    const place = { id, visitId: `${raterId} ${visit}`, raterId, caseId, position: order - 1 }
    const own = { ...place, phase: training ? ('training' as const) : ('main' as const) }
    const textOn = (wanted: string) => shown.find(({ side }) => side === wanted)?.text ?? ''
    return task === 'rating'
      ? { ...own, kind: 'rating', text: textOn('only') }
      : { ...own, kind: 'pair', left: textOn('left'), right: textOn('right') }
  })
  return { batches: earlier.length, slots }
}

const feedbackOf = (own: SlotKey, points: ReviewMaterial['training'][number]['points']): Feedback => {
  const of = (plan: string) => points[plan as TrainingPlan]
  return {
    plans:
      own.kind === 'rating'
        ? [{ side: 'only', points: of(own.arm) }]
        : [
            { side: 'left', points: of(own.left) },
            { side: 'right', points: of(own.right) },
          ],
  }
}

/** Numbers the visits of each rater on from what she has; equal `visitId`s are one visit. */
function visitNumbers(earlier: readonly EarlierSlot[]): (slot: DesignedSlot) => number {
  const last = new Map<string, number>()
  for (const { raterId, visit } of earlier) last.set(raterId, Math.max(last.get(raterId) ?? 0, visit))
  const numbers = new Map<string, number>()
  return ({ raterId, visitId }) => {
    const found = numbers.get(visitId)
    if (found !== undefined) return found
    const next = (last.get(raterId) ?? 0) + 1
    last.set(raterId, next)
    numbers.set(visitId, next)
    return next
  }
}

/** The new slots in the store's form, with the texts that they show and the key. */
function asStored(
  { material, earlier = [], secret }: ReviewAllocationRequest,
  designed: readonly DesignedSlot[],
  key: AllocationKey,
): Allocation {
  const keyOf = new Map(key.slots.map(own => [own.slotId, own]))
  const caseOf = new Map([...material.cases, ...material.training].map(one => [one.caseId, one]))
  const trainingOf = new Map(material.training.map(one => [one.caseId, one]))
  const planOf = new Map(material.plans.map(({ textId, sheet }) => [textId, sheet]))
  const shownBefore = new Set(earlier.flatMap(({ shown, caseText }) => [...shown.map(({ text }) => text), caseText]))
  const casesBefore = new Set(earlier.map(({ caseId }) => caseId))
  const texts: Record<string, string> = {}
  /** Stores a text once, under a name that its content decides and that says nothing without the secret. */
  const stored = (caseId: string, content: unknown): string => {
    const text = JSON.stringify(content)
    const id = opaque(secret, 'shown', caseId, text)
    if (!shownBefore.has(id)) texts[id] = text
    return id
  }
  const sheetOf = (caseId: string, arm: string) => {
    const sheet = trainingOf.get(caseId)?.plans[arm as TrainingPlan] ?? planOf.get(`${caseId}/${arm}`)
    if (sheet === undefined) throw new Error(`allocateReview: expected a plan of ${arm} for case ${caseId}, got none`)
    return sheet
  }
  const numberOf = visitNumbers(earlier)
  const slots: Allocation['slots'] = []
  const arms: Record<string, Record<string, string>> = {}
  for (const slot of designed) {
    const own = keyOf.get(slot.id)
    if (own === undefined) throw new Error(`allocateReview: expected a key of slot ${slot.id}, got none`)
    const shownArms: Record<string, string> =
      own.kind === 'rating' ? { only: own.arm } : { left: own.left, right: own.right }
    const caseText = stored(slot.caseId, caseOf.get(slot.caseId)?.sheet)
    if (casesBefore.has(slot.caseId) && !shownBefore.has(caseText)) {
      throw new InputError(
        `case ${slot.caseId}: expected the record that other raters saw, got another`,
        { field: 'review' },
        'the study was made again since the cases were given out; restore its output, or begin another review',
      )
    }
    const points = trainingOf.get(slot.caseId)?.points
    slots.push({
      slotId: slot.id,
      raterId: slot.raterId,
      order: slot.position + 1,
      caseId: slot.caseId,
      visit: numberOf(slot),
      stratum: caseOf.get(slot.caseId)?.stratum ?? null,
      task: slot.kind === 'rating' ? 'rating' : 'pairwise',
      training: slot.phase === 'training',
      caseText,
      shown: Object.entries(shownArms).map(([side, arm]) => ({
        side: side as 'only',
        text: stored(slot.caseId, sheetOf(slot.caseId, arm)),
      })),
      // Feedback belongs to the slot: another one with the same plans has them on other sides.
      feedback: points === undefined ? null : stored(`${slot.caseId} ${slot.id}`, feedbackOf(own, points)),
      repeatOf: own.repeatOf,
    })
    arms[slot.id] = shownArms
  }
  return { slots, texts, key: arms, secret }
}

/**
 * The allocation of a review as `addAllocation` of the store takes it; for an addition what is new alone. Equal requests
 * give equal bytes. A text has a name that tells nothing without the secret, and two arms with equal plans share it.
 * Throws InputError while a leak is open, with fewer raters than planned, for a design that is impossible, when there is
 * nothing to add, and when a case is no longer what its raters saw.
 */
export function allocateReview(request: ReviewAllocationRequest): Allocation {
  checkReady(request)
  const { earlier = [] } = request
  const kept = asDesigned(earlier)
  const before = new Set(earlier.map(({ slotId }) => slotId))
  const { allocation, key } = allocate(designRequest(request), kept)
  const added = allocation.slots.filter(({ id }) => !before.has(id))
  if (added.length === 0) {
    throw new InputError(
      'expected raters or cases that lack something, got none',
      { field: 'review' },
      'invite a rater or raise `cases` first',
    )
  }
  return asStored(request, added, key)
}
