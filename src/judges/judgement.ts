/** @file What a judge said: the lines of the artifact `judges/<name>/`. They are no ratings, and no review takes them. */
import type { Choice, Harm } from '../review/index.ts'

/** Harm as it is asked: none is an answer too. */
export type HarmAnswer = 'none' | Harm

/** One score; a layer of null is the plan as a whole. */
export interface Score {
  readonly criterion: string
  readonly layer: string | null
  readonly score: number
}

/** What a rating says. */
export interface RatingAnswer {
  readonly scores: readonly Score[]
  readonly harm: HarmAnswer
}

/** What a comparison says. */
export interface PairAnswer {
  readonly choices: readonly { readonly criterion: string; readonly choice: Choice }[]
  readonly harms: { readonly left: HarmAnswer; readonly right: HarmAnswer }
}

/** What is asked, and of which arms: the judge is told neither. */
export type Subject =
  | { readonly task: 'rating'; readonly caseId: string; readonly arm: string }
  | { readonly task: 'pair'; readonly caseId: string; readonly left: string; readonly right: string }

/** Which of the times that the same is asked, from 0, and the hash of the request that was sent. */
interface Asked {
  readonly repeat: number
  readonly request: string
}

/** A line of `judgements.jsonl`. */
export type Judgement =
  | (Extract<Subject, { task: 'rating' }> & Asked & RatingAnswer)
  | (Extract<Subject, { task: 'pair' }> & Asked & PairAnswer)

/** Why an answer could not be read. */
export const UNREADABLE = ['refused', 'empty', 'cut', 'not JSON', 'wrong form'] as const
export type UnreadableKind = (typeof UNREADABLE)[number]

/** What is wrong with an answer. */
export interface Fault {
  readonly kind: UnreadableKind
  /** A clause without anything that the server said but names of our own form. */
  readonly says: string
}

/** A line of `unreadable.jsonl`: an answer that counts as none. */
export type Unreadable = Subject &
  Asked &
  Fault & {
    /** As it came; null where the server refused the request. */
    readonly text: string | null
  }

/** `judge.json`: who was asked, how, and how much came of it. */
export interface JudgeSummary {
  readonly judge: string
  readonly model: string
  /** Host and port. */
  readonly server: string
  readonly settings: {
    readonly temperature: number
    readonly topP: number
    readonly maxNewTokens: number
    readonly repeats: number
    /** Of the study; each request has one drawn from it. */
    readonly seed: number
    readonly language: 'en' | 'zh'
  }
  readonly ownArms: readonly string[]
  readonly cases: number
  readonly questions: { readonly rating: number; readonly pair: number }
  readonly unreadable: number
  /** Requests of different content; equal ones are sent once. */
  readonly requests: number
}

/** Where the judgements of a judge are, below `out/`. */
export const judgeArtifact = (judge: string): string => `judges/${judge}`
