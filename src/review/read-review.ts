/** @file A review that was gathered elsewhere, from its files to checked lines. */
import { resolve } from 'node:path'
import { didYouMean } from '../support/index.ts'
import type { FilesConfig } from './config.ts'
import {
  CHOICES,
  type Guess,
  HARMS,
  PHYSICIAN,
  type Preference,
  type RaterRemark,
  type Rating,
  type ReviewSummary,
  SOURCES,
} from './review-data.ts'
import { commonOf, type ReviewRow, readReviewFile } from './review-file.ts'

/** The files of a review; remarks come with the export of one that Bedside served. */
export type ReviewFiles = FilesConfig & { readonly remarks?: string }

/** The lines of a review and what they come to. */
export interface Review {
  readonly ratings: readonly Rating[]
  readonly preferences: readonly Preference[]
  readonly guesses: readonly Guess[]
  /** Null where the review has no file of them. */
  readonly remarks: readonly RaterRemark[] | null
  readonly summary: ReviewSummary
}

/** What a row may speak of. */
export interface ReviewScope {
  /** Record ids of the test cases. */
  readonly cases: ReadonlySet<string>
  /** Arms of the study; the recorded decision may stand beside them as `physician`. */
  readonly arms: readonly string[]
}

const unique = (values: readonly string[]) => [...new Set(values)].sort()

/**
 * Reads and checks the files that the settings name, relative to `folder`. Throws InputError with file, row and column on
 * a case that is not in the test split, an arm that the study does not have, a score outside of the scale, and on a second
 * judgement of the same thing by the same rater that is not marked as a repeat.
 */
export async function readReview(config: ReviewFiles, folder: string, { cases, arms }: ReviewScope): Promise<Review> {
  const known = [...arms, PHYSICIAN]
  const [low, high] = config.scale
  const caseOf = (row: ReviewRow) => {
    const id = row.text('case')
    return cases.has(id)
      ? id
      : row.refuse('case', 'expected a case of the test split, got another', 'use its record id')
  }
  const armOf = (row: ReviewRow, column: string) => {
    const arm = row.text(column)
    return known.includes(arm)
      ? arm
      : row.refuse(column, 'expected an arm of the study or the physician, got another', didYouMean(arm, known))
  }
  const once = new Map<string, Set<string>>()
  /** Refuses the same judgement twice; a repeat is its own kind, and there is one of it. */
  const first = (row: ReviewRow, kind: string, repeat: boolean, ...of: readonly string[]) => {
    const seen = once.get(kind) ?? new Set()
    const key = JSON.stringify([repeat, ...of])
    if (seen.has(key)) row.refuse('rater', 'the same judgement stands twice', 'remove one, or mark it: repeat = yes')
    once.set(kind, seen.add(key))
  }
  const read = <Line>(file: string | undefined, columns: readonly string[], lineOf: (row: ReviewRow) => Line) =>
    file === undefined
      ? Promise.resolve([])
      : readReviewFile(resolve(folder, file), ['case', 'rater', ...columns], lineOf)

  const ratings = await read(config.ratings, ['arm', 'criterion', 'score'], (row): Rating => {
    const [caseId, arm, criterion] = [caseOf(row), armOf(row, 'arm'), row.text('criterion')]
    const score = Number(row.text('score'))
    if (!Number.isInteger(score) || score < low || score > high) {
      row.refuse('score', `expected a whole number from ${low} to ${high}`, 'correct it, or set review.scale')
    }
    const common = commonOf(row)
    first(row, 'rating', common.repeat, caseId, common.raterId, arm, criterion)
    return { caseId, ...common, arm, criterion, score }
  })
  const preferences = await read(config.preferences, ['left', 'right', 'choice'], (row): Preference => {
    const [caseId, left, right] = [caseOf(row), armOf(row, 'left'), armOf(row, 'right')]
    if (left === right) row.refuse('right', 'expected two different arms', 'correct the row')
    const criterion = row.optional('criterion') ?? 'overall'
    const common = commonOf(row)
    first(row, 'preference', common.repeat, caseId, common.raterId, ...unique([left, right]), criterion)
    return { caseId, ...common, left, right, criterion, choice: row.oneOf('choice', CHOICES) }
  })
  const guesses = await read(config.guesses, ['arm', 'guess'], (row): Guess => {
    const [caseId, arm] = [caseOf(row), armOf(row, 'arm')]
    const guessedArm = row.optional('guessed_arm') === null ? null : armOf(row, 'guessed_arm')
    const common = commonOf(row)
    first(row, 'guess', common.repeat, caseId, common.raterId, arm)
    return { caseId, ...common, arm, guess: row.oneOf('guess', SOURCES), guessedArm }
  })

  const remarks = await read(
    config.remarks,
    ['arm', 'side'],
    (row): RaterRemark => ({
      caseId: caseOf(row),
      ...commonOf(row),
      arm: armOf(row, 'arm'),
      side: row.oneOf('side', ['only', 'left', 'right']),
      harm: row.optional('harm') === null ? null : row.oneOf('harm', HARMS),
      tags: row.optional('tags')?.split('; ') ?? [],
      hasComment: row.optional('comment') !== null,
    }),
  )

  const lines = [...ratings, ...preferences, ...guesses]
  const times = lines.flatMap(({ ratedAt }) => (ratedAt === null ? [] : [ratedAt])).sort()
  const ratersOf = (kind: string) => unique(lines.filter(line => line.raterKind === kind).map(line => line.raterId))
  const shown = new Set([...ratings.map(({ arm }) => arm), ...preferences.flatMap(({ left, right }) => [left, right])])
  return {
    ratings,
    preferences,
    guesses,
    remarks: config.remarks === undefined ? null : remarks,
    summary: {
      scale: config.scale,
      simulated: config.simulated,
      arms: known.filter(arm => shown.has(arm)),
      raters: { clinicians: ratersOf('clinician'), judges: ratersOf('judge') },
      cases: new Set(lines.map(({ caseId }) => caseId)).size,
      lines: { ratings: ratings.length, preferences: preferences.length, guesses: guesses.length },
      firstRatedAt: times[0] ?? null,
      lastRatedAt: times.at(-1) ?? null,
    },
  }
}
