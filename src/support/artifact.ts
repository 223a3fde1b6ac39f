/** @file Artifacts on disk: a folder and, written last and atomically, its manifest. No manifest means not finished. */
import { existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { instantOf, secondsBetween, timestamp } from './clock.ts'
import { describeWriteError, InputError, StudyError } from './errors.ts'
import { writeFileAtomically } from './files.ts'
import { makeFolder } from './folders.ts'
import { hashFile, type JsonValue } from './hash.ts'
import type { StageCounts } from './stage.ts'

/** What a finished artifact says of itself. */
export interface Manifest {
  readonly artifact: string
  /** Hash of inputs, settings and code: equal keys mean that the stage need not run again. */
  readonly key: string
  /** Artifact folder or source file -> SHA-256. */
  readonly inputs: Readonly<Record<string, string>>
  readonly settings: JsonValue
  readonly seed: number
  /** Hash over the stage's code and the versions of the packages it imports. */
  readonly code: string
  readonly versions: Readonly<Record<string, string>>
  /** Commit of the repository that the code came from, when there is one. */
  readonly commit: string | null
  readonly started: string
  readonly finished: string
  readonly counts: StageCounts
  /** File below the artifact's folder -> SHA-256. */
  readonly files: Readonly<Record<string, string>>
}

const MANIFEST = 'manifest.json'
const PENDING = 'pending.json'
/** What a kill in the middle of writing this marker leaves, alone in its folder. */
const HALF_PENDING = `${PENDING}.part`

/** Reads an artifact's manifest; null when the artifact is not finished. */
export function readManifest(folder: string): Manifest | null {
  const file = join(folder, MANIFEST)
  if (!existsSync(file)) return null
  let manifest: Partial<Manifest> | null = null
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8')) as Partial<Manifest> | null
  } catch {
    // Said below, as for any other content.
  }
  if (typeof manifest?.key !== 'string' || typeof manifest.files !== 'object' || typeof manifest.inputs !== 'object') {
    throw new StudyError(`${file}: expected a manifest, got something else; remove the folder and run again`)
  }
  return manifest as Manifest
}

/** Unfinished work of an artifact. */
interface PendingWork {
  readonly key: string
  readonly started: string
  /** Why it was left for another run, in a line; absent for work that is under way or was cut off. */
  readonly postponed?: string
  /** When work was last cut off in an orderly way; absent while it is under way and after a kill. */
  readonly stopped?: string
}

/** The unfinished work in an artifact's folder, or null when there is none that can be continued. */
export function readPending(folder: string): PendingWork | null {
  const file = join(folder, PENDING)
  if (!existsSync(file) || existsSync(join(folder, MANIFEST))) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PendingWork
  } catch {
    // A broken marker means that nothing is known of what is there.
    return null
  }
}

/** Where a finished artifact waits while a new one is made in its place. */
const replaced = (folder: string) => `${folder}.replaced`

/** The manifest of a finished artifact that is set aside while a new one is made; null when there is none to read. */
export function earlierManifest(folder: string): Manifest | null {
  try {
    return readManifest(replaced(folder))
  } catch (error) {
    if (error instanceof StudyError) return null
    throw error
  }
}

/**
 * Makes room for new work. Only what carries our own marker is moved or removed: a folder of somebody else (behind a
 * link, say) is refused. Folders are renamed before they are removed, so that a clearing that is cut off leaves nothing
 * that looks like work to be continued.
 */
function clearArtifact(folder: string): void {
  const discarded = `${folder}.discarded`
  rmSync(discarded, { recursive: true, force: true })
  if (!existsSync(folder)) return
  if (existsSync(join(folder, MANIFEST))) {
    rmSync(replaced(folder), { recursive: true, force: true })
    renameSync(folder, replaced(folder))
  } else if (existsSync(join(folder, PENDING))) {
    renameSync(folder, discarded)
    rmSync(discarded, { recursive: true, force: true })
  } else if (readdirSync(folder).some(name => name !== HALF_PENDING)) {
    throw new InputError(
      'expected an artifact of this study or nothing, got a folder that holds other files',
      { file: folder },
      'move them elsewhere, or set `out:` in the study file to another folder',
    )
  }
}

