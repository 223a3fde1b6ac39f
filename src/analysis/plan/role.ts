/** @file Whether a result is primary, secondary or exploratory: decided by the register, never by a person. */
import { canonicalJson } from '../../support/index.ts'
import { type AnalysisPlan, familyOf, type Hypothesis } from './analysis-plan.ts'
import type { PlanVersion } from './registration.ts'

/** What a result may be called. */
export type Role = 'primary' | 'secondary' | 'exploratory'

/** A role, and for a planned hypothesis that has lost its own the reason. */
export interface AssignedRole {
  readonly role: Role
  readonly because?: string
}

/** Every question that looks at the benchmark; every one that looks at the review. */
const looksAt = {
  benchmark: ['benchmark', 'paradox'],
  review: ['rating', 'preference', 'paradox'],
} as const satisfies Record<string, readonly Hypothesis['question'][]>

const isAsked = (question: Hypothesis['question'], of: keyof typeof looksAt) =>
  (looksAt[of] as readonly string[]).includes(question)

const textOf = (value: unknown) => canonicalJson(value as never)

/** The rules of a plan, beside the claim itself, that decide what becomes of it. */
function rulesFor({ question }: Hypothesis, plan: AnalysisPlan): string {
  const { alpha, level, resamples, seed, ties, exclusions, fewestRaters } = plan
  return textOf([alpha, level, resamples, seed, isAsked(question, 'review') && [ties, exclusions, fewestRaters]])
}

/** The claims that are adjusted together with it, itself among them. */
function adjustedWith(hypothesis: Hypothesis, { hypotheses }: AnalysisPlan): readonly string[] {
  const isParadox = ({ question }: Hypothesis) => question === 'paradox'
  return hypotheses
    .filter(other => isParadox(other) === isParadox(hypothesis) && familyOf(other) === familyOf(hypothesis))
    .map(textOf)
}

/**
 * The version since which everything that decides a hypothesis has stood unchanged: the claim, the level, resampling and
 * seed, of the review also ties, exclusions and the number of raters, and the claims that were adjusted together with it
 * (new ones may have come: they make it no easier to show). Undefined when the last version lacks the hypothesis.
 */
export function versionOf(hypothesis: Hypothesis, versions: readonly PlanVersion[]): PlanVersion | undefined {
  const last = versions.at(-1)
  if (!last) return undefined
  const [rules, family] = [rulesFor(hypothesis, last.plan), adjustedWith(hypothesis, last.plan)]
  const text = textOf(hypothesis)
  let since: PlanVersion | undefined
  for (const version of [...versions].reverse()) {
    const own = adjustedWith(hypothesis, version.plan)
    const isSame = rulesFor(hypothesis, version.plan) === rules && own.every(other => family.includes(other))
    if (!own.includes(text) || !isSame) break
    since = version
  }
  return since
}

/**
 * The declared role of a hypothesis that was registered before what it looks at could be seen; otherwise `exploratory`
 * with the reason. Without a study file at registration nobody knows what was seen, and that counts as seen. A first time
 * of rating counts alone only when every line has a time: one dated line says nothing of the others.
 */
export function roleOf(
  hypothesis: Hypothesis,
  versions: readonly PlanVersion[],
  review: { readonly firstRatedAt: string | null; readonly undated: boolean } | null,
): AssignedRole {
  const since = versionOf(hypothesis, versions)
  const lost = (because: string): AssignedRole => ({ role: 'exploratory', because })
  if (!since) return lost('the plan is not registered')
  const { question } = hypothesis
  if (isAsked(question, 'benchmark') && since.seen.benchmark !== false) {
    return lost(since.seen.benchmark === null ? 'registered without a study file' : 'registered after the benchmark')
  }
  if (isAsked(question, 'review')) {
    const first = review?.firstRatedAt ?? null
    if (first !== null && first <= since.registeredAt) return lost('registered after the first rating')
    if ((first === null || review?.undated) && since.seen.review !== false) {
      return lost(since.seen.review === null ? 'registered without a study file' : 'registered after the review')
    }
  }
  return { role: hypothesis.role }
}
