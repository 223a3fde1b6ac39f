/** @file The analysis plan: what is asked, of which arms, and by which rules, written down before anything is seen. */
import { z } from 'zod'
import { PHYSICIAN } from '../../review/index.ts'

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens')
const arm = z.string().min(1)

/** What every hypothesis has. */
const common = {
  id: name,
  /** Only a primary or secondary one can be shown; everything else that is computed is exploratory. */
  role: z.enum(['primary', 'secondary']).default('primary'),
  /** Hypotheses of one family are adjusted together by Holm's method. By default one family a question. */
  family: name.optional(),
}

/** First arm less second arm. */
const comparison = {
  ...common,
  first: arm,
  second: arm,
  /** `first-higher`: one-sided. `two-sided` is the default. */
  direction: z.enum(['two-sided', 'first-higher']).default('two-sided'),
  /** Largest loss that still counts as none: asks in addition whether the first is not worse by more (net benefit or score). */
  margin: z.number().positive().optional(),
}

/** One claim of the plan. */
export const hypothesisConfig = z.discriminatedUnion('question', [
  z.strictObject({
    question: z.literal('benchmark'),
    ...comparison,
    /** A decision layer, a decision of several, or `whole-plan`. */
    layer: z.string().min(1).default('whole-plan'),
    /** Agreement with the record, or what the rules leave open (of the whole plan: no check finds an error). */
    measure: z.enum(['agreement', 'within-rules']).default('agreement'),
  }),
  z.strictObject({ question: z.literal('rating'), ...comparison, criterion: z.string().min(1) }),
  z.strictObject({
    question: z.literal('preference'),
    ...comparison,
    criterion: z.string().min(1).default('overall'),
  }),
  z.strictObject({
    question: z.literal('paradox'),
    ...common,
    /** The arm that clinicians are expected to prefer. */
    preferred: arm,
    /** The arm that is expected to agree more with the record. */
    accurate: arm,
    layer: z.string().min(1).default('whole-plan'),
    criterion: z.string().min(1).default('overall'),
    /** A gain of the accurate arm in preference below this net benefit counts as none. */
    margin: z.number().gt(0).lt(1).default(0.1),
  }),
])

export type Hypothesis = z.output<typeof hypothesisConfig>

/** Names of the questions. */
export type Question = Hypothesis['question']

const share = z.number().gt(0).lt(1)

/** The planned size, and what it was based on; `bedside plan check` simulates its power. */
const sampleSizeConfig = z.strictObject({
  cases: z.int().min(2).max(20_000),
  raters: z.int().min(1).max(500),
  /** Power that is wanted. */
  power: share.default(0.8),
  /** Assumed truth of a comparison of two arms by preference. */
  preference: z
    .strictObject({
      /** Share of decided votes for the better arm. */
      win: share,
      ties: z.number().min(0).lt(1).default(0.15),
      /** Correlation of two votes on one case. */
      icc: z.number().min(0).lt(1).default(0.3),
    })
    .optional(),
  /** Assumed truth of a comparison of two arms by ratings. */
  rating: z
    .strictObject({ difference: z.number().positive().max(4), sd: z.number().positive().default(1.1) })
    .optional(),
  /** Assumed truth of a comparison of two arms by agreement: shares of cases that one alone gets right. */
  benchmark: z
    .strictObject({ cases: z.int().min(2), firstOnly: share, secondOnly: share })
    .refine(({ firstOnly, secondOnly }) => firstOnly + secondOnly <= 1, {
      path: ['secondOnly'],
      message: 'expected shares of cases that add up to 1 at most',
    })
    .optional(),
})

/** Every key of `analysis-plan.yaml`; unknown ones are refused. */
export const analysisPlanConfig = z
  .strictObject({
    plan: name,
    title: z.string().min(1),
    alpha: z.number().gt(0).lt(0.5).default(0.05),
    level: z.number().min(0.8).max(0.999).default(0.95),
    resamples: z.int().min(1000).max(100_000).default(10_000),
    seed: z.int().min(0),
    hypotheses: z.array(hypothesisConfig).min(1),
    /** A tie counts as half a win for both (net benefit 0), or the vote is left out. */
    ties: z.enum(['half', 'left-out']).default('half'),
    /** What is left out of every analysis of the review, each for a reason. */
    exclusions: z
      .array(
        z.strictObject({ what: z.enum(['rater', 'case', 'centre']), id: z.string().min(1), reason: z.string().min(1) }),
      )
      .default([]),
    /** Fewer clinicians than this, and nothing is claimed of clinicians in general. */
    fewestRaters: z.int().min(3).default(8),
    sampleSize: sampleSizeConfig.optional(),
  })
  .superRefine(({ hypotheses }, context) => {
    const ids = new Set<string>()
    const comparisons = new Map<string, string>()
    for (const [i, hypothesis] of hypotheses.entries()) {
      const path = ['hypotheses', i]
      if (ids.has(hypothesis.id)) {
        context.addIssue({
          code: 'custom',
          path: [...path, 'id'],
          message: `expected different ids, got "${hypothesis.id}" twice`,
        })
      }
      ids.add(hypothesis.id)
      const same = comparisons.get(comparisonOf(hypothesis))
      if (same !== undefined) {
        context.addIssue({
          code: 'custom',
          path,
          message: `expected each comparison once, got that of "${same}" again: two chances of one claim`,
        })
      }
      comparisons.set(comparisonOf(hypothesis), hypothesis.id)
      const [one, other] = armsOf(hypothesis)
      const isAgreement = hypothesis.question === 'benchmark' && hypothesis.measure === 'agreement'
      if ((isAgreement || hypothesis.question === 'paradox') && [one, other].includes(PHYSICIAN)) {
        context.addIssue({
          code: 'custom',
          path,
          message: `expected arms other than "${PHYSICIAN}", which agrees with the record by construction`,
        })
      }
      if (one === other) {
        context.addIssue({ code: 'custom', path, message: `expected two different arms, got "${one}" twice` })
      }
    }
  })

export type AnalysisPlan = z.output<typeof analysisPlanConfig>

/** The two arms of a hypothesis: the first (or preferred) one, and the other. */
export function armsOf(hypothesis: Hypothesis): readonly [string, string] {
  return hypothesis.question === 'paradox'
    ? [hypothesis.preferred, hypothesis.accurate]
    : [hypothesis.first, hypothesis.second]
}

/** What is compared, the same from either side; the two paradoxes of a pair are two claims. */
function comparisonOf(hypothesis: Hypothesis): string {
  const { question } = hypothesis
  const arms = question === 'paradox' ? armsOf(hypothesis) : [...armsOf(hypothesis)].sort()
  const of = [
    'layer' in hypothesis && hypothesis.layer,
    'criterion' in hypothesis && hypothesis.criterion,
    'measure' in hypothesis && hypothesis.measure,
  ]
  return JSON.stringify([question, arms, of])
}

/** Name of the family of a hypothesis. */
export function familyOf({ question, family }: Hypothesis): string {
  return family ?? question
}
