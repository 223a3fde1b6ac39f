/** @file Whether a result is primary, secondary or exploratory: decided by the register, never by a person. */
import { canonicalJson } from '../../support/index.ts'
import type { Hypothesis } from './analysis-plan.ts'
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

/** The version since which a hypothesis has stood in the plan unchanged; undefined when the last version lacks it. */
export function versionOf(hypothesis: Hypothesis, versions: readonly PlanVersion[]): PlanVersion | undefined {
  const text = canonicalJson(hypothesis as never)
  let since: PlanVersion | undefined
  for (const version of [...versions].reverse()) {
    if (!version.plan.hypotheses.some(other => canonicalJson(other as never) === text)) break
    since = version
  }
  return since
}

/**
 * The declared role of a hypothesis that was registered before what it looks at could be seen; otherwise `exploratory`
 * with the reason. Without a study file at registration nobody knows what was seen, and that counts as seen.
 */
export function roleOf(
  hypothesis: Hypothesis,
  versions: readonly PlanVersion[],
  review: { readonly firstRatedAt: string | null } | null,
): AssignedRole {
  const since = versionOf(hypothesis, versions)
  const lost = (because: string): AssignedRole => ({ role: 'exploratory', because })
  if (!since) return lost('the plan is not registered')
  const { question } = hypothesis
  if ((looksAt.benchmark as readonly string[]).includes(question) && since.seen.benchmark !== false) {
    return lost(since.seen.benchmark === null ? 'registered without a study file' : 'registered after the benchmark')
  }
  if ((looksAt.review as readonly string[]).includes(question)) {
    const first = review?.firstRatedAt ?? null
    if (first !== null && first <= since.registeredAt) return lost('registered after the first rating')
    if (first === null && since.seen.review !== false) {
      return lost(since.seen.review === null ? 'registered without a study file' : 'registered after the review')
    }
  }
  return { role: hypothesis.role }
}
