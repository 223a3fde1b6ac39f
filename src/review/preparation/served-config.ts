/** @file The settings of a review that Bedside serves: which cases, who sees what, and what is asked. */
import { z } from 'zod'
import { criterionSchema, wordsSchema } from '../instrument/index.ts'

/** A text in both languages, or one that stands for both. */
const words = z.union([
  z
    .string()
    .min(1)
    .max(5000)
    .transform(text => ({ en: text, zh: text })),
  wordsSchema,
])

const name = z.string().min(1).max(200)

/** A criterion of the study's own; texts may be in one language. */
const ownCriterion = criterionSchema.extend({ label: words, question: words, anchors: z.array(words).min(2).max(11) })

const ownTexts = { id: name, label: words }

/** Plans alone, and plans side by side. */
const tasks = z
  .strictObject({
    /** Which plans of a case are rated alone: those that are compared at the same visit, all, a number of them, or none. */
    ratings: z
      .union([z.enum(['compared', 'all', 'none']), z.strictObject({ perCase: z.int().min(1) })])
      .default('compared'),
    /** Which pairs are compared at a visit; `perCase: all` for every one of them. */
    pairs: z
      .union([
        z.literal('none'),
        z.strictObject({
          of: z.union([z.literal('all'), z.array(z.tuple([name, name])).min(1)]).default('all'),
          perCase: z.union([z.literal('all'), z.int().min(1)]).default(1),
        }),
      ])
      .prefault({}),
  })
  .refine(({ ratings, pairs }) => ratings !== 'none' || pairs !== 'none', {
    message: 'expected ratings or pairs, got neither',
  })
  .refine(({ ratings, pairs }) => ratings !== 'compared' || pairs !== 'none', {
    path: ['ratings'],
    message: 'expected "all" or a number without pairs, got "compared"',
  })

/** Who knows which couple: a line a fact. */
const acquaintance = z
  .strictObject({ case: name.optional(), couple: name.optional(), rater: name })
  .refine(one => (one.case === undefined) !== (one.couple === undefined), 'expected either `case` or `couple`')

/** `review:` that Bedside serves. `compare` tells it apart from one whose files are there already. */
export const servedConfig = z
  .strictObject({
    /** Arms whose plans are judged; `physician` is the recorded decision. */
    compare: z
      .array(name)
      .min(1)
      .refine(arms => new Set(arms).size === arms.length, 'expected each arm once'),
    /** Cases of the test split; 120, or all where it has fewer. */
    cases: z.int().min(1).optional(),
    /** Whether strata are drawn as the test split has them, or each as often as the others. */
    strata: z.enum(['proportional', 'equal']).default('proportional'),
    /** Raters of each case; with `design: crossed` the number of raters that is planned. */
    raters: z.int().min(1).optional(),
    /** Every rater sees every case, or each case has a number of raters. */
    design: z.union([z.literal('crossed'), z.strictObject({ ratersPerCase: z.int().min(1) })]).optional(),
    tasks: tasks.prefault({}),
    /** Hidden repeats: share of a rater's cases, and how many other cases lie between at least. */
    repeats: z
      .strictObject({ share: z.number().min(0).max(1).default(0.1), distance: z.int().min(1).default(5) })
      .prefault({}),
    /** Training cases of each rater, from the validation split. */
    training: z.int().min(0).max(20).default(2),
    /** Cases of a rater at most. */
    mostCases: z.int().min(1).optional(),
    /** Smallest and largest score. */
    scale: z.tuple([z.int(), z.int()]).default([1, 5]),
    /** The four of Bedside, the three of JMIR-ART-3, or a study's own. */
    criteria: z.union([z.enum(['default', 'jmir-art-3']), z.array(ownCriterion).min(1)]).default('default'),
    /** Criteria that are scored for decision layers one by one: criterion -> layers. */
    perLayer: z.record(name, z.union([z.literal('all'), z.array(name).min(1)])).default({}),
    /** Plans side by side: overall and by every criterion, overall alone, or a study's own questions. */
    comparisons: z
      .union([
        z.enum(['overall and criteria', 'overall']),
        z.array(z.strictObject({ ...ownTexts, question: words })).min(1),
      ])
      .default('overall and criteria'),
    /** Kinds of errors that can be marked. */
    tags: z.union([z.literal('default'), z.array(z.strictObject(ownTexts))]).default('default'),
    /** What a rater agrees to. */
    consent: words.optional(),
    /** Whom she can ask. */
    /** What raters read above every page; it should not tell what is compared. */
    title: z.string().max(200).default(''),
    contact: z.string().max(500).default(''),
    /** Raters and the couples that they know: lines, or a file with the columns `case` or `couple`, and `rater`. */
    knownBy: z.union([z.string().min(1), z.array(acquaintance)]).default([]),
    /** Decisions about leaks. */
    leaks: z.string().min(1).default('review-leaks.yaml'),
    /** Names that a text must not hold: the clinic, its physicians, models. */
    names: z.array(name).default([]),
    /** The clinician who looked at how texts were reshaped. */
    reshapingCheckedBy: z.string().min(1).optional(),
    /** Folder of the review itself: the only copy of judgements and key. */
    folder: z.string().min(1).default('review'),
    /** Folder into which the unblinded judgements are exported, and from which the study reads them. */
    export: z.string().min(1).default('review-export'),
    /** No clinician rates: everything made from it says so. */
    simulated: z.boolean().default(false),
  })
  .refine(({ scale: [low, high] }) => low < high, { path: ['scale'], message: 'expected the smaller score first' })
  .refine(
    ({ design, raters }) => typeof design !== 'object' || raters === undefined || raters === design.ratersPerCase,
    { path: ['raters'], message: 'expected `raters` or `design.ratersPerCase`, got two numbers that differ' },
  )
  .refine(({ compare, tasks: { pairs } }) => compare.length > 1 || pairs === 'none', {
    path: ['compare'],
    message: 'expected two arms or more to compare, or `tasks: { pairs: none, ratings: all }`',
  })

export type ServedConfig = z.output<typeof servedConfig>

/** Raters of a case where the study does not say. */
export const RATERS_PER_CASE = 3

/** How many raters a review needs before cases can be given out; null: any number. */
export function plannedRaters({ design, raters }: Pick<ServedConfig, 'design' | 'raters'>): number | null {
  const perCase = typeof design === 'object' ? design.ratersPerCase : raters
  return perCase ?? (design === 'crossed' ? null : RATERS_PER_CASE)
}
