/** @file The study's output folder: made once, never someone else's, and in use by one run at a time. */
import { existsSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  InputError,
  type LockHolder,
  makeFolder,
  processLockHolder,
  refuseFileAsFolder,
  StudyError,
  takeProcessLock,
} from '../support/index.ts'

const LOCK = 'run.lock'
const MARKER = '.bedside'
/** What systems and editors leave in any folder. */
const HARMLESS = new Set(['.DS_Store', '.gitkeep', '.gitignore'])
const MARKER_TEXT = 'Made by Bedside. Everything in this folder can be made again by running its study.\n'

/** The process that runs a study in this folder, or null when none does. */
export function lockHolder(out: string): LockHolder | null {
  return processLockHolder(join(out, LOCK))
}

/** Turns the system's refusal to make the folder into a sentence. */
function describeRefusal(error: unknown, out: string): Error {
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StudyError(`${out}: the disk is full (${code}); free some space and run the same command again`)
  }
  return new InputError(`cannot write here (${code})`, { file: out }, 'set `out:` to a folder that you may write to')
}

/**
 * Makes the output folder if need be and takes its lock; returns the function that gives it back (and removes the
 * folder again if nothing was written). Throws InputError when another run holds it (naming the process), when it holds
 * files that are not of Bedside, or when it cannot be written.
 */
export function claimOutFolder(out: string): () => void {
  refuseFileAsFolder(out, 'set `out:` in the study file to another folder')
  const wasThere = existsSync(out)
  if (wasThere && !existsSync(join(out, MARKER))) {
    const foreign = readdirSync(out).find(name => !HARMLESS.has(name) && !name.startsWith(LOCK))
    if (foreign !== undefined) {
      throw new InputError(
        `expected an empty or new folder for the study's output, got one that holds other files ("${foreign}")`,
        { file: out },
        'set `out:` in the study file to another folder',
      )
    }
  }
  try {
    // What is below it, also what stages keep and records of a lock, is of the owner alone.
    makeFolder(out, 0o700)
  } catch (error) {
    throw describeRefusal(error, out)
  }
  const undoFolder = () => {
    if (!wasThere && existsSync(out) && readdirSync(out).length === 0) rmdirSync(out)
  }
  let releaseLock: () => void
  try {
    releaseLock = takeProcessLock(join(out, LOCK), 'a run is under way in this folder', out)
  } catch (error) {
    undoFolder()
    throw error instanceof InputError ? error : describeRefusal(error, out)
  }
  try {
    writeFileSync(join(out, MARKER), MARKER_TEXT)
  } catch (error) {
    rmSync(join(out, MARKER), { force: true })
    releaseLock()
    undoFolder()
    throw describeRefusal(error, out)
  }
  return () => {
    if (!existsSync(out)) return
    const left = readdirSync(out).filter(name => name !== LOCK && name !== MARKER)
    if (left.length === 0) rmSync(join(out, MARKER), { force: true })
    releaseLock()
    if (left.length === 0) undoFolder()
  }
}

/** Removes the folders of an artifact that became empty, up to (not including) `out`. */
export function removeEmptyParents(folder: string, out: string): void {
  for (let parent = dirname(folder); parent !== out && parent.startsWith(out); parent = dirname(parent)) {
    if (!existsSync(parent) || readdirSync(parent).length > 0) return
    rmdirSync(parent)
  }
}
