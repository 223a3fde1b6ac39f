/** @file Where the review stands, read from its audit log: every role of the team may read it, only some the progress. */
import type { Me, TeamView } from '../../../api/index.ts'

/** A line of the audit log. */
export type LogLine = TeamView['log'][number]
/** A state of the review. */
export type State = Me['state']

/** The states in their order. */
export const STATES = ['draft', 'open', 'locked', 'unblinded'] as const satisfies readonly State[]

/** Who brought the review into a state, and when. */
export interface Entry {
  readonly time: string
  /** One person, or the one who proposed and the one who confirmed. */
  readonly by: readonly string[]
}

/** A proposal that waits for its second person. */
export interface Waiting {
  readonly what: 'lock' | 'unblind'
  readonly by: string
  readonly time: string
  readonly reason: string | null
  /** Whether who proposed it has left since. */
  readonly hasLeft: boolean
}

/** What the log tells of the state. */
export interface Standing {
  readonly state: State
  readonly entered: Readonly<Partial<Record<State, Entry>>>
  readonly proposal: Waiting | null
}

/** What an event enters; the plan begins the review. */
const ENTERS: Readonly<Partial<Record<LogLine['kind'], State>>> = {
  'plan.registered': 'draft',
  'review.opened': 'open',
  'lock.confirmed': 'locked',
  'unblind.confirmed': 'unblinded',
}

const reasonOf = (payload: unknown) => {
  const { reason } = (payload ?? {}) as { readonly reason?: unknown }
  return typeof reason === 'string' ? reason : null
}

const personOf = (payload: unknown) => (payload as { readonly personId?: unknown } | null)?.personId

const withLeaving = (waiting: Waiting | null, hasLeft: boolean) => (waiting === null ? null : { ...waiting, hasLeft })

/** Follows the log from its first event to its last. */
export function standingOf(log: readonly LogLine[]): Standing {
  const entered: Partial<Record<State, Entry>> = {}
  let state: State = 'draft'
  let proposal: Waiting | null = null
  for (const { kind, time, actor, payload } of log.toSorted((a, b) => a.sequence - b.sequence)) {
    const next = ENTERS[kind]
    if (next !== undefined) {
      entered[next] = { time, by: proposal === null ? [actor] : [proposal.by, actor] }
      state = next
      proposal = null
    } else if (kind === 'proposal.withdrawn') proposal = null
    else if (kind === 'member.left' || kind === 'member.added') {
      const hasLeft = kind === 'member.left'
      if (personOf(payload) === proposal?.by) proposal = withLeaving(proposal, hasLeft)
    } else if (kind === 'lock.proposed') proposal = { what: 'lock', by: actor, time, reason: null, hasLeft: false }
    else if (kind === 'unblind.proposed')
      proposal = { what: 'unblind', by: actor, time, reason: reasonOf(payload), hasLeft: false }
  }
  return { state, entered, proposal }
}

/** Roles that may propose what comes after a state, and roles that may confirm it. */
const PROPOSE = { lock: ['designer', 'monitor'], unblind: ['designer', 'analyst'] } as const
const CONFIRM = { lock: ['designer', 'monitor', 'key holder'], unblind: ['key holder'] } as const

/** What one person can do now about closing the review. The server decides; this only offers. */
export function partOf(
  { personId, role }: Pick<Me, 'personId' | 'role'>,
  { state, proposal }: Standing,
): 'propose lock' | 'propose unblinding' | 'withdraw' | 'confirm' | 'export' | 'nothing' {
  const has = (roles: readonly string[]) => roles.includes(role)
  if (proposal !== null) {
    if (proposal.by === personId || (proposal.hasLeft && role === 'designer')) return 'withdraw'
    return has(CONFIRM[proposal.what]) ? 'confirm' : 'nothing'
  }
  if (state === 'open' && has(PROPOSE.lock)) return 'propose lock'
  if (state === 'locked' && has(PROPOSE.unblind)) return 'propose unblinding'
  return state === 'unblinded' && role === 'analyst' ? 'export' : 'nothing'
}
