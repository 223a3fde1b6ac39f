/** @file How far a study is: for each stage done, stale (and why), interrupted or not begun, what it took and what is left. */
import { join } from 'node:path'
import {
  earlierManifest,
  type LockHolder,
  type Manifest,
  pendingSeconds,
  type Stage,
  secondsBetween,
  timestamp,
} from '../support/index.ts'
import { lockHolder } from './out-folder.ts'
import { type RunProgress, readRunProgress } from './run-progress.ts'
import {
  type Closeness,
  checkSources,
  finishedManifest,
  inspectStage,
  listNames,
  type RunPlace,
  type StageState,
  stageIdentity,
} from './stage-state.ts'

/** One stage as `bedside status` shows it. */
export interface StageStatus {
  readonly title: string
  /** The stage's name, for `--from` and `--only`. */
  readonly artifact: string
  readonly state: StageState['state']
  readonly reason: string | null
  /**
   * Seconds from the first start to the end, interruptions included, of the artifact that is there or was there before; null
   * when the stage never finished.
   */
  readonly seconds: number | null
  /** Seconds that work which was cut off took so far, from its first start to its last sign of life; null in any other state. */
  readonly secondsSoFar: number | null
  /** What a run would still take for it: 0 when it is done, null when that is not known. */
  readonly secondsLeft: number | null
  /** What `secondsLeft` rests on: the pace of the task under way, what the stage took before, or what others of its kind took; null otherwise. */
  readonly leftBy: 'rate' | 'earlier run' | 'same kind' | null
}

/** A study's stages, and the process that is running it now, if any. */
export interface StudyStatus {
  readonly running: LockHolder | null
  /** What that process is doing; null also when it does not say. */
  readonly progress: RunProgress | null
  readonly stages: readonly StageStatus[]
  /** Of all artifacts that are there, of work that was cut off, and of the stage under way in this run. */
  readonly secondsUsed: number
  /** Sum over stages for which it is known. */
  readonly secondsLeft: number
  /** Stages of which it is not known how long they will take. */
  readonly leftNotKnown: readonly string[]
}

const tookOf = (manifest: Manifest | null) =>
  manifest === null ? null : Math.max(0, secondsBetween(manifest.started, manifest.finished))

/** Folders of stages that do the same work on the same cases: one tells of the others. */
const ALIKE = ['predictions/', 'judges/']

/** What the finished stages of the same kind took on average; null where there is none. */
function tookOfKind(artifact: string, statuses: readonly StageStatus[]): number | null {
  const kind = ALIKE.find(folder => artifact.startsWith(folder))
  const took = statuses.flatMap(one =>
    kind !== undefined && one.artifact.startsWith(kind) && one.state === 'done' ? (one.seconds ?? []) : [],
  )
  return took.length === 0 ? null : took.reduce((sum, one) => sum + one, 0) / took.length
}

/** What is left of a stage that is not done; `before` is what it took before, `ofKind` what others of its kind took. */
function leftOf(
  artifact: string,
  before: number | null,
  ofKind: number | null,
  progress: RunProgress | null,
  now: string,
): Pick<StageStatus, 'secondsLeft' | 'leftBy'> {
  const isUnderWay = progress?.stage?.artifact === artifact
  const byRate = isUnderWay ? (progress?.task?.secondsLeft ?? null) : null
  if (byRate !== null && progress) {
    return { secondsLeft: Math.max(0, byRate - secondsBetween(progress.updated, now)), leftBy: 'rate' }
  }
  const seconds = before ?? ofKind
  if (seconds === null) return { secondsLeft: null, leftBy: null }
  const worked = isUnderWay && progress?.stage ? secondsBetween(progress.stage.began, now) : 0
  return { secondsLeft: Math.max(0, seconds - worked), leftBy: before === null ? 'same kind' : 'earlier run' }
}

/** The states of stages of which each one's inputs are among those before it. */
export async function stageStatuses(
  stages: readonly Stage[],
  place: RunPlace,
  progress: RunProgress | null = null,
  closeness: Closeness = 'content',
): Promise<StageStatus[]> {
  checkSources(stages)
  const now = timestamp()
  const open = new Set<string>()
  const statuses: StageStatus[] = []
  for (const stage of stages) {
    const { title, artifact } = stage
    const folder = join(place.out, artifact)
    const manifest = finishedManifest(folder)
    const waitsFor = stage.inputs.filter(input => open.has(input))
    let state: StageState
    if (waitsFor.length === 0) state = await inspectStage(stage, place, await stageIdentity(stage, place), closeness)
    else if (manifest) state = { state: 'stale', reason: `${listNames(waitsFor)} will run again` }
    else state = { state: 'pending', reason: null }
    if (state.state !== 'done') open.add(artifact)
    const seconds = tookOf(manifest ?? earlierManifest(folder))
    const left =
      state.state === 'done'
        ? { secondsLeft: 0, leftBy: null }
        : leftOf(artifact, seconds, tookOfKind(artifact, statuses), progress, now)
    const isCutOff = state.state === 'interrupted' && progress?.stage?.artifact !== artifact
    const secondsSoFar = isCutOff ? pendingSeconds(folder) : null
    statuses.push({ title, artifact, ...state, seconds, secondsSoFar, ...left })
  }
  return statuses
}

/**
 * The state of every stage, without running or writing anything. A finished stage behind one that must run again is
 * stale; it may prove unchanged when the earlier stage gives the same files. `presence` looks only whether files are there, for
 * who asks often: a checkpoint may have gigabytes.
 */
export async function studyStatus(
  stages: readonly Stage[],
  place: RunPlace,
  closeness: Closeness = 'content',
): Promise<StudyStatus> {
  const progress = readRunProgress(place.out)
  const statuses = await stageStatuses(stages, place, progress, closeness)
  const isOpen = ({ state }: StageStatus) => state !== 'done'
  const underWay = progress?.stage ? secondsBetween(progress.stage.began, timestamp()) : 0
  return {
    running: lockHolder(place.out),
    progress,
    stages: statuses,
    secondsUsed:
      statuses.reduce((sum, { seconds, secondsSoFar }) => sum + (seconds ?? 0) + (secondsSoFar ?? 0), 0) + underWay,
    secondsLeft: statuses.reduce((sum, { secondsLeft }) => sum + (secondsLeft ?? 0), 0),
    leftNotKnown: statuses.filter(one => isOpen(one) && one.secondsLeft === null).map(({ artifact }) => artifact),
  }
}
