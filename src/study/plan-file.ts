/** @file The analysis plan from the command line: what it says, and its registration. */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import {
  type AnalysisPlan,
  armsOf,
  describePlan,
  loadCurrentPlan,
  type LoadedPlan,
  loadPlan,
  type PlannedPower,
  type PlanVersion,
  plannedPower,
  powerNotComputed,
  registerPlan,
  type Seen,
} from '../analysis/index.ts'
import { scoredLayers } from '../benchmark/index.ts'
import { hasJudgements, isServed, judgementFiles, PHYSICIAN, type ReviewConfig } from '../review/index.ts'
import { askedNames, reviewSettings, visitShares } from '../review/preparation/index.ts'
import { InputError, readManifest, timestamp } from '../support/index.ts'
import { planOfReview, shownShares } from './plan-and-review.ts'
import { loadStudy, type Study } from './study-config.ts'
import { studySpecialty } from './study-specialty.ts'

/** A plan in words, and whether it is registered. */
export interface CheckedPlan {
  readonly lines: readonly string[]
  /** Of the sample size that it states, with the cases and raters of the study's review; empty when it states none. */
  readonly power: readonly PlannedPower[]
  /** A line for each claim whose power cannot be computed, and why. */
  readonly notComputed: readonly string[]
  /** How its size differs from that of the study's review and test split; null where it does not. */
  readonly sizeNote: string | null
  readonly hash: string
  /** The last version; null when nothing is registered. */
  readonly registered: Pick<PlanVersion, 'version' | 'registeredAt' | 'signer' | 'planHash'> | null
  /** Whether the file is that version. */
  readonly isRegistered: boolean
}

/** The study that a plan belongs to: the one that is named, else the `study.yaml` beside it; null when there is none. */
function studyOf(planFile: string, studyFile: string | undefined): Study | null {
  const beside = join(dirname(resolve(planFile)), 'study.yaml')
  const file = studyFile ?? (existsSync(beside) ? beside : undefined)
  return file === undefined ? null : loadStudy(file)
}

/** Which kinds of judgements a review has, or will have. */
function kindsOf(review: ReviewConfig): { readonly rating: boolean; readonly preference: boolean } {
  if (!isServed(review)) return { rating: review.ratings !== undefined, preference: review.preferences !== undefined }
  const { ratings, pairs } = review.tasks
  return { rating: ratings !== 'none', preference: pairs !== 'none' }
}

/** Throws InputError at the first claim that speaks of an arm, a layer, a criterion or kind of judgement that the study does not have. */
function checkAgainstStudy({ plan, placeOf }: LoadedPlan, study: Study): void {
  const { arms, review } = study.config
  const known = [...Object.keys(arms), PHYSICIAN]
  const specialty = studySpecialty(study)
  const layers = scoredLayers(specialty).map(({ name }) => name)
  for (const [i, hypothesis] of plan.hypotheses.entries()) {
    const refuse = (key: string, got: string, expected: readonly string[]) => {
      const path = ['hypotheses', i, key]
      throw new InputError(
        `the study has no "${got}", expected one of ${expected.join(', ')}`,
        placeOf(path),
        'correct it',
      )
    }
    const keys = hypothesis.question === 'paradox' ? ['preferred', 'accurate'] : ['first', 'second']
    for (const [place, arm] of armsOf(hypothesis).entries()) if (!known.includes(arm)) refuse(keys[place], arm, known)
    if ('layer' in hypothesis && !layers.includes(hypothesis.layer)) refuse('layer', hypothesis.layer, layers)
    if (review === undefined || hypothesis.question === 'benchmark') continue
    const kinds = kindsOf(review)
    const place = placeOf(['hypotheses', i])
    if (!(hypothesis.question === 'rating' ? kinds.rating : kinds.preference)) {
      throw new InputError(
        `the study's review has nothing that answers "${hypothesis.id}"`,
        place,
        isServed(review) ? 'ask for it in `review.tasks`' : 'add its file to `review`',
      )
    }
    const missing = isServed(review) ? armsOf(hypothesis).find(arm => !review.compare.includes(arm)) : undefined
    if (missing !== undefined) {
      throw new InputError(`the study's review does not show "${missing}"`, place, 'add it to `review.compare`')
    }
    if (!isServed(review)) continue
    const asked = askedNames(reviewSettings({ config: review, specialty, study: study.config.study }))
    const names = hypothesis.question === 'rating' ? asked.rating : asked.preference
    if (!names.includes(hypothesis.criterion)) refuse('criterion', hypothesis.criterion, names)
    const [first, second] = armsOf(hypothesis)
    const { compared, rated } = visitShares(review, first, second)
    const isRating = hypothesis.question === 'rating'
    if ((isRating ? rated : compared) === 0) {
      throw new InputError(
        `no visit of the study's review ${isRating ? 'rates both' : 'compares'} "${first}" and "${second}"`,
        place,
        isRating ? 'set `review.tasks.ratings: all`' : 'add the pair to `review.tasks.pairs.of`',
      )
    }
  }
}

