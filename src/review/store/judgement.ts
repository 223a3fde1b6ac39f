/** @file What a rater says of a slot, its shape, and what the review's settings ask of it. */
import { z } from 'zod'
import { instrumentSchema } from '../instrument/index.ts'
import { CHOICES, SOURCES } from '../review-data.ts'
import { Refusal } from './refusal.ts'

/** An id as the store takes it: printable, not too long. */
export const idSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{C}]+$/u)

/** Where a plan stands on the page. */
export const SIDES = ['only', 'left', 'right'] as const
export type Side = (typeof SIDES)[number]

/** What is asked of every judgement; registered together with the plan. */
export const settingsSchema = z.strictObject({
  study: idSchema,
  /** Smallest and largest score. */
  scale: z.tuple([z.int(), z.int()]).refine(([low, high]) => low < high, 'expected the smaller score first'),
  /** Criteria of a plan alone; each is scored at least once. */
  criteria: z.array(idSchema).min(1),
  /** Criteria of two plans side by side; each is answered exactly once. */
  comparisons: z.array(idSchema).min(1).default(['overall']),
  /** Decision layers that a score may be given for, beside the plan as a whole. */
  layers: z.array(idSchema).default([]),
  /** True when no clinician rates: everything made from it says so. */
  simulated: z.boolean().default(false),
  /** What raters read: wording of criteria, anchors, tags, consent. Null: the ids alone. */
  instrument: instrumentSchema.nullable().default(null),
})
export type ReviewSettings = z.output<typeof settingsSchema>

const guess = z.strictObject({
  /** The slot that showed the plan, of the same visit; null: the one that is judged. So all plans of a case can be asked about at its end. */
  slotId: idSchema.nullable().default(null),
  side: z.enum(SIDES),
  guess: z.enum(SOURCES),
  /** How sure, from 1 to 5; null when not asked or not known. */
  sureness: z.int().min(1).max(5).nullable().default(null),
})

const remarks = {
  comment: z.string().max(20_000).default(''),
  tags: z.array(idSchema).default([]),
  guesses: z.array(guess).default([]),
}

const harm = z.strictObject({ side: z.enum(SIDES), severity: z.enum(['mild', 'moderate', 'severe']) })

/** A judgement of one slot: scores of a plan alone, or choices between two. */
export const judgementSchema = z.discriminatedUnion('task', [
  z.strictObject({
    task: z.literal('rating'),
    scores: z.array(z.strictObject({ criterion: idSchema, layer: idSchema.nullable().default(null), score: z.int() })),
    harms: z.array(harm).default([]),
    ...remarks,
  }),
  z.strictObject({
    task: z.literal('pairwise'),
    choices: z.array(z.strictObject({ criterion: idSchema, choice: z.enum(CHOICES) })),
    harms: z.array(harm).default([]),
    ...remarks,
  }),
])
export type Judgement = z.output<typeof judgementSchema>
/** What a slot asks of its rater. */
export type Task = Judgement['task']

const refuse = (field: string, problem: string) => new Refusal('input', problem, 'correct the judgement', field)
const hasTwice = (values: readonly string[]) => new Set(values).size < values.length

/**
 * What is wrong with a judgement under the review's settings, or null: a score outside of the scale, a criterion or layer
 * that is not of the review, one that lacks or stands twice, a side that the slot does not show.
 */
export function faultOfJudgement(
  judgement: Judgement,
  settings: ReviewSettings,
  slot: {
    readonly task: Task
    readonly sides: readonly Side[]
    /** The sides of another slot of the same visit; none of any other. */
    readonly sidesOf: (slotId: string) => readonly Side[]
  },
): Refusal | null {
  if (judgement.task !== slot.task) return refuse('task', `expected "${slot.task}", got "${judgement.task}"`)
  const { guesses, harms } = judgement
  if (harms.some(({ side }) => !slot.sides.includes(side))) {
    return refuse('harms', `expected a side of this slot (${slot.sides.join(', ')}), got another`)
  }
  if (guesses.some(({ slotId, side }) => !(slotId === null ? slot.sides : slot.sidesOf(slotId)).includes(side))) {
    return refuse('guesses', 'expected a side of this slot, or of another one of the same visit, got another')
  }
  for (const [field, answers] of [
    ['harms', harms.map(({ side }) => side)],
    ['guesses', guesses.map(({ slotId, side }) => JSON.stringify([slotId, side]))],
  ] as const) {
    if (hasTwice(answers)) return refuse(field, 'expected one answer a side, got two')
  }
  if (judgement.task === 'pairwise') {
    const asked = judgement.choices.map(({ criterion }) => criterion)
    return hasTwice(asked) || asked.toSorted().join('\n') !== settings.comparisons.toSorted().join('\n')
      ? refuse('choices', `expected one choice for each of ${settings.comparisons.join(', ')}`)
      : null
  }
  const { scores } = judgement
  const [low, high] = settings.scale
  if (scores.some(({ score }) => score < low || score > high)) {
    return refuse('scores', `expected whole numbers from ${low} to ${high}`)
  }
  if (scores.some(({ layer }) => layer !== null && !settings.layers.includes(layer))) {
    return refuse('scores', 'expected layers of the review, got another')
  }
  const given = new Set(scores.map(({ criterion }) => criterion))
  if (given.size !== settings.criteria.length || settings.criteria.some(criterion => !given.has(criterion))) {
    return refuse('scores', `expected a score for each of ${settings.criteria.join(', ')}, and for nothing else`)
  }
  return hasTwice(scores.map(({ criterion, layer }) => JSON.stringify([criterion, layer])))
    ? refuse('scores', 'expected one score for a criterion and layer, got two')
    : null
}
