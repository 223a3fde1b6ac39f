/** @file A lock file that one living process holds: process number, host, and when that process began. */
import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { timestamp } from './clock.ts'
import { InputError } from './errors.ts'

/** Who holds a folder: enough to tell whether that process is still there. */
export interface LockHolder {
  readonly pid: number
  readonly host: string
  /** When the process began, in the kernel's ticks since boot; null where the system does not say. */
  readonly born: string | null
  readonly since: string
}

/**
 * When a process began (field 22 of /proc/PID/stat), so that a process number used again is not taken for it. Null for one
 * that is gone, that has ended and waits for its parent to notice, or where the system does not say.
 */
export function processStart(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : (fields[19] ?? null)
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

/** The living process that holds a lock file, or null when none does. */
export function processLockHolder(file: string): LockHolder | null {
  const holder = readHolder(file)
  return holder !== null && holder !== 'none' && isAlive(holder) ? holder : null
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

/**
 * What a person does who is told that a process has the folder: nothing here is lost, and a file is to be removed only where
 * this machine cannot find out itself that nobody has it.
 */
function remedyFor(file: string, holder: LockHolder | null, meanwhile: string): string {
  if (holder === null) {
    return `nothing is lost: try again in a minute; if it says the same and no Bedside runs here, delete ${file} and ${file}.take-over, which hold no results`
  }
  if (holder.host === hostname()) {
    return (
      `nothing is wrong: ${meanwhile}` +
      (holder.born === null ? `; if no process ${holder.pid} runs, delete ${file}, which holds no results` : '')
    )
  }
  return (
    `nothing is lost: it runs on the computer ${holder.host}, so wait for it or press Ctrl-C there; ` +
    `only if you are sure that it no longer runs there, delete ${file}, which holds no results, and try again`
  )
}

const ATTEMPTS = 40
const PAUSE_MILLISECONDS = 25

/**
 * Takes a lock file for this process and returns the function that gives it back. A lock whose process is gone is taken
 * over. Throws InputError, beginning with `problem` and naming the holder, while another process (or this one) has it;
 * `meanwhile` is what to do about a living one on this machine.
 */
export function takeProcessLock(
  file: string,
  problem: string,
  folder: string,
  meanwhile = 'wait until it ends, or press Ctrl-C in its window, which keeps what is done',
): () => void {
  const mine: LockHolder = {
    pid: process.pid,
    host: hostname(),
    born: processStart(process.pid),
    since: timestamp(),
  }
  for (let attempt = 0; ; attempt++) {
    if (placeLock(file, mine)) break
    const holder = processLockHolder(file)
    if (holder || attempt === ATTEMPTS) {
      const who = holder ? `process ${holder.pid} on ${holder.host}, since ${holder.since}` : 'another process'
      throw new InputError(`${problem} (${who})`, { file: folder }, remedyFor(file, holder, meanwhile))
    }
    removeStaleLock(file)
    // Somebody else may be putting the stale lock away.
    if (attempt > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS)
  }
  return () => {
    const holder = readHolder(file)
    if (holder !== null && holder !== 'none' && holder.pid === process.pid) rmSync(file, { force: true })
  }
}

/** Names the present start of the machine: another value means that it was off in between; null where it is not told. */
export function machineStart(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return null
  }
}
