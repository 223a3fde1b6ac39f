/** @file Where a review is smaller than the plan said: as a whole, and for each claim that it is asked. */
import type { Preference, Rating } from '../review/index.ts'
import { votesBetween } from './case-votes.ts'
import { withoutExcluded } from './exclusions.ts'
import { armsOf, type Hypothesis } from './plan/analysis-plan.ts'
import type { SignedPlan } from './plan/load-plan.ts'

/** A judgement, as far as its size goes. */
interface Judged {
  readonly caseId: string
  readonly raterId: string
}

/** Lines of a review that count for the analysis, and those that do not. */
export interface JudgedLines {
  readonly ratings: readonly Rating[]
  readonly preferences: readonly Preference[]
}

/** Cases and clinicians of judgements, and how many clinicians the thinly judged cases have. */
function sizeOf(judged: readonly Judged[], raters: number) {
  const ratersOf = new Map<string, Set<string>>()
  for (const { caseId, raterId } of judged) ratersOf.set(caseId, (ratersOf.get(caseId) ?? new Set()).add(raterId))
  const thin = [...ratersOf.values()].map(own => own.size).filter(count => count < raters)
  return { cases: ratersOf.size, raters: new Set(judged.map(({ raterId }) => raterId)).size, thin }
}

/** The judgements that answer a claim: votes between its arms, or raters who rated both on a case; null: it asks no review. */
function answering(hypothesis: Hypothesis, { ratings, preferences }: JudgedLines): readonly Judged[] | null {
  if (hypothesis.question === 'benchmark') return null
  const [first, second] = armsOf(hypothesis)
  const { criterion } = hypothesis
  if (hypothesis.question !== 'rating') return votesBetween(preferences, first, second, criterion)
  const of = (arm: string) => ratings.filter(line => line.criterion === criterion && line.arm === arm)
  const idOf = ({ caseId, raterId }: Judged) => JSON.stringify([caseId, raterId])
  const others = new Set(of(second).map(idOf))
  return of(first).filter(line => others.has(idOf(line)))
}

const thinly = (thin: readonly number[], cases: number, raters: number) =>
  `${thin.length} of ${cases} cases were judged by fewer raters than the ${raters} that were planned for each (fewest: ${Math.min(...thin)})`

/**
 * Where the size of the review falls behind the planned one, and where a claim has fewer judgements still. Who counts is who judged
 * for the analysis: a clinician whose first score or choice is not left out. Whoever only guessed, judged again or was invited does
 * not. A review that is null has no judgement.
 */
export function sizeDeviations({ plan, versions }: SignedPlan, review: JudgedLines | null): readonly string[] {
  const { sampleSize, hypotheses, exclusions } = plan
  const registered = versions.flatMap(version => version.plan.sampleSize ?? [])
  // One that an amendment left out is still what was planned.
  const size = sampleSize ?? registered.at(-1)
  if (!size || hypotheses.every(({ question }) => question === 'benchmark')) return []
  const first = registered.at(0)
  const isAmended = first !== undefined && (first.cases !== size.cases || first.raters !== size.raters)
  const counted = <Line extends Rating | Preference>(lines: readonly Line[]) =>
    withoutExcluded(lines, exclusions).filter(({ raterKind, repeat }) => raterKind === 'clinician' && !repeat)
  const lines = { ratings: counted(review?.ratings ?? []), preferences: counted(review?.preferences ?? []) }
  const { cases, raters, thin } = sizeOf([...lines.ratings, ...lines.preferences], size.raters)
  const deviations = [
    ...(isAmended
      ? [
          `the size was registered as ${first.cases} cases by ${first.raters} raters and amended to ${size.cases} by ${size.raters}`,
        ]
      : []),
    ...(cases < size.cases ? [`${cases} cases were reviewed, ${size.cases} were planned`] : []),
    ...(raters < size.raters ? [`${raters} raters took part, ${size.raters} were planned`] : []),
    // Where fewer took part at all, no case can have as many.
    ...(raters >= size.raters && thin.length > 0 ? [thinly(thin, cases, size.raters)] : []),
  ]
  const ofClaims = hypotheses.flatMap(hypothesis => {
    const judged = answering(hypothesis, lines)
    if (judged === null || review === null) return []
    const own = sizeOf(judged, size.raters)
    const lack = `${hypothesis.id}: ${own.cases} cases have a judgement of both its arms, ${size.cases} were planned`
    // What holds for the whole review was said of it.
    if (own.cases < Math.min(cases, size.cases)) return [lack]
    return raters >= size.raters && own.thin.length > thin.length
      ? [`${hypothesis.id}: ${thinly(own.thin, own.cases, size.raters)}`]
      : []
  })
  return [...deviations, ...ofClaims]
}
