/** @file The commented `analysis-plan.yaml` of a new study. */
import { PHYSICIAN } from '../../review/index.ts'
import type { NewArm } from './answers.ts'
import { claimedArms } from './claimed-arms.ts'
import type { NewSizes } from './sizes.ts'

/** What the plan is about. */
export interface PlanTextParts {
  readonly name: string
  readonly arms: readonly NewArm[]
  readonly raters: number
  readonly sizes: NewSizes
}

function claims({ arms, sizes }: PlanTextParts): string[] {
  const { accurate, preferred, overRecord, shown } = claimedArms(arms)
  const isReviewed = sizes.cases > 0
  const lines: string[] = []
  if (preferred !== null) {
    lines.push(
      `{ id: agreement, question: benchmark, first: ${accurate}, second: ${preferred}, direction: first-higher }`,
    )
  }
  if (isReviewed && shown.length > 2) {
    const pair = `first: ${preferred}, second: ${accurate}`
    lines.push(
      `{ id: paradox, question: paradox, preferred: ${preferred}, accurate: ${accurate} } # ${accurate} agrees more, ${preferred} is preferred`,
      `{ id: clarity, question: rating, ${pair}, criterion: reasoningClarity, role: secondary }`,
      `{ id: feasibility, question: rating, ${pair}, criterion: feasibility, role: secondary }`,
    )
  }
  if (isReviewed) {
    // A plan in which everything is secondary would have no claim that answers the study's question.
    const role = lines.length === 0 ? '' : ', role: secondary'
    lines.push(`{ id: over-record, question: preference, first: ${overRecord}, second: ${PHYSICIAN}${role} }`)
  }
  if (lines.length === 0) {
    lines.push(
      `{ id: within-rules, question: benchmark, measure: within-rules, first: ${accurate}, second: ${PHYSICIAN} }`,
    )
  }
  return lines.map(line => `  - ${line}`)
}

/** The text of `analysis-plan.yaml`; its claims are a draft that the study's statistician decides on. */
export function newPlanText(parts: PlanTextParts): string {
  const { name, sizes, raters } = parts
  const { accurate, preferred, shown } = claimedArms(parts.arms)
  const hasRating = shown.length > 2
  const benchmark =
    preferred === null || sizes.test < 2
      ? []
      : [
          `  benchmark: { cases: ${sizes.test}, firstOnly: 0.1, secondOnly: 0.05 } # of ${sizes.test} test cases ${accurate} alone agrees on 10 %, ${preferred} alone on 5 %`,
        ]
  const size =
    sizes.cases < 2
      ? []
      : [
          '# What is taken to be true, for the power that `bedside plan check` works out. DECIDE before anything is seen, from',
          '# a pilot or from what would matter; with little power more cases are needed, or the study is a pilot.',
          'sampleSize:',
          `  cases: ${sizes.cases}`,
          `  raters: ${raters}`,
          '  preference: { win: 0.65 } # share of decided votes for the better arm',
          ...(!hasRating ? [] : ['  rating: { difference: 0.4 } # points of the scale']),
          ...benchmark,
        ]
  return `${[
    '# What is asked, before anything is seen. docs/analysis-plan.md has every key.',
    '# `bedside plan check` says each claim and its test in words; `bedside plan register --signer NAME` freezes them.',
    `plan: ${JSON.stringify(name)}`,
    `title: ${JSON.stringify(`Analysis plan of ${name}`)}`,
    'seed: 1',
    'alpha: 0.05',
    '# DECIDE: few claims, each one that the study can answer. Everything else will be called exploratory.',
    'hypotheses:',
    ...claims(parts),
    ...size,
  ].join('\n')}\n`
}
