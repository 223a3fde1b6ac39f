/** @file Who treated whom in a study's review: reviewers get no case of their own patients, neither at first nor as a replacement. */
import { type Acquaintances, loadMaterial, readKnownBy } from '../review/preparation/index.ts'
import { InputError, readManifest } from '../support/index.ts'
import { materialFolder } from './review-leaks.ts'
import type { StudyReview } from './review-place.ts'

/** Couples and who knows them, by the records of a study that has been run. Throws InputError when it was not, and with the place of a case or couple that the study does not have. */
export function reviewAcquaintances(review: StudyReview): Promise<Acquaintances> {
  const { config, study } = review
  if (readManifest(materialFolder(review)) === null) {
    throw new InputError('expected prepared cases and plans, got none', { file: study.out }, 'make them: bedside run')
  }
  return readKnownBy({ config, studyFolder: study.folder, out: study.out })
}

/** What the server asks before it hands cases on: those that a person must never get. */
export function casesKnownTo(review: StudyReview): (personId: string) => Promise<ReadonlySet<string>> {
  return async personId => {
    const { knownBy } = await reviewAcquaintances(review)
    const { cases, training } = await loadMaterial(materialFolder(review))
    const own = [...cases, ...training].filter(({ coupleId }) => knownBy.get(coupleId)?.includes(personId))
    return new Set(own.map(({ caseId }) => caseId))
  }
}
