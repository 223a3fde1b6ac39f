/** @file What the server answers: a person's own view, and the study team's. */
import type { Instrument } from '../instrument/index.ts'
import type { Judgement, LogLine, MemberRow, Progress, Role, ShownSlot, State } from '../store/index.ts'
import type { CaseSheet, Feedback, PlanSheet } from './sheets.ts'

/** Who is signed in, and what she must know of the review. */
export interface Me {
  readonly personId: string
  readonly name: string
  readonly role: Role
  readonly centre: string | null
  /** Answers that she gave about herself; null before she consented. */
  readonly profile: Readonly<Record<string, string | number>> | null
  /** Short name; empty to a reviewer, since it may tell what is compared. */
  readonly study: string
  /** Of the plan; to a reviewer that of the instrument, or empty. */
  readonly title: string
  readonly state: State
  readonly simulated: boolean
  readonly planHash: string | null
  readonly scale: readonly [number, number]
  /** Null to anybody but reviewers and designers. */
  readonly instrument: Instrument | null
}

/** A slot with everything that its rater sees. */
export interface ShownCase extends Omit<ShownSlot, 'caseText' | 'shown' | 'feedback'> {
  readonly record: CaseSheet
  readonly plans: readonly { readonly side: ShownSlot['shown'][number]['side']; readonly plan: PlanSheet }[]
  readonly feedback: Feedback | null
  readonly judgement: Judgement | null
}

/** A person as the study team sees her. */
export interface MemberLine extends Omit<MemberRow, 'invitedBy'> {
  /** Name and address, of those who may invite; null to others. */
  readonly name: string | null
  readonly email: string | null
  readonly hasSignedIn: boolean
}

/** What a monitor or designer sees: no arm, no text, no judgement. */
export interface TeamView {
  readonly progress: Progress
  readonly members: readonly MemberLine[]
  /** The last events, newest first. */
  readonly log: readonly LogLine[]
}

/** What a designer asks the planner: the `sampleSize` of an analysis plan. */
export interface Planner {
  readonly cases: number
  readonly raters: number
  readonly power: number
  readonly preference: { readonly win: number; readonly ties: number; readonly icc: number } | null
  readonly rating: { readonly difference: number; readonly sd: number } | null
}

/** What it answers. */
export interface PlannerAnswer {
  readonly lines: readonly {
    readonly question: 'preference' | 'rating' | 'benchmark' | 'paradox'
    readonly power: number
    readonly standardError: number | null
    /** Cases that the wanted power needs; null when it is beyond the search. */
    readonly needed: number | null
    readonly line: string
  }[]
}

/** Every answer that is no success. `code` is the refusal's, or `sign-in`, `rate`, `fault`. */
export interface Problem {
  readonly code: 'role' | 'state' | 'people' | 'slot' | 'key' | 'input' | 'sign-in' | 'rate' | 'fault'
  readonly message: string
}
