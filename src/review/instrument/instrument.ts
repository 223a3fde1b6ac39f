/** @file The shape of an instrument: criteria with a text at every point, comparisons, layers, tags, consent; in two languages. */
import { z } from 'zod'

/** A text for raters in both languages of the page. */
export const wordsSchema = z.strictObject({ en: z.string().min(1).max(5000), zh: z.string().min(1).max(5000) })
export type Words = z.output<typeof wordsSchema>

const id = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{C}]+$/u)

/** One criterion of a plan alone. */
export const criterionSchema = z.strictObject({
  id,
  label: wordsSchema,
  /** What it asks, as a sentence. */
  question: wordsSchema,
  /** What each point of the scale means, from the lowest on; as many as the scale has points. */
  anchors: z.array(wordsSchema).min(2).max(11),
  /** Decision layers that are scored one by one on this criterion; empty: the plan as a whole. */
  layers: z.array(id).default([]),
})
export type Criterion = z.output<typeof criterionSchema>

/** What raters read; registered with the plan, so that its hash covers every word of it. */
export const instrumentSchema = z.strictObject({
  criteria: z.array(criterionSchema).min(1),
  comparisons: z.array(z.strictObject({ id, label: wordsSchema, question: wordsSchema })).min(1),
  layers: z.array(z.strictObject({ id, label: wordsSchema })).default([]),
  /** Kinds of errors that a rater can mark. */
  tags: z.array(z.strictObject({ id, label: wordsSchema })).default([]),
  /** What a rater agrees to before she begins. */
  consent: wordsSchema,
  /** What the page calls the review; empty: a neutral name of its own. A study's title may tell what is compared. */
  title: z.string().max(200).default(''),
  /** Whom she can ask; shown on every page. */
  contact: z.string().max(500).default(''),
  /** Language of records and plans: the page may speak another. */
  caseLanguage: z.enum(['en', 'zh']).default('en'),
})
export type Instrument = z.output<typeof instrumentSchema>
