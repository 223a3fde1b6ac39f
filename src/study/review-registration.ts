/** @file What a review registers first: the analysis plan as it was signed, and what raters are asked. */
import { loadCurrentPlan } from '../analysis/index.ts'
import type { Registration } from '../review/console/index.ts'
import { reviewSettings } from '../review/preparation/index.ts'
import { InputError, type JsonValue } from '../support/index.ts'
import { planFileOf } from './plan-size.ts'
import type { StudyReview } from './review-place.ts'
import { studySpecialty } from './study-specialty.ts'

/** The plan that is in force, with the reason of its last version. */
function signedPlan({ study }: StudyReview) {
  const file = planFileOf(study)
  const { plan, versions } = loadCurrentPlan(file)
  const last = versions.at(-1)
  if (last === undefined) {
    throw new InputError(
      'expected a registered analysis plan, got one that is not',
      { file },
      'the plan comes first: bedside plan register --signer NAME',
    )
  }
  return { plan: JSON.parse(JSON.stringify(plan)) as JsonValue, last }
}

/**
 * The plan and the settings for the first event of a review. Throws InputError when the study has no plan, or one that is
 * not registered or was changed since.
 */
export function reviewRegistration(review: StudyReview): Registration {
  const { study, config } = review
  const settings = reviewSettings({ config, specialty: studySpecialty(study), study: study.config.study })
  return { plan: signedPlan(review).plan, settings }
}

/** The last registered version of the plan, for a review that began with another. Throws InputError as above. */
export function amendedPlan(review: StudyReview): {
  readonly plan: JsonValue
  readonly hash: string
  readonly reason: string
} {
  const { plan, last } = signedPlan(review)
  return { plan, hash: last.planHash, reason: last.reason ?? `version ${last.version} of the plan` }
}