/**
 * Prepares an artifact's folder for work under `key`. What an interrupted run of the same key left stays, so that the
 * stage can continue (not with `anew`); a finished artifact is set aside until the new one is finished; anything else is
 * cleared. Returns the time at which work under this key began.
 */
export function beginArtifact(folder: string, key: string, anew = false): string {
  const pending = readPending(folder)
  const mark = (work: PendingWork) => writeFileAtomically(join(folder, PENDING), JSON.stringify(work))
  if (pending?.key === key && !anew) {
    if (pending.postponed !== undefined || pending.stopped !== undefined) mark({ key, started: pending.started })
    return pending.started
  }
  const started = timestamp()
  try {
    clearArtifact(folder)
    // It may hold texts of records.
    makeFolder(folder, 0o700)
  } catch (error) {
    throw describeWriteError(error, folder)
  }
  mark({ key, started })
  return started
}

/** Marks the unfinished work in an artifact's folder as left for another run, and why; nothing where there is none. */
export function postponeArtifact(folder: string, problem: string): void {
  const pending = readPending(folder)
  if (pending !== null) writeFileAtomically(join(folder, PENDING), JSON.stringify({ ...pending, postponed: problem }))
}

/** Notes that the unfinished work in an artifact's folder was cut off now; nothing where there is none. */
export function stopArtifact(folder: string): void {
  const pending = readPending(folder)
  if (pending === null) return
  try {
    writeFileAtomically(join(folder, PENDING), JSON.stringify({ ...pending, stopped: timestamp() }))
  } catch {
    // A full disk, say: what cut the work off is what the user must hear.
  }
}

/**
 * Seconds from the first start of unfinished work to its last sign of life: when it was cut off, or after a kill when it last
 * wrote a file. Null where there is no unfinished work.
 */
export function pendingSeconds(folder: string): number | null {
  const pending = readPending(folder)
  if (pending === null) return null
  const lastWritten = () => instantOf(Math.max(...listFiles(folder).map(file => statSync(join(folder, file)).mtimeMs)))
  return Math.max(0, secondsBetween(pending.started, pending.stopped ?? lastWritten()))
}

/** Every file below a folder, as paths relative to it, sorted. */
export function listFiles(folder: string): string[] {
  const found: string[] = []
  const visit = (path: string) => {
    for (const name of readdirSync(path)) {
      const child = join(path, name)
      // Not through links: what lies behind one is not part of the artifact.
      if (lstatSync(child).isDirectory()) visit(child)
      else found.push(relative(folder, child))
    }
  }
  visit(folder)
  return found.sort()
}

/** Hashes the artifact's files and writes its manifest: from here on the artifact is finished. */
export async function finishArtifact(
  folder: string,
  manifest: Omit<Manifest, 'finished' | 'files'>,
): Promise<Manifest> {
  const files: Record<string, string> = {}
  for (const file of listFiles(folder)) {
    // What a kill in the middle of a write left is no part of the result.
    if (file.endsWith('.part')) rmSync(join(folder, file))
    else if (file !== PENDING && file !== MANIFEST) files[file] = await hashFile(join(folder, file))
  }
  const complete: Manifest = { ...manifest, finished: timestamp(), files }
  writeFileAtomically(join(folder, MANIFEST), `${JSON.stringify(complete, null, 2)}\n`)
  rmSync(join(folder, PENDING), { force: true })
  rmSync(replaced(folder), { recursive: true, force: true })
  return complete
}

/** Gives up work that leaves nothing to continue: what was made goes, and what was set aside for it comes back. */
export function abandonArtifact(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  if (existsSync(replaced(folder))) renameSync(replaced(folder), folder)
}