/**
 * Reads a plan and says what it claims. Throws InputError with line and column for whatever is wrong in it, by itself and
 * for its study (by default the `study.yaml` beside it, if there is one).
 */
export function checkPlan(file: string, studyFile?: string): CheckedPlan {
  const loaded = loadPlan(file)
  const study = studyOf(file, studyFile)
  if (study) checkAgainstStudy(loaded, study)
  const { plan, hash, versions } = loaded
  const last = versions.at(-1) ?? null
  const sized = study === null ? { plan, note: null } : planOfReview(plan, study.config)
  return {
    lines: describePlan(plan),
    power: plannedPower(sized.plan, { shown: shownShares(plan, study?.config.review) }),
    notComputed: powerNotComputed(plan),
    sizeNote: sized.note,
    hash,
    registered: last,
    isRegistered: last?.planHash === hash,
  }
}

const powerLines = (plan: AnalysisPlan, study: Study | null): readonly string[] =>
  plannedPower(plan, { shown: shownShares(plan, study?.config.review) }).map(({ line }) => line)

/** How the size of a plan differs from that of the review of its study; null where it does not, or nothing is known of one. */
export function planSizeNote(file: string, studyFile?: string): string | null {
  const study = studyOf(file, studyFile)
  return study === null ? null : planOfReview(loadPlan(file).plan, study.config).note
}

/**
 * Throws InputError, at its place in the file, for what would stop the analysis of a study at its plan: none at the path
 * that is named, a mistake in it, something that the study does not have, or a change that nobody registered. Nothing for
 * a study without a plan.
 */
export function checkStudyPlan(study: Study): void {
  const { config, folder, placeOf } = study
  if (config.plan === undefined) return
  const file = resolve(folder, config.plan)
  if (!existsSync(file)) {
    throw new InputError(
      `expected an analysis plan, got nothing at "${config.plan}"`,
      placeOf(['plan']),
      'correct the path, or leave `plan` out: then every result is exploratory',
    )
  }
  checkAgainstStudy(loadCurrentPlan(file), study)
}

/**
 * What a run should say before it makes the benchmark of a study whose plan claims something of it and nobody signed it;
 * null when there is nothing to say. A plan that cannot be read stops the run with words of its own.
 */
export function unregisteredPlanNote({ config, folder, out }: Study): string | null {
  if (config.plan === undefined || readManifest(join(out, 'benchmark')) !== null) return null
  try {
    const { plan, versions } = loadPlan(resolve(folder, config.plan))
    const asks = plan.hypotheses.some(({ question }) => question === 'benchmark' || question === 'paradox')
    if (versions.length > 0 || !asks) return null
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
  return 'the plan is not registered: what it claims of the benchmark will count as exploratory; bedside plan register --signer NAME'
}

/**
 * What of the study that the plan belongs to could be seen by now. Throws InputError when the study names another plan, or
 * none where it was given by `--study`: what could be seen of another study says nothing.
 */
function whatIsSeen(planFile: string, study: Study | null, isGiven: boolean): Seen {
  if (study === null) return { benchmark: null, review: null }
  const { out, config, folder, file } = study
  const named = config.plan === undefined ? null : resolve(folder, config.plan)
  if (named === null ? isGiven : named !== resolve(planFile)) {
    throw new InputError(
      `expected a study with this plan, got one with ${named === null ? 'none' : 'another'}`,
      { file, field: 'plan' },
      'name the plan in the study file, or give the study that it belongs to with --study',
    )
  }
  const { review } = config
  return {
    benchmark: readManifest(join(out, 'benchmark')) !== null,
    review: hasJudgements(review, folder) && judgementFiles(review, folder).sources.some(file => existsSync(file)),
  }
}

/**
 * Signs the plan as it is now, with what could be seen of the study (by default the `study.yaml` beside it). Throws
 * InputError when it is registered already, when it was changed and no reason is given, and without a signer.
 */
export function registerPlanFile(
  file: string,
  signing: {
    readonly signer: string | undefined
    readonly reason: string | undefined
    readonly study: string | undefined
    /** The power of its size in sentences, where it was computed already. */
    readonly power?: readonly string[]
  },
): PlanVersion {
  const loaded = loadPlan(file)
  const { plan } = loaded
  const signer = signing.signer?.trim()
  if (!signer) throw new InputError('expected who signs, got nobody', { field: '--signer' }, 'give a name')
  const reason = signing.reason?.trim() || null
  const study = studyOf(file, signing.study)
  if (study) checkAgainstStudy(loaded, study)
  const seen = whatIsSeen(file, study, signing.study !== undefined)
  const power = signing.power ?? powerLines(study === null ? plan : planOfReview(plan, study.config).plan, study)
  return registerPlan(file, plan, {
    signer,
    registeredAt: timestamp(),
    reason,
    seen,
    power: [...power, ...powerNotComputed(plan)],
  })
}
