/** @file What a rater has answered so far about a slot, and the judgement that it becomes. */
import type { Answer } from '../../api-client/index.ts'
import type { Parcel } from '../../delivery/index.ts'

/** A slot with what it shows. */
export type ShownCase = Answer<'GET /slots/:id'>
/** Where a plan stands. */
export type Side = ShownCase['plans'][number]['side']
type Judgement = Parcel['judgement']
type Pairwise = Extract<Judgement, { task: 'pairwise' }>
/** What can be said of two plans. */
export type Choice = Pairwise['choices'][number]['choice']
/** How grave a harm would be. */
export type Severity = NonNullable<Judgement['harms']>[number]['severity']
type Guess = NonNullable<Judgement['guesses']>[number]
/** What a plan can be taken for. */
export type Source = Guess['guess']

/** Answers, each by the name of its question; what is not answered is not there. */
export interface Draft {
  readonly scores: Readonly<Record<string, number>>
  readonly choices: Readonly<Record<string, Choice>>
  readonly harms: Readonly<Partial<Record<Side, Severity>>>
  readonly tags: readonly string[]
  readonly comment: string
  /** By the name of a plan of the visit. */
  readonly sources: Readonly<Record<string, { readonly guess: Source; readonly sureness: number | null }>>
}

/** A draft without answers. */
export const EMPTY: Draft = { scores: {}, choices: {}, harms: {}, tags: [], comment: '', sources: {} }

/** The name of a score: of a criterion, and of a layer where it is scored layer by layer. */
export function scoreName(criterion: string, layer: string | null): string {
  return layer === null ? criterion : JSON.stringify([criterion, layer])
}

/** The name of a plan of a visit: the slot that shows it and its side there. */
export function planName(slotId: string, side: Side): string {
  return JSON.stringify([slotId, side])
}

const object = (value: unknown): Record<string, never> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, never>) : {}

/** A draft from what a browser kept, whatever that is. */
export function draftFrom(kept: Readonly<Record<string, unknown>> | null): Draft {
  const { scores, choices, harms, tags, comment, sources } = kept ?? {}
  return {
    scores: object(scores),
    choices: object(choices),
    harms: object(harms),
    tags: Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [],
    comment: typeof comment === 'string' ? comment : '',
    sources: object(sources),
  }
}

/** The draft that makes this judgement: to change one that was given. */
export function draftOf(slotId: string, judgement: Judgement): Draft {
  const { harms = [], tags = [], comment = '', guesses = [] } = judgement
  return {
    scores:
      judgement.task === 'rating'
        ? Object.fromEntries(judgement.scores.map(one => [scoreName(one.criterion, one.layer ?? null), one.score]))
        : {},
    choices:
      judgement.task === 'pairwise'
        ? Object.fromEntries(judgement.choices.map(one => [one.criterion, one.choice]))
        : {},
    harms: Object.fromEntries(harms.map(({ side, severity }) => [side, severity])),
    tags,
    comment,
    sources: Object.fromEntries(
      guesses.map(one => [
        planName(one.slotId ?? slotId, one.side),
        { guess: one.guess, sureness: one.sureness ?? null },
      ]),
    ),
  }
}

const criterionOf = (name: string): { criterion: string; layer: string | null } => {
  if (!name.startsWith('["')) return { criterion: name, layer: null }
  const [criterion, layer] = JSON.parse(name) as [string, string]
  return { criterion, layer }
}

/**
 * The judgement that a draft makes of a slot. `scoreNames` and `comparisons`: what is asked, so that an answer to what is
 * no longer asked stays behind; `planNames`: the plans of which the source is asked, none unless it is asked here.
 */
export function judgementOf(
  draft: Draft,
  slot: Pick<ShownCase, 'slotId' | 'task' | 'plans'>,
  asked: {
    readonly scoreNames: readonly string[]
    readonly comparisons: readonly string[]
    readonly planNames: readonly string[]
  },
): Judgement {
  const remarks = {
    comment: draft.comment.trim(),
    tags: [...draft.tags],
    harms: slot.plans.flatMap(({ side }) => {
      const severity = draft.harms[side]
      return severity === undefined ? [] : [{ side, severity }]
    }),
    guesses: asked.planNames.flatMap(name => {
      const answer = draft.sources[name]
      if (answer === undefined) return []
      const [slotId, side] = JSON.parse(name) as [string, Side]
      return [
        {
          slotId: slotId === slot.slotId ? null : slotId,
          side,
          guess: answer.guess,
          sureness: answer.guess === 'unknown' ? null : answer.sureness,
        },
      ]
    }),
  }
  if (slot.task === 'rating') {
    const scores = asked.scoreNames.flatMap(name => {
      const score = draft.scores[name]
      return score === undefined ? [] : [{ ...criterionOf(name), score }]
    })
    return { task: 'rating', scores, ...remarks }
  }
  const choices = asked.comparisons.flatMap(criterion => {
    const choice = draft.choices[criterion]
    return choice === undefined ? [] : [{ criterion, choice }]
  })
  return { task: 'pairwise', choices, ...remarks }
}
