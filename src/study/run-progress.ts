/** @file What the run under way is doing, kept in `out/progress.json` so that another window or a page can show it. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { newPace, type Pace, type Progress, type ProgressTask, seconds, timestamp } from '../support/index.ts'
import { lockHolder } from './out-folder.ts'

/** The stage that a run is at. */
export interface StageUnderWay {
  /** As `bedside status` names it, such as `policies/sft`. */
  readonly artifact: string
  readonly title: string
  /** Place among the study's stages, from 1 to `of`. */
  readonly index: number
  readonly of: number
  /** When this run came to the stage, ISO 8601 in UTC. */
  readonly began: string
}

/** One task of the stage, as its progress bar shows it. */
export interface TaskUnderWay {
  readonly label: string
  /** Units done, those of an earlier run included. */
  readonly done: number
  /** Units in all; 0 when that is not known. */
  readonly total: number
  /** A short note such as `loss 1.23`, or empty. */
  readonly note: string
  /** By the pace of this run, counted from `updated`; null before that is steady and where `total` is 0. */
  readonly secondsLeft: number | null
}

/** A stage that could not be done now; the run goes on without it. */
export interface PostponedStage {
  readonly artifact: string
  readonly problem: string
}

/** What a run is doing. Times are ISO 8601 in UTC. */
export interface RunProgress {
  readonly pid: number
  readonly host: string
  /** When this run began; work of earlier runs is not in it. */
  readonly began: string
  /** Null before the first stage. */
  readonly stage: StageUnderWay | null
  /** The task that began last and has not ended, or null between tasks. */
  readonly task: TaskUnderWay | null
  /** Stages that this run had to do without so far, and why, in a line each. */
  readonly postponed?: readonly PostponedStage[]
  /** When this was written; a long step writes nothing until it ends. */
  readonly updated: string
}

/** A run's progress that is also kept on disk. */
export interface KeptProgress {
  /** Says what the given progress says, and keeps its tasks. */
  readonly progress: Progress
  /** The run has come to this stage. */
  enter(stage: Omit<StageUnderWay, 'began'>): void
  /** The stage that the run had come to is left for another run. */
  postpone(stage: PostponedStage): void
  /** The run has ended, however: removes the file. */
  end(): void
}

const FILE = 'progress.json'
const SECONDS_BETWEEN_WRITES = 1

interface OpenTask {
  readonly label: string
  readonly total: number
  readonly pace: Pace
  done: number
  note: string
}

/** A task with the time left by its pace here. */
function describeTask({ label, total, pace, done, note }: OpenTask): TaskUnderWay {
  const left = pace.secondsLeft()
  return { label, done, total, note, secondsLeft: left === null ? null : Math.round(left) }
}

/**
 * Wraps the progress of a run that holds the lock of `out`, and keeps what it does in `out/progress.json`: at once when a
 * stage or a task begins, at most once a second otherwise. It never stops a run: what cannot be written is left out.
 */
export function keepRunProgress(out: string, progress: Progress): KeptProgress {
  const file = join(out, FILE)
  const part = `${file}.part`
  const run = { pid: process.pid, host: hostname(), began: timestamp() }
  const open: OpenTask[] = []
  const postponed: PostponedStage[] = []
  let stage: StageUnderWay | null = null
  let written = Number.NEGATIVE_INFINITY
  let ended = false
  const write = () => {
    if (ended) return
    const last = open.at(-1)
    const task = last ? describeTask(last) : null
    const now: RunProgress = { ...run, stage, task, postponed, updated: timestamp() }
    try {
      // Replaced as a whole but not flushed to the disk: after a power cut nothing is under way.
      writeFileSync(part, `${JSON.stringify(now, null, 2)}\n`)
      renameSync(part, file)
    } catch {
      // A full disk is told by the stage whose work it stops.
    }
    written = seconds()
  }
  const begin = (label: string, total: number, done = 0): ProgressTask => {
    const shown = progress.begin(label, total, done)
    const task: OpenTask = { label, total, pace: newPace(total), done, note: '' }
    open.push(task)
    write()
    return {
      update(value, note = '') {
        shown.update(value, note)
        task.done = value
        task.pace.reached(value)
        task.note = note
        if (seconds() - written >= SECONDS_BETWEEN_WRITES) write()
      },
      finish(note) {
        shown.finish(note)
        const place = open.indexOf(task)
        if (place >= 0) open.splice(place, 1)
        if (seconds() - written >= SECONDS_BETWEEN_WRITES) write()
      },
    }
  }
  write()
  return {
    progress: { say: line => progress.say(line), begin },
    enter(entered) {
      open.length = 0
      stage = { ...entered, began: timestamp() }
      write()
    },
    postpone(one) {
      open.length = 0
      postponed.push(one)
      write()
    },
    end() {
      ended = true
      for (const path of [file, part]) rmSync(path, { force: true })
    },
  }
}

/**
 * What the run under way in a study's output folder is doing, or null when none is: a file that a killed run left is not
 * shown, since it must be of the process that holds the folder's lock now.
 */
export function readRunProgress(out: string): RunProgress | null {
  const holder = lockHolder(out)
  if (holder === null) return null
  try {
    const found = JSON.parse(readFileSync(join(out, FILE), 'utf8')) as RunProgress
    // A process number may be used again: what was written before this lock was taken is of another run.
    const isOfHolder = found.pid === holder.pid && found.host === holder.host && found.updated >= holder.since
    return isOfHolder ? found : null
  } catch {
    return null
  }
}
