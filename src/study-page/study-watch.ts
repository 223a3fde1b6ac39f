/** @file Reads how a study stands, again and again, and no more of it than has changed since. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { BenchmarkResults } from '../benchmark/index.ts'
import type { PromptRow } from '../prompts/index.ts'
import type { Specialty } from '../specialty/index.ts'
import {
  headline,
  loadStudy,
  type RunProgress,
  readRunProgress,
  type ReviewSurroundings,
  reviewAddress,
  reviewLines,
  type Study,
  type StudyStatus,
  type StudySurroundings,
  studySpecialty,
  studyStages,
  studyStatus,
} from '../study/index.ts'
import { type Manifest, readManifest, seconds, type Stage, StudyError } from '../support/index.ts'
import { type AnswersSoFar, answersWatch } from './answers-watch.ts'
import { onChange, stampOf } from './on-change.ts'
import { shownCases } from './shown-cases.ts'
import { type TrainingSoFar, trainingWatch } from './training-watch.ts'

/** Whose study, and what its surroundings say; only the command line may read the environment. */
export interface WatchedStudy {
  readonly file: string
  readonly surroundings: StudySurroundings
  readonly review: ReviewSurroundings
}

/** The study as the page shows it at one moment. */
export interface StudyView {
  readonly study: Study
  readonly specialty: Specialty
  /** Records were generated; known from the study file, or for imported ones from the import. */
  readonly synthetic: boolean
  readonly simulated: boolean
  readonly status: StudyStatus
  /** What a run is doing now; null when none is under way. */
  readonly progress: RunProgress | null
  /** Policy -> its training so far, in the order of the stages. */
  readonly training: ReadonlyMap<string, TrainingSoFar>
  readonly cases: readonly PromptRow[]
  /** How many held-out cases each arm is asked; null before that is known. */
  readonly heldOut: number | null
  readonly answers: ReadonlyMap<string, AnswersSoFar>
  readonly benchmark: BenchmarkResults | null
  /** What was found, in a few lines; empty before there is an analysis. */
  readonly headline: readonly string[]
  /** What comes next in the review, as `bedside status` says it. */
  readonly reviewLines: readonly string[]
  /** Where the review's page is served now. */
  readonly reviewAddress: string | null
  /** Languages of the reports that are there. */
  readonly reports: readonly string[]
}

/** The review of a study is asked at most so often: another process answers. */
const SECONDS_BETWEEN_REVIEW = 10

const isFinished = (out: string, artifact: string) => existsSync(join(out, artifact, 'manifest.json'))

/** A finished JSON artifact, or null. */
function readFinished<T>(out: string, artifact: string, file: string): T | null {
  if (!isFinished(out, artifact)) return null
  try {
    return JSON.parse(readFileSync(join(out, artifact, file), 'utf8')) as T
  } catch {
    // Replaced at this very moment: the next look has it.
    return null
  }
}

/** What a finished artifact counted; empty when it is not finished. */
function countsOf(out: string, artifact: string): Manifest['counts'] {
  try {
    return readManifest(join(out, artifact))?.counts ?? {}
  } catch (error) {
    if (error instanceof StudyError) return {}
    throw error
  }
}

/** One value per name below a folder such as `policies`, from the stages that make something there. */
const namesBelow = (stages: readonly Stage[], folder: string) =>
  stages
    .map(({ artifact }) => artifact)
    .flatMap(artifact => (artifact.startsWith(`${folder}/`) ? [artifact.slice(folder.length + 1)] : []))

/** A value that is made anew when so many seconds have passed. */
function everySoOften<T>(period: number, make: () => Promise<T>): () => Promise<T> {
  let kept: { readonly at: number; readonly value: Promise<T> } | null = null
  return () => {
    if (kept === null || seconds() - kept.at > period) kept = { at: seconds(), value: make() }
    return kept.value
  }
}

/** What is followed for as long as the study file stays the same. */
interface Followed {
  readonly study: Study
  readonly stages: readonly Stage[]
  readonly specialty: Specialty
  readonly trainings: ReadonlyMap<string, () => TrainingSoFar>
  review(): Promise<{ readonly lines: readonly string[]; readonly address: string | null }>
}

