/** @file How long what is under way takes, to the moment at which it is shown. */
import type { RunProgress } from '../study/index.ts'
import { formatDuration, secondsBetween, timestamp } from '../support/index.ts'

/** The time from an instant to now, in words. */
export function timeSince(instant: string): string {
  return formatDuration(Math.max(0, secondsBetween(instant, timestamp())))
}

/** The time that the task has left by its pace, in words; null where that is not known. */
export function timeLeft({ task, updated }: RunProgress): string | null {
  if (task === null || task.secondsLeft === null) return null
  return formatDuration(Math.max(0, task.secondsLeft - secondsBetween(updated, timestamp())))
}
