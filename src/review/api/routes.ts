/** @file The routes below `/api`, each with what is sent and what is answered; signing in is below `/api/auth`. */
import type { LogLine, Receipt, Submission } from '../store/index.ts'
import type { Me, MemberLine, Planner, PlannerAnswer, Problem, ShownCase, TeamView } from './views.ts'
import type { OwnSlot, Progress } from '../store/index.ts'

/** Method and path -> body and answer. A path's `:id` is a slot's. */
export interface Routes {
  'GET /me': { readonly answer: Me }
  /** Consent and what a rater says of herself. */
  'POST /profile': {
    readonly body: { readonly centre: string | null; readonly answers: Readonly<Record<string, string | number>> }
    readonly answer: Receipt
  }
  'GET /slots': { readonly answer: readonly OwnSlot[] }
  'GET /slots/:id': { readonly answer: ShownCase }
  /** Takes the slot for one window, and shows it. */
  'POST /slots/:id/open': {
    readonly body: { readonly tab: string; readonly takeOver?: boolean }
    readonly answer: ShownCase
  }
  'POST /slots/:id/judgement': { readonly body: Omit<Submission, 'slotId'>; readonly answer: Receipt }
  /** "I know this case": withdraws all slots of the case from her. Others are reports that withdraw nothing. */
  'POST /unblinding': {
    readonly body: {
      readonly what: 'knows the case' | 'recognised the author' | 'was told'
      readonly slotId?: string | null
      readonly note?: string
    }
    readonly answer: Receipt
  }
  'GET /progress': { readonly answer: Progress }
  'GET /team': { readonly answer: TeamView }
  'GET /members': { readonly answer: readonly MemberLine[] }
  /** With `?after=N` from behind event N; 5,000 events at most. */
  'GET /log': { readonly answer: readonly LogLine[] }
  /** Makes a person with a role; the answer's path carries a secret that sets her password, and is shown once. */
  'POST /members': {
    readonly body: {
      readonly email: string
      readonly name: string
      readonly role: MemberLine['role']
      readonly centre: string | null
      readonly personId?: string
    }
    readonly answer: { readonly personId: string; readonly invitation: string }
  }
  'POST /members/:id/invitation': { readonly answer: { readonly personId: string; readonly invitation: string } }
  'POST /members/:id/leave': { readonly body: { readonly reason: string }; readonly answer: Receipt }
  /** What is left of one rater's list goes to another. */
  'POST /members/:id/replace': {
    readonly body: { readonly by: string; readonly reason: string }
    readonly answer: Receipt
  }
  'POST /lock': { readonly answer: Receipt }
  'POST /unblind': { readonly body: { readonly reason: string }; readonly answer: Receipt }
  'POST /proposal/withdraw': { readonly answer: Receipt }
  'POST /planner': { readonly body: Planner; readonly answer: PlannerAnswer }
  /** Writes the sample size into the plan's file and amends the plan, with a reason. */
  'POST /planner/write': { readonly body: Planner & { readonly reason: string }; readonly answer: Receipt }
}

/** Code of a problem -> status of the answer. */
export const HTTP_STATUS = {
  input: 400,
  'sign-in': 401,
  role: 403,
  state: 409,
  people: 409,
  slot: 409,
  key: 409,
  rate: 429,
  fault: 500,
} as const satisfies Readonly<Record<Problem['code'], number>>
