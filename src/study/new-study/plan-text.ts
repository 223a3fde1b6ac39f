/** @file The commented `analysis-plan.yaml` of a new study. */
import { PHYSICIAN } from '../../review/index.ts'
import type { NewArm } from './answers.ts'
import type { NewSizes } from './sizes.ts'

/** What the plan is about. */
export interface PlanTextParts {
  readonly name: string
  readonly arms: readonly NewArm[]
  readonly raters: number
  readonly sizes: NewSizes
}

/**
 * The two arms of the question: the one that training should have brought furthest towards the record, and the one that
 * clinicians may prefer all the same. The second is null where there is only one arm.
 */
function pairOf(arms: readonly NewArm[]): { accurate: NewArm; preferred: NewArm | null } {
  const accurate = arms[arms.length - 1]
  const others = arms.slice(0, -1)
  return { accurate, preferred: others.includes('sft') ? 'sft' : (others.at(-1) ?? null) }
}

function claims({ arms, sizes }: PlanTextParts): string[] {
  const { accurate, preferred } = pairOf(arms)
  const isReviewed = sizes.cases > 0
  // Of one arm the base is shown only when there is nothing else.
  const isShown = (arm: NewArm) => arm !== 'base' || arms.length === 1
  const lines: string[] = []
  if (preferred !== null) {
    lines.push(
      `{ id: agreement, question: benchmark, first: ${accurate}, second: ${preferred}, direction: first-higher }`,
    )
  }
  if (isReviewed && preferred !== null && isShown(preferred)) {
    const pair = `first: ${preferred}, second: ${accurate}`
    lines.push(
      `{ id: paradox, question: paradox, preferred: ${preferred}, accurate: ${accurate} } # ${accurate} agrees more, ${preferred} is preferred`,
      `{ id: clarity, question: rating, ${pair}, criterion: reasoningClarity, role: secondary }`,
      `{ id: feasibility, question: rating, ${pair}, criterion: feasibility, role: secondary }`,
    )
  }
  if (isReviewed) {
    lines.push(`{ id: over-record, question: preference, first: ${accurate}, second: ${PHYSICIAN}, role: secondary }`)
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
  const size =
    sizes.cases < 2
      ? []
      : [
          '# What is taken to be true, for the power that `bedside plan check` simulates. DECIDE before anything is seen.',
          `sampleSize: { cases: ${sizes.cases}, raters: ${raters}, preference: { win: 0.65 }, rating: { difference: 0.4 } }`,
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
