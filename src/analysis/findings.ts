/** @file All findings: the hypotheses of the plan as it declares them, and every other comparison as exploratory. */
import { benjaminiHochbergAdjust, holmAdjust } from '../statistics/index.ts'
import type { Finding } from './finding.ts'
import { type Hypothesis, familyOf } from './plan/analysis-plan.ts'
import type { AssignedRole } from './plan/role.ts'
import { type Answer, type Asked, answer, type Evidence } from './questions.ts'

/** A hypothesis with what it may be called. */
export interface PlannedQuestion {
  readonly hypothesis: Exclude<Hypothesis, { readonly question: 'paradox' }>
  readonly assigned: AssignedRole
}

/** What may be compared beside the plan. */
export interface Comparable {
  /** Arms in the order of the study; the benchmark never compares the recorded decision with itself. */
  readonly arms: readonly string[]
  /** Arms of the review, the recorded decision among them. */
  readonly reviewed: readonly string[]
  readonly layers: readonly string[]
  /** Layers that the specialty has rules for. */
  readonly ruledLayers: readonly string[]
  readonly ratingCriteria: readonly string[]
  readonly preferenceCriteria: readonly string[]
  /** The arm that stands for the recorded decision. */
  readonly physician: string
}

/** Every two of a list, in its order. */
export function everyPair<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((first, i) => items.slice(i + 1).map(second => [first, second] as const))
}

/** The same comparison from either side. */
const sameness = (asked: Asked) =>
  JSON.stringify([
    asked.question,
    asked.question === 'benchmark' ? [asked.layer, asked.measure] : asked.criterion,
    [asked.first, asked.second].sort(),
  ])

function everyQuestion(comparable: Comparable): readonly Asked[] {
  const { arms, reviewed, layers, ruledLayers, ratingCriteria, preferenceCriteria, physician } = comparable
  const of = (pairs: readonly (readonly [string, string])[], ask: (first: string, second: string) => Asked) =>
    pairs.map(([first, second]) => ask(first, second))
  return [
    ...layers.flatMap(layer =>
      of(everyPair(arms), (first, second) => ({ question: 'benchmark', measure: 'agreement', layer, first, second })),
    ),
    ...ruledLayers.flatMap(layer =>
      of(everyPair([...arms, physician]), (first, second) => ({
        question: 'benchmark',
        measure: 'within-rules',
        layer,
        first,
        second,
      })),
    ),
    ...ratingCriteria.flatMap(criterion =>
      of(everyPair(reviewed), (first, second) => ({ question: 'rating', criterion, first, second })),
    ),
    ...preferenceCriteria.flatMap(criterion =>
      of(everyPair(reviewed), (first, second) => ({ question: 'preference', criterion, first, second })),
    ),
  ]
}

const pOf = ({ test }: Answer) => ('p' in test ? test.p : null)

/**
 * p values adjusted together; an answer without one gets none. In a family of the plan it still counts, as if its p were 1:
 * data that lack make no other claim easier to show.
 */
function adjusted(
  answers: readonly Answer[],
  method: 'Holm' | 'Benjamini-Hochberg',
  family: string,
): readonly Finding['adjusted'][] {
  const known = answers.filter(one => pOf(one) !== null || method === 'Holm')
  const all = known.map(one => pOf(one) ?? 1)
  const values = method === 'Holm' ? holmAdjust(all) : benjaminiHochbergAdjust(all)
  let next = 0
  return answers.map(one => {
    const p = known.includes(one) ? values[next++] : 1
    return pOf(one) === null ? null : { p, method, family }
  })
}

/** Groups in the order of first appearance. */
function grouped<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item])
  return groups
}

/**
 * The findings of the plan, adjusted within each family by Holm, then every other comparison of two arms, adjusted by
 * Benjamini and Hochberg within its question. A planned comparison is not asked a second time from the other side. Yields
 * after each comparison, so that a caller may show progress, or stop.
 */
export function* allFindings(
  planned: readonly PlannedQuestion[],
  comparable: Comparable,
  evidence: Evidence,
): Generator<string, readonly Finding[]> {
  const families = planned.map(({ hypothesis }) => familyOf(hypothesis))
  const asked = planned.map(({ hypothesis }, i) => {
    const familySize = families.filter(family => family === families[i]).length
    return { ...hypothesis, familySize }
  })
  const taken = new Set(asked.map(sameness))
  const others = everyQuestion(comparable).filter(one => !taken.has(sameness(one)))
  const answers: Answer[] = []
  for (const one of [...asked, ...others]) {
    yield `comparison ${answers.length + 1} of ${asked.length + others.length}`
    answers.push(answer(one, evidence))
  }
  const findings: Finding[] = []
  const places = [...planned.entries()]
  for (const [family, own] of grouped(places, ([, { hypothesis }]) => familyOf(hypothesis))) {
    const corrected = adjusted(
      own.map(([place]) => answers[place]),
      'Holm',
      family,
    )
    for (const [i, [place, { hypothesis, assigned }]] of own.entries()) {
      const { role, because = null } = assigned
      findings.push({ ...answers[place], adjusted: corrected[i], hypothesis: hypothesis.id, role, because })
    }
  }
  const family = ({ question, measure }: Answer) => `exploratory ${question} ${measure}`
  for (const [name, own] of grouped(answers.slice(asked.length), family)) {
    const corrected = adjusted(own, 'Benjamini-Hochberg', name)
    for (const [i, one] of own.entries()) {
      findings.push({ ...one, adjusted: corrected[i], hypothesis: null, role: 'exploratory', because: null })
    }
  }
  return findings
}
