/** @file What a stage's work is identified by, and whether the artifact on disk is that very work. */
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  codeVersion,
  hashFile,
  hashJson,
  InputError,
  type Manifest,
  readManifest,
  readPending,
  type Stage,
  StudyError,
} from '../support/index.ts'
import { namedChanges } from './changed-settings.ts'

/** Everything that decides a stage's result, as hashes. */
export interface StageIdentity {
  /** Equal keys mean equal work. */
  readonly key: string
  /** Of the stage's module and all that it imports. */
  readonly code: string
  /** Artifact, or name of a source file, -> SHA-256. */
  readonly inputs: Readonly<Record<string, string>>
}

/** How an artifact stands against the work that the study now asks for. */
export interface StageState {
  /** `interrupted` can be continued; `postponed` could not be done in the last run; `stale` and `damaged` are made anew. */
  readonly state: 'done' | 'stale' | 'damaged' | 'interrupted' | 'postponed' | 'pending'
  /** Why it is stale, damaged or postponed, in words; null otherwise. */
  readonly reason: string | null
}

/** Where a study runs and with which seed. */
export interface RunPlace {
  readonly out: string
  readonly seed: number
}

/** Throws InputError when a file outside `out/` that a stage reads is not there, so that it is known before any work. */
export function checkSources(stages: readonly Stage[]): void {
  for (const source of stages.flatMap(stage => stage.sources)) {
    if (!existsSync(source)) {
      throw new InputError('expected a file, got nothing at this path', { file: source }, 'check the study file')
    }
  }
}

/** The manifest of a finished artifact, or null; a broken manifest counts as none. */
export function finishedManifest(folder: string): Manifest | null {
  try {
    return readManifest(folder)
  } catch (error) {
    if (error instanceof StudyError) return null
    throw error
  }
}

/**
 * Names of source files by which a key knows them: without their folders, so that a study that is moved, alone or beside what it
 * reads, is the same work. The second of one name, or one that is called as an artifact is, gets ` (2)`.
 */
function namesOf({ sources, inputs }: Stage): readonly string[] {
  const names = sources.map(source => basename(source))
  return names.map((name, i) => {
    const times = [...inputs, ...names.slice(0, i + 1)].filter(other => other === name).length
    return times === 1 ? name : `${name} (${times})`
  })
}

/**
 * The identity of a stage's work, from its settings, seed, code and the content of its inputs and sources. An input counts by the
 * hashes of its files, so an earlier stage that ran again with the same result changes nothing here. Throws StudyError
 * when an input artifact is not finished that the stage cannot do without.
 * @param code given when it was computed before, so that it is the code that was loaded.
 */
export async function stageIdentity(
  stage: Stage,
  { out, seed }: RunPlace,
  code = codeVersion(stage.module),
): Promise<StageIdentity> {
  const inputs: Record<string, string> = {}
  for (const artifact of stage.inputs) {
    const manifest = finishedManifest(join(out, artifact))
    const isOptional = stage.mayLack?.includes(artifact) ?? false
    if (!manifest && !isOptional) {
      throw new StudyError(`${stage.title}: expected the artifact ${artifact}, which is not finished`)
    }
    inputs[artifact] = manifest ? hashJson(manifest.files) : 'lacking'
  }
  for (const [i, name] of namesOf(stage).entries()) inputs[name] = await hashFile(stage.sources[i])
  const { artifact, settings } = stage
  return { key: hashJson({ artifact, code, settings, seed, inputs }), code, inputs }
}

/** How closely a finished artifact is looked at: the content of its files, or only whether they are there. */
export type Closeness = 'content' | 'presence'

/** The first file of an artifact that is missing or no longer what its manifest says, or null when all are whole. */
async function damagedFile(folder: string, manifest: Manifest, closeness: Closeness): Promise<string | null> {
  for (const [file, hash] of Object.entries(manifest.files)) {
    const path = join(folder, file)
    if (!existsSync(path) || (closeness === 'content' && (await hashFile(path)) !== hash)) return file
  }
  return null
}

/** Names in a sentence: `a`, `a and b`, `a, b and c`. */
export function listNames(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Names what differs between the work that made an artifact and the work now asked for. */
function describeChange(manifest: Manifest, stage: Stage, identity: StageIdentity, seed: number): string {
  const names = new Set([...Object.keys(manifest.inputs), ...Object.keys(identity.inputs)])
  const changed = [...names].filter(name => manifest.inputs[name] !== identity.inputs[name])
  const parts = [
    hashJson(manifest.settings) === hashJson(stage.settings)
      ? ''
      : `its settings changed${namedChanges(manifest.settings, stage.settings)}`,
    manifest.seed === seed ? '' : 'the seed changed',
    changed.length === 0 ? '' : `${listNames(changed)} changed`,
    manifest.code === identity.code ? '' : 'its code changed',
  ]
  return parts.filter(Boolean).join(', ') || 'it was made by another version of Bedside'
}

/**
 * Compares the artifact on disk with the work asked for. Reads every file of a finished artifact once, unless only their
 * presence is asked for.
 */
export async function inspectStage(
  stage: Stage,
  place: RunPlace,
  identity: StageIdentity,
  closeness: Closeness = 'content',
): Promise<StageState> {
  const folder = join(place.out, stage.artifact)
  const manifest = finishedManifest(folder)
  if (!manifest) {
    const pending = readPending(folder)
    if (pending?.key !== identity.key) return { state: 'pending', reason: null }
    const { postponed } = pending
    return postponed === undefined ? { state: 'interrupted', reason: null } : { state: 'postponed', reason: postponed }
  }
  if (manifest.key !== identity.key) {
    return { state: 'stale', reason: describeChange(manifest, stage, identity, place.seed) }
  }
  const file = await damagedFile(folder, manifest, closeness)
  return file === null
    ? { state: 'done', reason: null }
    : { state: 'damaged', reason: `${file} is missing or was changed` }
}
