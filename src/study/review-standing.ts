/** @file Where the review of a study stands, without opening an embedded one: for `bedside status`, `run` and `review`. */
import { loadPlan } from '../analysis/index.ts'
import { readStanding, servedAddress, type Standing } from '../review/console/index.ts'
import { plannedRaters } from '../review/preparation/index.ts'
import { InputError, readManifest, StudyError } from '../support/index.ts'
import { planFileOf } from './plan-size.ts'
import { materialFolder, openLeaksOf } from './review-leaks.ts'
import { type ReviewSurroundings, servedReview, type StudyReview, studyReview } from './review-place.ts'
import { nextStep, type ReviewFacts, reviewSteps } from './review-steps.ts'
import type { Study } from './study-config.ts'

/** Where a review stands; null when none has begun. Changes nothing. */
export function reviewStanding({ place }: StudyReview): Promise<Standing | null> {
  return readStanding(place)
}

/** Whether the plan's file is its last registered version. No when it cannot be read: `bedside plan check` says why. */
function planFacts(review: StudyReview): Pick<ReviewFacts, 'planIsRegistered' | 'planHasVersions'> {
  try {
    const { hash, versions } = loadPlan(planFileOf(review.study))
    return { planIsRegistered: versions.at(-1)?.planHash === hash, planHasVersions: versions.length > 0 }
  } catch (error) {
    if (error instanceof InputError) return { planIsRegistered: false }
    throw error
  }
}

async function factsOf(review: StudyReview): Promise<ReviewFacts> {
  const { config } = review
  return {
    hasMaterial: readManifest(materialFolder(review)) !== null,
    openLeaks: openLeaksOf(review),
    ...planFacts(review),
    reviewersNeeded: plannedRaters(config) ?? 1,
    standing: await reviewStanding(review),
  }
}

/** What comes next in the review, and a plan that differs from the registered one, a line each. */
export async function reviewStepLines(review: StudyReview): Promise<readonly string[]> {
  const facts = await factsOf(review)
  const next = nextStep(facts)
  const begun = facts.standing?.plan ?? null
  const lines = next === null ? ['Everything of the review is done'] : [`Next: ${next.how}  (${next.what})`]
  const missing =
    facts.standing?.state === 'open' ? [] : reviewSteps(facts).filter(step => !step.isDone && step.what !== next?.what)
  for (const { what } of missing.slice(0, 4)) lines.push(`  then: ${what}`)
  if (begun !== null && facts.planIsRegistered && facts.standing?.state !== 'unblinded') {
    const { hash } = loadPlan(planFileOf(review.study))
    if (hash !== begun.hash) lines.push('The plan was amended since the review took it over: bedside review amend')
  }
  return lines
}

/**
 * One or two lines on the review of a study for `bedside status` and the end of `bedside run`; none of a study that serves
 * none. A database that cannot be reached is said, not thrown: the study does not need it.
 */
export async function reviewLines(study: Study, surroundings: ReviewSurroundings): Promise<readonly string[]> {
  if (servedReview(study) === null) return []
  const review = studyReview(study, surroundings)
  try {
    const facts = await factsOf(review)
    const next = nextStep(facts)
    const { standing } = facts
    const where =
      standing === null
        ? 'Review: not begun'
        : `Review: ${standing.state}, ${standing.done} of ${standing.slots} slots judged`
    // Nobody is invited where programs judge, unless somebody has begun with people.
    const isPlayed = review.config.simulated && standing === null && facts.planIsRegistered && facts.hasMaterial
    const how = isPlayed ? 'bedside review simulate (a demo does it by itself, and has its report then)' : next?.how
    return [how === undefined ? `${where}; exported` : `${where}; next: ${how}`]
  } catch (error) {
    if (error instanceof InputError || error instanceof StudyError) return [`Review: ${error.message}`]
    throw error
  }
}

/** The address of the review's page while a process serves it; null otherwise, also when that process cannot be asked. */
export async function reviewAddress(study: Study, surroundings: ReviewSurroundings): Promise<string | null> {
  if (servedReview(study) === null) return null
  try {
    return await servedAddress(studyReview(study, surroundings))
  } catch (error) {
    if (error instanceof InputError || error instanceof StudyError) return null
    throw error
  }
}
