/** @file Progress on anything that takes over two seconds: a bar with time left on a terminal, plain lines elsewhere. */
import { Presets, SingleBar } from 'cli-progress'
import { seconds } from './clock.ts'
import { newPace } from './pace.ts'

/** One task under way. */
export interface ProgressTask {
  /** Sets how much is done, and a short note such as `loss 1.23`. */
  update(done: number, note?: string): void
  /** Ends the task, with a closing note. */
  finish(note?: string): void
}

/** Where stages report what they do. */
export interface Progress {
  /** One line of text. */
  say(line: string): void
  /** Begins a task of `total` units, `done` of them before now; total 0 means the size is not known. */
  begin(label: string, total: number, done?: number): ProgressTask
}

/** A progress that says nothing, for tests and for programs. */
export const silentProgress: Progress = { say: () => {}, begin: () => ({ update: () => {}, finish: () => {} }) }

/** Seconds as a person says them: `8 s`, `2 min 05 s`, `1 h 12 min`. */
export function formatDuration(duration: number): string {
  const whole = Math.max(0, Math.round(duration))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`
}

const SECONDS_BETWEEN_PLAIN_LINES = 10

/** Progress on a stream: bars when it is a terminal, otherwise a plain line at most every ten seconds. */
export function streamProgress(stream: NodeJS.WriteStream): Progress {
  const say = (line: string) => void stream.write(`${line}\n`)
  return {
    say,
    begin(label, total, before = 0) {
      const start = seconds()
      const pace = newPace(total)
      const timing = () => {
        const left = pace.secondsLeft()
        return `${formatDuration(seconds() - start)}${left === null ? '' : `, ${formatDuration(left)} left`}`
      }
      if (stream.isTTY && total > 0) {
        const bar = new SingleBar(
          {
            stream,
            format: `  ${label.padEnd(28)} {bar} {percentage}%  {timing}  {note}`,
            hideCursor: true,
            clearOnComplete: false,
            barsize: 24,
          },
          Presets.shades_grey,
        )
        bar.start(total, before, { note: '', timing: '' })
        return {
          update(value, note = '') {
            pace.reached(value)
            bar.update(value, { note, timing: timing() })
          },
          finish(note = '') {
            bar.update(total, { note, timing: formatDuration(seconds() - start) })
            bar.stop()
          },
        }
      }
      let lastLine = start
      return {
        update(value, note = '') {
          pace.reached(value)
          if (seconds() - lastLine < SECONDS_BETWEEN_PLAIN_LINES) return
          lastLine = seconds()
          const amount = total > 0 ? `${value}/${total}` : `${value}`
          say(`  ${label}: ${amount} (${timing()})${note ? ` ${note}` : ''}`)
        },
        finish(note = '') {
          say(`  ${label}: done in ${formatDuration(seconds() - start)}${note ? `, ${note}` : ''}`)
        },
      }
    },
  }
}
