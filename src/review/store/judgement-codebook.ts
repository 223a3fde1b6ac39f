/** @file What every column of the exported judgements means; the export writes its columns from this list. */

/** A column of an exported file and where its cells come from. */
export interface Column {
  readonly column: string
  /** Member of the line. */
  readonly field: string
  readonly meaning: string
  readonly values: string
}

const of = (column: string, field: string, meaning: string, values: string): Column => ({
  column,
  field,
  meaning,
  values,
})

const who: readonly Column[] = [
  of('case', 'caseId', 'record id of the case', 'text'),
  of('rater', 'raterId', 'who judged', 'text'),
]

const common: readonly Column[] = [
  of('rater_kind', 'raterKind', 'a clinician, or a language model that was asked the same', 'clinician, judge'),
  of('centre', 'centre', 'where the rater works', 'text, empty when not known'),
  of(
    'rated_at',
    'ratedAt',
    'when the judgement that counts was acknowledged; review.json lists new links that raters got before (invitedAgain)',
    'ISO 8601, UTC',
  ),
  of('repeat', 'repeat', 'a hidden repeat of what the same rater judged before', 'yes, no'),
]

/** On every line, so that a file that travels alone still says it. */
const simulated = of('simulated_reviewers', 'simulated', 'no clinician judged: SIMULATED REVIEWERS did', 'yes, no')

const origin: readonly Column[] = [
  of('slot', 'slotId', 'the slot that was judged', 'text'),
  of('order', 'order', "the slot's place in the rater's order, training included", 'whole number from 1'),
  of('stratum', 'stratum', 'how common the case is among the records', 'text, empty when not given'),
  of(
    'seconds',
    'seconds',
    'from opening the slot to its first judgement, pauses included',
    'seconds, empty when not timed',
  ),
  of('changed', 'changed', 'the judgement was changed before the lock; the last one is given', 'yes, no'),
  of(
    'unblinded',
    'unblinded',
    'why the rater, or the arm, was no longer blind',
    'recognised the author; was told; knew the case, told after the lock; emergency, after the judgement; empty when blind',
  ),
  simulated,
]

/** File -> columns, in the order in which they stand. */
export const codebook = {
  ratings: [
    ...who,
    of('arm', 'arm', 'who wrote the plan', 'arms of the study, physician'),
    of('criterion', 'criterion', 'what was rated; with a decision layer in brackets where one was meant', 'text'),
    of('score', 'score', 'the score', 'whole number on the scale of the review'),
    ...common,
    ...origin,
  ],
  preferences: [
    ...who,
    of('left', 'left', 'who wrote the plan on the left', 'arms of the study, physician'),
    of('right', 'right', 'who wrote the plan on the right', 'arms of the study, physician'),
    of('criterion', 'criterion', 'what was compared', 'text'),
    of('choice', 'choice', 'which was better', 'left, right, tie, both bad'),
    ...common,
    ...origin,
  ],
  guesses: [
    ...who,
    of('arm', 'arm', 'who wrote the plan', 'arms of the study, physician'),
    of('guess', 'guess', 'whom the rater took for its author', 'physician, model, unknown'),
    of('sureness', 'sureness', 'how sure the rater was', '1 to 5, empty when not asked'),
    ...common,
    ...origin,
  ],
  remarks: [
    ...who,
    of('arm', 'arm', 'who wrote the plan', 'arms of the study, physician'),
    of('side', 'side', 'where the plan stood', 'only, left, right'),
    of('harm', 'harm', 'a harm that the rater saw in this plan', 'mild, moderate, severe, empty for none'),
    of('comment', 'comment', 'the comment on the slot; the same for both plans of a pair', 'text'),
    of('tags', 'tags', 'error tags of the slot', 'text, divided by semicolons'),
    ...common,
    ...origin,
  ],
  shown: [
    of('case', 'caseId', 'record id of the case', 'text'),
    of('arm', 'arm', 'who wrote the plan', 'arms of the study, physician, empty for the record of the case'),
    of('sha256', 'sha256', 'SHA-256 of what the raters who judged it saw', '64 hexadecimal digits'),
    simulated,
  ],
} as const satisfies Readonly<Record<string, readonly Column[]>>
