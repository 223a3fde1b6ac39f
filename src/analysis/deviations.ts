/** @file Where what was done departs from the plan that was registered. */
import { type Guess, PHYSICIAN, type Preference, type Rating } from '../review/index.ts'
import { isExcludedBy } from './exclusions.ts'
import { armsOf, type Hypothesis } from './plan/analysis-plan.ts'
import type { SignedPlan } from './plan/load-plan.ts'
import { sizeDeviations } from './review-size.ts'

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
    ...sizeDeviations(signed, review),
  ]
}
