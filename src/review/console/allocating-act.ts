/** @file The act of a key holder that gives reviewers their cases, and what can be told of it without an arm. */
import { hashJson, InputError } from '../../support/index.ts'
import { type AllocationBalance, allocationBalance } from '../allocation/index.ts'
import { loadMaterial, type ServedConfig } from '../preparation/index.ts'
import { allocateReview, asDesigned, designRequest } from '../preparation/key-holders.ts'
import { EVENT_RULES, readAllocation, readMembers, type Receipt, settingsSchema } from '../store/index.ts'
import { addAllocation, allocationSecret } from '../store/key-holders.ts'
import { loadReview } from '../store/working-set.ts'
import type { Desk } from './desk.ts'
import { actorNamed } from './who-acts.ts'

/** What an allocation is made from besides the review itself. */
export interface AllocatingInput {
  readonly as: string | null
  /** Folder of the prepared material. */
  readonly material: string
  readonly config: ServedConfig
  /** Couple -> raters who know it. */
  readonly knownBy: readonly (readonly [couple: string, raters: readonly string[]])[]
  /** Makes it, says how balanced it is, and keeps nothing. */
  readonly dryRun: boolean
}

/** What was allocated; the balance is of everything that reviewers have now. */
export interface Allocated {
  readonly added: number
  readonly balance: AllocationBalance
  /** Null when nothing was kept. */
  readonly receipt: Receipt | null
}

/** What both ways of allocating do, with the secret that a new review draws by, or one that nobody knows. */
async function allocateBy(desk: Desk, input: AllocatingInput, given: string | undefined): Promise<Allocated> {
  const { store } = desk
  const { config, dryRun } = input
  const actor = await actorNamed(desk, input.as, EVENT_RULES['allocation.added'].roles)
  const material = await loadMaterial(input.material)
  const { settings } = await loadReview(store.db, false)
  if (given !== undefined && settings?.simulated !== true) {
    throw new Error('allocatePlayed: expected a simulated review, got one for clinicians')
  }
  const secret = await allocationSecret(store, actor, given)
  if (hashJson(settings) !== hashJson(settingsSchema.parse(material.settings))) {
    throw new InputError(
      'expected the settings that were registered with the plan, got others',
      { field: 'review' },
      'restore them in the study file, or begin another review in another folder',
    )
  }
  const reviewers = (await readMembers(store, actor)).filter(({ active, role }) => active && role === 'reviewer')
  const raters = reviewers.map(({ personId: id, centre }) => ({ id, centre }))
  const earlier = await readAllocation(store, actor)
  const request = { material, config, raters, knownBy: new Map(input.knownBy), secret, earlier }
  const allocation = allocateReview(request)
  const all = [...earlier, ...allocation.slots.map(slot => ({ ...slot, status: 'waiting' as const }))]
  const balance = allocationBalance(asDesigned(all as Parameters<typeof asDesigned>[0]), designRequest(request))
  const receipt = dryRun ? null : await addAllocation(store, actor, allocation)
  return { added: allocation.slots.length, balance, receipt }
}

/**
 * Gives all active reviewers their cases, or what lacks: reviewers and cases that are new. Throws InputError while leaks are
 * open or reviewers lack, and when the study asks another thing than what was registered; Refusal for who is no key holder.
 */
export function allocate(desk: Desk, input: AllocatingInput): Promise<Allocated> {
  return allocateBy(desk, input, undefined)
}

/**
 * The same for a simulated review, with a secret that is given, so that the allocation comes out the same again. It is no
 * act that the console can be asked for, and throws for a review that clinicians judge: who knows the secret can work out the key.
 */
export function allocatePlayed(desk: Desk, input: AllocatingInput, secret: string): Promise<Allocated> {
  return allocateBy(desk, input, secret)
}