function follow({ file, surroundings, review }: WatchedStudy): Followed {
  const study = loadStudy(file)
  const stages = studyStages(study, surroundings)
  const policies = namesBelow(stages, 'policies').filter(policy => policy !== 'initial')
  return {
    study,
    stages,
    specialty: studySpecialty(study),
    trainings: new Map(policies.map(policy => [policy, trainingWatch(join(study.out, 'policies', policy))])),
    review: everySoOften(SECONDS_BETWEEN_REVIEW, async () => ({
      lines: await reviewLines(study, review),
      address: await reviewAddress(study, review),
    })),
  }
}

/** The files whose state decides how the stages stand. */
function filesOfStages({ study, stages }: Followed): readonly string[] {
  return stages.flatMap(({ artifact, sources }) => [
    join(study.out, artifact, 'manifest.json'),
    join(study.out, artifact, 'pending.json'),
    ...sources,
  ])
}

/** What the study file names beside itself; a change in one may change the stages. */
function filesOfStudy(file: string, followed: Followed | null): readonly string[] {
  if (followed === null) return [file]
  const { config, folder } = followed.study
  const named = [config.specialty, 'mapping' in config.records ? config.records.mapping : undefined, config.plan]
  return [followed.study.file, ...named.flatMap(name => (name === undefined ? [] : [resolve(folder, name)]))]
}

/**
 * Follows a study. Each call reads what has changed since the one before; it writes nothing. Throws InputError or StudyError
 * when the study file or what it names cannot be read, and the call after the mistake is mended works again.
 */
export function studyWatch(watched: WatchedStudy): () => Promise<StudyView> {
  let followed: Followed | null = null
  let studyStamp = ''
  const [statusOf, casesOf, benchmarkOf, headlineOf] = [
    onChange<StudyStatus>(),
    onChange<{ readonly cases: readonly PromptRow[]; readonly answers: ReadonlyMap<string, () => AnswersSoFar> }>(),
    onChange<BenchmarkResults | null>(),
    onChange<readonly string[]>(),
  ]
  return async () => {
    if (followed === null || stampOf(filesOfStudy(watched.file, followed)) !== studyStamp) {
      followed = null
      followed = follow(watched)
      studyStamp = stampOf(filesOfStudy(watched.file, followed))
    }
    const now = followed
    const { study, stages, specialty } = now
    const { out, config } = study
    const lock = stampOf([join(out, 'run.lock')])
    const status = await statusOf(`${studyStamp} ${lock} ${stampOf(filesOfStages(now))}`, () =>
      studyStatus(stages, { out, seed: config.seed }, 'presence'),
    )
    const { cases, answers } = await casesOf(
      `${studyStamp} ${stampOf([join(out, 'prompts', 'manifest.json')])}`,
      async () => {
        const cases = await shownCases(out)
        const ids = new Set(cases.map(row => row.record_id))
        const arms = namesBelow(stages, 'predictions')
        return {
          cases,
          answers: new Map(arms.map(arm => [arm, answersWatch(join(out, 'predictions', arm), ids)])),
        }
      },
    )
    const benchmark = await benchmarkOf(stampOf([join(out, 'benchmark', 'manifest.json')]), async () =>
      readFinished<BenchmarkResults>(out, 'benchmark', 'results.json'),
    )
    const analysed = stampOf([join(out, 'benchmark', 'manifest.json'), join(out, 'analysis', 'manifest.json')])
    const found = await headlineOf(analysed, async () =>
      isFinished(out, 'benchmark') && isFinished(out, 'analysis') ? headline(study) : [],
    )
    const review = await now.review()
    const { test } = countsOf(out, 'prompts')
    return {
      study,
      specialty,
      synthetic: 'synthetic' in config.records || countsOf(out, 'records')['synthetic'] === true,
      simulated: config.review !== undefined && 'simulated' in config.review && config.review.simulated === true,
      status,
      progress: readRunProgress(out),
      training: new Map([...now.trainings].map(([policy, look]) => [policy, look()])),
      cases,
      heldOut: typeof test === 'number' ? test : null,
      answers: new Map([...answers].map(([arm, look]) => [arm, look()])),
      benchmark,
      headline: found,
      reviewLines: review.lines,
      reviewAddress: review.address,
      reports: ['report', 'report-zh'].filter(artifact => isFinished(out, artifact)),
    }
  }
}
