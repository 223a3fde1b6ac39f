/** @file How far a study is: for each stage done, stale (and why), interrupted or not begun, and what it took. */
import { join } from 'node:path'
import type { LockHolder, Stage } from '../support/index.ts'
import { lockHolder } from './out-folder.ts'
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
  readonly artifact: string
  readonly state: StageState['state']
  readonly reason: string | null
  /** Seconds from the first start to the end, interruptions included; null when the stage never finished. */
  readonly seconds: number | null
}

/** A study's stages, and the process that is running it now, if any. */
export interface StudyStatus {
  readonly running: LockHolder | null
  readonly stages: readonly StageStatus[]
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
  checkSources(stages)
  const open = new Set<string>()
  const statuses: StageStatus[] = []
  for (const stage of stages) {
    const { title, artifact } = stage
    const manifest = finishedManifest(join(place.out, artifact))
    const waitsFor = stage.inputs.filter(input => open.has(input))
    let state: StageState
    if (waitsFor.length === 0) state = await inspectStage(stage, place, await stageIdentity(stage, place), closeness)
    else if (manifest) state = { state: 'stale', reason: `${listNames(waitsFor)} will run again` }
    else state = { state: 'pending', reason: null }
    if (state.state !== 'done') open.add(artifact)
    const took = manifest ? (Date.parse(manifest.finished) - Date.parse(manifest.started)) / 1000 : null
    statuses.push({ title, artifact, ...state, seconds: took })
  }
  return { running: lockHolder(place.out), stages: statuses }
}
