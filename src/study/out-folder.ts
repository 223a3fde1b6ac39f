/** @file The study's output folder: made once, never someone else's, and in use by one run at a time. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { InputError, StudyError, timestamp } from '../support/index.ts'

const LOCK = 'run.lock'
const MARKER = '.bedside'
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
  if (holder.pid === process.pid) return false
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return holder.born === null || processStart(holder.pid) === holder.born
}

/** The process that runs a study in this folder, or null when none does. */
export function lockHolder(out: string): LockHolder | null {
  try {
    const holder = JSON.parse(readFileSync(join(out, LOCK), 'utf8')) as LockHolder
    return isAlive(holder) ? holder : null
  } catch {
    return null
  }
}

/** Turns the system's refusal to make the folder into a sentence. */
function describeRefusal(error: unknown, out: string): Error {
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StudyError(`${out}: the disk is full (${code}); free some space and run the same command again`)
  }
  return new InputError(`cannot write here (${code})`, { file: out }, 'set `out:` to a folder that you may write to')
}

function takeLock(out: string): void {
  const file = join(out, LOCK)
  const mine: LockHolder = {
    pid: process.pid,
    host: hostname(),
    born: processStart(process.pid),
    since: timestamp(),
  }
  // Two attempts: the second after a lock that a dead process left was put away.
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: 'wx' })
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw describeRefusal(error, out)
    }
    const holder = lockHolder(out)
    if (holder || attempt > 0) {
      const who = holder ? `process ${holder.pid} on ${holder.host}, since ${holder.since}` : 'another process'
      throw new InputError(
        `a run is under way in this folder (${who})`,
        { file: out },
        `wait for it, or stop it first; if it is gone, remove ${file}`,
      )
    }
    // Renamed before it is removed, so that of two runs that find it stale only one goes on.
    const stale = `${file}.${process.pid}`
    try {
      renameSync(file, stale)
      rmSync(stale, { force: true })
    } catch {
      // The other one was faster: the next attempt says so.
    }
  }
}

/**
 * Makes the output folder if need be and takes its lock; returns the function that gives it back (and removes the
 * folder again if nothing was written). Throws InputError when another run holds it (naming the process), when it holds
 * files that are not of Bedside, or when it cannot be written.
 */
export function claimOutFolder(out: string): () => void {
  const wasThere = existsSync(out)
  if (wasThere && !existsSync(join(out, MARKER))) {
    const foreign = readdirSync(out).find(name => !name.startsWith('.') && name !== LOCK)
    if (foreign !== undefined) {
      throw new InputError(
        `expected an empty or new folder for the study's output, got one that holds other files ("${foreign}")`,
        { file: out },
        'set `out:` in the study file to another folder',
      )
    }
  }
  try {
    mkdirSync(out, { recursive: true })
  } catch (error) {
    throw describeRefusal(error, out)
  }
  takeLock(out)
  try {
    writeFileSync(join(out, MARKER), MARKER_TEXT)
  } catch (error) {
    rmSync(join(out, LOCK), { force: true })
    throw describeRefusal(error, out)
  }
  return () => {
    if (!existsSync(out)) return
    const left = readdirSync(out).filter(name => name !== LOCK && name !== MARKER)
    if (left.length === 0) rmSync(join(out, MARKER), { force: true })
    rmSync(join(out, LOCK), { force: true })
    if (left.length === 0 && !wasThere) rmdirSync(out)
  }
}

/** Removes the folders of an artifact that became empty, up to (not including) `out`. */
export function removeEmptyParents(folder: string, out: string): void {
  for (let parent = dirname(folder); parent !== out && parent.startsWith(out); parent = dirname(parent)) {
    if (!existsSync(parent) || readdirSync(parent).length > 0) return
    rmdirSync(parent)
  }
}
