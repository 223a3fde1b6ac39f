/** @file The study's output folder: made once, never someone else's, and in use by one run at a time. */
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { InputError, makeFolder, refuseFileAsFolder, StudyError, timestamp } from '../support/index.ts'

const LOCK = 'run.lock'
const MARKER = '.bedside'
/** What systems and editors leave in any folder. */
const HARMLESS = new Set(['.DS_Store', '.gitkeep', '.gitignore'])
const MARKER_TEXT = 'Made by Bedside. Everything in this folder can be made again by running its study.\n'

/** Who is running a study: enough to tell whether that process is still there. */
export interface LockHolder {
  readonly pid: number
  readonly host: string
  /** When the process began, in the kernel's ticks since boot; null where the system does not say. */
  readonly born: string | null
  readonly since: string
}

/** When a process began (field 22 of /proc/PID/stat), so that a process number used again is not taken for it. */
function processStart(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

/** True when the holder may still be running; a holder on another machine cannot be checked, so it counts. */
function isAlive(holder: LockHolder): boolean {
  if (holder.host !== hostname()) return true
  if (holder.pid === process.pid) return holder.born !== null && holder.born === processStart(process.pid)
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return holder.born === null || processStart(holder.pid) === holder.born
}

/** Reads a lock file: its holder, `none` when there is no file, null when it holds something else. */
function readHolder(file: string): LockHolder | 'none' | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return 'none'
  }
  try {
    const holder = JSON.parse(text) as Partial<LockHolder> | null
    return Number.isInteger(holder?.pid) && typeof holder?.host === 'string' ? (holder as LockHolder) : null
  } catch {
    return null
  }
}

/** The process that runs a study in this folder, or null when none does. */
export function lockHolder(out: string): LockHolder | null {
  const holder = readHolder(join(out, LOCK))
  return holder !== null && holder !== 'none' && isAlive(holder) ? holder : null
}

/** Turns the system's refusal to make the folder into a sentence. */
function describeRefusal(error: unknown, out: string): Error {
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StudyError(`${out}: the disk is full (${code}); free some space and run the same command again`)
  }
  return new InputError(`cannot write here (${code})`, { file: out }, 'set `out:` to a folder that you may write to')
}

/** Makes the lock appear whole, or not at all when there is one: a link is atomic, and its file is already written. */
function placeLock(file: string, mine: LockHolder): boolean {
  const own = `${file}.${process.pid}`
  try {
    writeFileSync(own, JSON.stringify(mine))
    linkSync(own, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(own, { force: true })
  }
}

/**
 * Removes the lock of a dead process. Only who holds the take-over folder may remove a lock, and looks again before it
 * does; a lock can be placed only where there is none, so a living one is never removed.
 */
function removeStaleLock(file: string): void {
  const takeOver = `${file}.take-over`
  try {
    mkdirSync(takeOver)
  } catch {
    return
  }
  try {
    const holder = readHolder(file)
    if (holder !== 'none' && (holder === null || !isAlive(holder))) rmSync(file, { force: true })
  } finally {
    rmdirSync(takeOver)
  }
}

const ATTEMPTS = 40
const PAUSE_MILLISECONDS = 25

function takeLock(out: string): void {
  const file = join(out, LOCK)
  const mine: LockHolder = {
    pid: process.pid,
    host: hostname(),
    born: processStart(process.pid),
    since: timestamp(),
  }
  for (let attempt = 0; ; attempt++) {
    if (placeLock(file, mine)) return
    const holder = lockHolder(out)
    if (holder || attempt === ATTEMPTS) {
      const who = holder ? `process ${holder.pid} on ${holder.host}, since ${holder.since}` : 'another process'
      throw new InputError(
        `a run is under way in this folder (${who})`,
        { file: out },
        `wait for it, or stop it first; if it is gone, remove ${file} and ${file}.take-over`,
      )
    }
    removeStaleLock(file)
    // Somebody else may be putting the stale lock away.
    if (attempt > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS)
  }
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
    makeFolder(out)
  } catch (error) {
    throw describeRefusal(error, out)
  }
  const undoFolder = () => {
    if (!wasThere && existsSync(out) && readdirSync(out).length === 0) rmdirSync(out)
  }
  try {
    takeLock(out)
  } catch (error) {
    undoFolder()
    throw error instanceof InputError ? error : describeRefusal(error, out)
  }
  try {
    writeFileSync(join(out, MARKER), MARKER_TEXT)
  } catch (error) {
    rmSync(join(out, MARKER), { force: true })
    rmSync(join(out, LOCK), { force: true })
    undoFolder()
    throw describeRefusal(error, out)
  }
  return () => {
    if (!existsSync(out)) return
    const left = readdirSync(out).filter(name => name !== LOCK && name !== MARKER)
    if (left.length === 0) rmSync(join(out, MARKER), { force: true })
    const holder = readHolder(join(out, LOCK))
    if (holder !== null && holder !== 'none' && holder.pid === process.pid) rmSync(join(out, LOCK), { force: true })
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
