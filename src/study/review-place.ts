/** @file The review that a study serves: where it lies, and running the console's acts on it. */
import { resolve } from 'node:path'
import type { Oidc } from '../review/accounts/index.ts'
import { type ActAnswer, type ActInput, type ActName, runAct, type ReviewPlace } from '../review/console/index.ts'
import { isServed, type ServedConfig } from '../review/index.ts'
import { InputError } from '../support/index.ts'
import { packageFile } from './provenance.ts'
import type { Study } from './study-config.ts'

/** What the surroundings say of a review; only the command line may read the environment. */
export interface ReviewSurroundings {
  /** How to connect to a PostgreSQL server; null: the embedded database in the review's folder. */
  readonly databaseUrl: string | null
  readonly oidc: Oidc | null
}

/** Where `serve` listens unless it is told otherwise. */
export const DEFAULT_PORT = 4173
const DEFAULT_URL = `http://127.0.0.1:${DEFAULT_PORT}`

/** The review of a study. */
export interface StudyReview extends ReviewPlace {
  readonly study: Study
  readonly config: ServedConfig
  /** Folder for the judgements once they are unblinded. */
  readonly exportFolder: string
  /** Decisions about leaks. */
  readonly leaksFile: string
}

/** The settings of the review that a study serves; null when it has none, or one whose judgements are files already. */
export function servedReview({ config }: Study): ServedConfig | null {
  return config.review !== undefined && isServed(config.review) ? config.review : null
}

/** The review of a study and where it lies. Throws InputError when the study serves none. */
export function studyReview(study: Study, surroundings: ReviewSurroundings, publicUrl = DEFAULT_URL): StudyReview {
  const config = servedReview(study)
  if (config === null) {
    throw new InputError(
      'expected a study with a review that is to be served, got one without',
      { file: study.file, field: 'review' },
      'add `review: { compare: [...] }`, see docs/review.md',
    )
  }
  const folder = resolve(study.folder, config.folder)
  const { databaseUrl, oidc } = surroundings
  return {
    study,
    config,
    folder,
    place: databaseUrl === null ? { folder } : { connectionString: databaseUrl },
    publicUrl,
    oidc,
    version: packageFile().version,
    exportFolder: resolve(study.folder, config.export),
    leaksFile: resolve(study.folder, config.leaks),
  }
}

/** Runs an act of the console on the review of a study: where it is served, else in this process. Throws as `runAct`. */
export function reviewAct<Name extends ActName>(
  review: StudyReview,
  act: Name,
  input: ActInput<Name>,
  say: (line: string) => void,
): Promise<ActAnswer<Name>> {
  return runAct(review, act, input, say)
}
