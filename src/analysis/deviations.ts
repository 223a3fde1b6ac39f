/** @file Where what was done departs from the plan that was registered. */
import { type Guess, PHYSICIAN, type Preference, type Rating } from '../review/index.ts'
import { isExcludedBy, withoutExcluded } from './exclusions.ts'
import { armsOf, type Hypothesis } from './plan/analysis-plan.ts'
import type { SignedPlan } from './plan/load-plan.ts'

/** What was done, as far as a plan speaks of it. */
export interface Done {
  /** Arms of the study, without the recorded decision. */
  readonly arms: readonly string[]
  readonly layers: readonly { readonly name: string }[]
  /** All lines; null while nobody has judged. */
  readonly review: {
    readonly ratings: readonly Rating[]
    readonly preferences: readonly Preference[]
    readonly guesses: readonly Guess[]
  } | null
}

/** A claim, and why it lost its role. */
interface PlannedClaim {
  readonly hypothesis: Hypothesis
  readonly assigned: { readonly because?: string }
}

/** Arms, layers and criteria that a claim names and the study does not have. */
function lackingIn(hypothesis: Hypothesis, { arms, layers, review }: Done): readonly string[] {
  const lacking = armsOf(hypothesis).filter(arm => arm !== PHYSICIAN && !arms.includes(arm))
  const layer = 'layer' in hypothesis && !layers.some(({ name }) => name === hypothesis.layer) ? [hypothesis.layer] : []
  const asked = hypothesis.question === 'rating' ? review?.ratings : review?.preferences
  const criterion =
    'criterion' in hypothesis && asked && !asked.some(line => line.criterion === hypothesis.criterion)
      ? [hypothesis.criterion]
      : []
  return [...lacking, ...layer, ...criterion]
}

/**
 * Where the size of the review falls behind the planned one. Who counts is who judged for the analysis: a clinician whose first
 * score or choice is not left out. Whoever only guessed, judged again or was invited does not.
 */
function sizeDeviations({ plan, versions }: SignedPlan, { review }: Done): readonly string[] {
  const { sampleSize, hypotheses, exclusions } = plan
  const registered = versions.flatMap(version => version.plan.sampleSize ?? [])
  // One that an amendment left out is still what was planned.
  const size = sampleSize ?? registered.at(-1)
  if (!size || hypotheses.every(({ question }) => question === 'benchmark')) return []
  const first = registered.at(0)
  const isAmended = first !== undefined && (first.cases !== size.cases || first.raters !== size.raters)
  const lines = withoutExcluded([...(review?.ratings ?? []), ...(review?.preferences ?? [])], exclusions).filter(
    ({ raterKind, repeat }) => raterKind === 'clinician' && !repeat,
  )
  const ratersOf = new Map<string, Set<string>>()
  for (const { caseId, raterId } of lines) ratersOf.set(caseId, (ratersOf.get(caseId) ?? new Set()).add(raterId))
  const [cases, raters] = [ratersOf.size, new Set(lines.map(({ raterId }) => raterId)).size]
  const thin = [...ratersOf.values()].map(own => own.size).filter(count => count < size.raters)
  return [
    ...(isAmended
      ? [
          `the size was registered as ${first.cases} cases by ${first.raters} raters and amended to ${size.cases} by ${size.raters}`,
        ]
      : []),
    ...(cases < size.cases ? [`${cases} cases were reviewed, ${size.cases} were planned`] : []),
    ...(raters < size.raters ? [`${raters} clinicians took part, ${size.raters} were planned`] : []),
    // Where fewer took part at all, no case can have as many.
    ...(raters >= size.raters && thin.length > 0
      ? [
          `${thin.length} of ${cases} cases were judged by fewer clinicians than the ${size.raters} that were planned for each (fewest: ${Math.min(...thin)})`,
        ]
      : []),
  ]
}

/**
 * Amendments, claims that lost their role or were dropped, planned things that the study does not have, and a review that is
 * smaller than planned. Empty without a plan.
 */
export function deviationsOf(
  signed: SignedPlan | null,
  claims: readonly PlannedClaim[],
  done: Done,
): readonly string[] {
  if (signed === null) return []
  const { plan, versions } = signed
  const { review } = done
  const lines = review === null ? null : [...review.ratings, ...review.preferences, ...review.guesses]
  return [
    ...versions.slice(1).map(({ version, registeredAt, reason }) => `amendment ${version}, ${registeredAt}: ${reason}`),
    ...versions
      .flatMap(version => version.plan.hypotheses.map(({ id }) => id))
      .filter((id, i, all) => all.indexOf(id) === i && !plan.hypotheses.some(own => own.id === id))
      .map(id => `${id}: registered, and dropped by an amendment`),
    ...claims.flatMap(({ hypothesis, assigned }) =>
      assigned.because ? [`${hypothesis.id}: exploratory, ${assigned.because}`] : [],
    ),
    ...plan.hypotheses.flatMap(hypothesis =>
      lackingIn(hypothesis, done).map(name => `${hypothesis.id}: the study has no "${name}"`),
    ),
    ...(lines === null
      ? []
      : plan.exclusions
          .filter(exclusion => !lines.some(line => isExcludedBy(line, exclusion)))
          .map(({ what, id }) => `nothing is left out as ${what} "${id}": the review has none`)),
    ...sizeDeviations(signed, done),
  ]
}
