/** @file The tables of the database as Kysely sees them. Structured columns are JSON text, the same on both engines. */
import type { Generated, Kysely } from 'kysely'

/** The tables of the schema `review`. */
export interface Tables {
  event: {
    sequence: number
    time: string
    actor: string
    role: string
    kind: string
    payload: string
    previous: string
    hash: string
  }
  review: {
    only_one: Generated<boolean>
    sequence: number
    hash: string
    state: string
    plan_hash: string | null
    settings: string | null
    proposal: string | null
    slots: number
  }
  member: {
    person_id: string
    role: string
    centre: string | null
    rater_kind: string
    profile: string
    active: boolean
    invited_by: string
  }
  slot: {
    slot_id: string
    rater_id: string
    order: number
    case_id: string
    visit: number
    stratum: string | null
    task: string
    training: boolean
    case_text: string | null
    feedback: string | null
    shown: string
    repeat_of: string | null
    status: string
    tab: string | null
    opened_at: string | null
    first_judged_at: string | null
    judged_at: string | null
    judged: number | null
    judgement: string | null
    revealed: boolean
  }
  submission: {
    person_id: string
    key: string
    body_hash: string
    sequence: number
    time: string
    hash: string
  }
  shown_text: { text_id: string; content: string; texts_hash: string }
  slot_key: { slot_id: string; arms: string; seal: string; salt: string }
  migration_checksum: { name: string; sha256: string }
}

/** The schema that all of them lie in, so that tables of others (sign-in) may stand beside it. */
export const SCHEMA = 'review'

/** A database, or a transaction of it, that looks into the schema `review`. */
export type Database = Kysely<Tables>
