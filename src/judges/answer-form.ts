/** @file The form of an answer: JSON as it is shown to a judge, and the same as a schema that reads it. */
import { z } from 'zod'
import type { PlanSheet } from '../review/api/index.ts'
import { CHOICES, HARMS } from '../review/index.ts'
import type { Instrument } from '../review/instrument/index.ts'
import type { PairAnswer, RatingAnswer, Score } from './judgement.ts'

/** A form: what is shown, and how what comes back is read. */
export interface AnswerForm {
  /** The form as text, a line of JSON with the answers that are allowed in place of values. */
  readonly shown: string
  readonly schema: z.ZodType<RatingAnswer | PairAnswer>
}

const harm = z.enum(['none', ...HARMS])
const anyHarm = ['none', ...HARMS].map(one => `"${one}"`).join(' | ')

/** A criterion with the layers that are scored one by one; none: the plan as a whole. */
export interface AskedCriterion {
  readonly criterion: Instrument['criteria'][number]
  readonly layers: Instrument['layers']
}

/** The criteria of a plan alone, as the page asks them: a criterion by layers asks about those that the plan decides. */
export function askedCriteria(instrument: Instrument, { decisions }: PlanSheet): readonly AskedCriterion[] {
  const decided = new Set(decisions.filter(({ applies }) => applies !== false).map(({ layer }) => layer))
  return instrument.criteria.map(criterion => ({
    criterion,
    layers: instrument.layers.filter(({ id }) => criterion.layers.includes(id) && decided.has(id)),
  }))
}

const members = (lines: readonly (readonly [string, string])[]) =>
  `{${lines.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(', ')}}`

/** The form of a rating: a whole number on the scale for each criterion, or for each of its layers, and a harm. */
export function ratingForm(
  instrument: Instrument,
  [low, high]: readonly [number, number],
  plan: PlanSheet,
): AnswerForm {
  const asked = askedCriteria(instrument, plan)
  const score = z.int().min(low).max(high)
  const anyScore = Array.from({ length: high - low + 1 }, (_, i) => low + i).join(' | ')
  const scores = z.strictObject(
    Object.fromEntries(
      asked.map(({ criterion, layers }): [string, z.ZodType<number | Record<string, number>>] => [
        criterion.id,
        layers.length === 0 ? score : z.strictObject(Object.fromEntries(layers.map(({ id }) => [id, score]))),
      ]),
    ),
  )
  const shownScores = members(
    asked.map(({ criterion, layers }) => [
      criterion.id,
      layers.length === 0 ? anyScore : members(layers.map(({ id }) => [id, anyScore])),
    ]),
  )
  return {
    shown: members([
      ['scores', shownScores],
      ['harm', anyHarm],
    ]),
    schema: z.strictObject({ scores, harm }).transform(given => ({
      scores: Object.entries(given.scores).flatMap(([criterion, said]): Score[] =>
        typeof said === 'number'
          ? [{ criterion, layer: null, score: said }]
          : Object.entries(said).map(([layer, one]) => ({ criterion, layer, score: one })),
      ),
      harm: given.harm,
    })),
  }
}

/** The form of a comparison: a choice for each question, and a harm for each side. */
export function pairForm({ comparisons }: Instrument): AnswerForm {
  const choices = z.strictObject(Object.fromEntries(comparisons.map(({ id }) => [id, z.enum(CHOICES)])))
  const anyChoice = CHOICES.map(one => `"${one}"`).join(' | ')
  return {
    shown: members([
      ['choices', members(comparisons.map(({ id }) => [id, anyChoice]))],
      [
        'harms',
        members([
          ['left', anyHarm],
          ['right', anyHarm],
        ]),
      ],
    ]),
    schema: z.strictObject({ choices, harms: z.strictObject({ left: harm, right: harm }) }).transform(given => ({
      choices: Object.entries(given.choices).map(([criterion, choice]) => ({ criterion, choice })),
      harms: given.harms,
    })),
  }
}
