/** @file A made-up study as a review in a store: set up by its team, judged by simulated reviewers, unblinded by two people. */
import { allocateReview } from '../../src/review/preparation/key-holders.ts'
import type { Actor, Store } from '../../src/review/store/index.ts'
import { addMember, openReview, proposeLock, proposeUnblinding, registerPlan } from '../../src/review/store/index.ts'
import {
  type Allocation,
  addAllocation,
  confirmLock,
  confirmUnblinding,
  type JudgementLines,
  readJudgements,
} from '../../src/review/store/key-holders.ts'
import { type JsonValue, secretHex } from '../../src/support/index.ts'
import type { MadeUpStudy } from './made-up-study.ts'

/** The study team of a played review. */
export const team = {
  designer: { id: 'D01', role: 'designer' },
  monitor: { id: 'M01', role: 'monitor' },
  analyst: { id: 'A01', role: 'analyst' },
  keyHolder: { id: 'K01', role: 'key holder' },
} as const satisfies Readonly<Record<string, Actor>>

/** Pseudonyms of raters: R001 and on. */
export const raterIds = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, i) => `R${String(from + i).padStart(3, '0')}`)

/** What raters of a study are given; another secret gives another allocation. */
export function allocationOf(
  study: MadeUpStudy,
  raters: readonly string[],
  secret: string = secretHex(16),
): Allocation {
  const { material, config } = study
  return allocateReview({
    material,
    config,
    raters: raters.map(id => ({ id, centre: null })),
    knownBy: new Map(),
    secret,
  })
}

/** Registers plan and people, allocates and opens. */
export async function openPlayed(
  store: Store,
  study: MadeUpStudy,
  allocation: Allocation,
  plan: JsonValue = { plan: 'made-up' },
): Promise<void> {
  const { designer, keyHolder } = team
  await registerPlan(store, designer, { plan, settings: study.material.settings })
  for (const { id, role } of [team.monitor, team.analyst, keyHolder]) {
    await addMember(store, designer, { personId: id, role })
  }
  const raters = [...new Set(allocation.slots.map(({ raterId }) => raterId))]
  await Promise.all(raters.map(personId => addMember(store, designer, { personId, role: 'reviewer' })))
  await addAllocation(store, keyHolder, allocation)
  await openReview(store, designer)
}

/** Locks and unblinds, by two people each, and reads what was judged. */
export async function unblindPlayed(store: Store): Promise<JudgementLines> {
  await proposeLock(store, team.designer)
  await confirmLock(store, team.keyHolder)
  await proposeUnblinding(store, team.analyst, { reason: 'all cases are judged' })
  await confirmUnblinding(store, team.keyHolder)
  return readJudgements(store, team.analyst)
}
