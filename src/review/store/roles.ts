/** @file Who may do and read what, and in which state of the review: one table that every function of the store asks. */

/** What a person is in a review; one role a person, so that nobody rates and watches at once. */
export const ROLES = ['reviewer', 'monitor', 'designer', 'analyst', 'key holder'] as const
export type Role = (typeof ROLES)[number]

/** The states of a review, in their order; there is no way back. */
export const STATES = ['draft', 'open', 'locked', 'unblinded'] as const
export type State = (typeof STATES)[number]

/** Who may do a thing, and when. */
export interface Rule {
  readonly roles: readonly Role[]
  readonly states: readonly State[]
}

const rule = (roles: readonly Role[], states: readonly State[]): Rule => ({ roles, states })

/** Kind of event -> who may cause it, and when. The first event of a review is `plan.registered`, and only that. */
export const EVENT_RULES = {
  'plan.registered': rule(['designer'], ['draft']),
  'plan.amended': rule(['designer'], ['draft', 'open', 'locked']),
  'member.added': rule(['designer'], STATES),
  // An analyst at the command line alone: where there is one designer, a key holder's new link may come from somebody else.
  'member.invited-again': rule(['designer', 'analyst'], STATES),
  'member.left': rule(['designer'], STATES),
  'profile.given': rule(['reviewer'], ['draft', 'open']),
  'allocation.added': rule(['key holder'], ['draft', 'open']),
  'slots.reassigned': rule(['designer', 'monitor'], ['draft', 'open']),
  'review.opened': rule(['designer'], ['draft']),
  'slot.opened': rule(['reviewer'], ['open']),
  'judgement.given': rule(['reviewer'], ['open']),
  'judgement.changed': rule(['reviewer'], ['open']),
  'unblinding.inadvertent': rule(ROLES, ['open', 'locked']),
  'unblinding.emergency': rule(['key holder'], ['open', 'locked']),
  'lock.proposed': rule(['designer', 'monitor'], ['open']),
  'lock.confirmed': rule(['designer', 'monitor', 'key holder'], ['open']),
  'unblind.proposed': rule(['designer', 'analyst'], ['locked']),
  'unblind.confirmed': rule(['key holder'], ['locked']),
  'proposal.withdrawn': rule(['designer', 'monitor', 'analyst'], ['open', 'locked']),
  'data.exported': rule(['analyst'], ['unblinded']),
} as const satisfies Readonly<Record<string, Rule>>
/** A kind of event. */
export type EventKind = keyof typeof EVENT_RULES

/** What can be read -> who may read it, and when. A reviewer reads only what is her own. */
export const READ_RULES = {
  'own slots': rule(['reviewer'], ['open', 'locked', 'unblinded']),
  'own profile': rule(ROLES, STATES),
  progress: rule(['monitor', 'designer'], STATES),
  'audit log': rule(['monitor', 'designer', 'analyst', 'key holder'], STATES),
  members: rule(['monitor', 'designer', 'key holder'], STATES),
  allocation: rule(['designer', 'monitor', 'key holder'], STATES),
  // To name the slot whose arm is to be told.
  'slots of a case': rule(['key holder'], ['open', 'locked']),
  'judgements with arms': rule(['analyst'], ['unblinded']),
} as const satisfies Readonly<Record<string, Rule>>
/** What can be read. */
export type ReadKind = keyof typeof READ_RULES
