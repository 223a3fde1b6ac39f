/**
 * @file Runs `bedside` as a child process and measures each of its stages from outside: seconds on the clock, seconds of
 * processor and peak of resident memory. Processor and memory come from /proc, so that elsewhere than on Linux they are null.
 */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { seconds } from '../src/support/index.ts'

/** What one stage took in one process. Memory in MiB; null where there is no /proc. */
export interface StageMeasurement {
  readonly stage: string
  /** `continued` when the stage went on from what an earlier process had left. */
  readonly outcome: 'done' | 'continued' | 'unchanged' | 'cut off'
  readonly wall: number
  readonly cpu: number | null
  readonly peakMiB: number | null
}

/** The child's user and system time in seconds and its peak of resident memory in MiB since the last reset. */
interface Gauge {
  readonly cpu: number
  readonly peakMiB: number
}

/** Linux counts processor time for programs in hundredths of a second, whatever the kernel's own clock. */
const TICKS_PER_SECOND = 100

/** Reads a process's gauge; null when the process is gone or the system has no /proc. */
function readGauge(pid: number): Gauge | null {
  try {
    // The name in brackets may hold blanks; what follows the last bracket does not.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const high = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    if (high === null) return null
    return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, peakMiB: Number(high[1]) / 1024 }
  } catch {
    return null
  }
}

/** Sets a process's peak of memory back to what it holds now. Without the right to, the peak stays that of all stages so far. */
function resetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch {
    // No Linux, or no right: the table then shows a peak that only grows.
  }
}

const HEADING = /^\[\d+\/\d+\] (.+)$/
const KEPT = 'looking at finished stages'

/** How often the gauge is read, so that a stage's last value is known although the process has ended. */
const EVERY_MS = 250

/**
 * Runs `bedside` with `args` in `folder` and hands over a measurement at each stage's end; `whole` names what runs outside
 * any stage (a command that is not `isStaged` is one measurement of that name, whatever it says of stages). Lines of the child go to `say`. Returns the exit
 * code; a signal counts as 130.
 */
export async function measureCommand(
  command: {
    readonly bin: string
    readonly args: readonly string[]
    readonly folder: string
    readonly whole: string
    readonly isStaged: boolean
  },
  onStage: (measurement: StageMeasurement) => void,
  say: (line: string) => void,
): Promise<number> {
  const { bin, args, folder, whole, isStaged } = command
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const pid = child.pid
  if (pid === undefined) throw new Error(`bench: ${process.execPath} could not be started`)
  let last = readGauge(pid)
  let under = { stage: whole, outcome: 'done' as StageMeasurement['outcome'], start: seconds(), cpu: last?.cpu ?? 0 }
  let peak = 0
  const look = () => {
    const now = readGauge(pid)
    if (now === null) return
    last = now
    peak = Math.max(peak, now.peakMiB)
  }
  const timer = setInterval(look, EVERY_MS)
  const close = (outcome = under.outcome) => {
    look()
    onStage({
      stage: under.stage,
      outcome,
      wall: seconds() - under.start,
      cpu: last === null ? null : last.cpu - under.cpu,
      peakMiB: last === null ? null : peak,
    })
  }
  const begin = (stage: string, outcome: StageMeasurement['outcome']) => {
    close()
    resetPeak(pid)
    peak = 0
    under = { stage, outcome, start: seconds(), cpu: last?.cpu ?? 0 }
  }
  const follow = (line: string) => {
    const heading = HEADING.exec(line)
    if (heading !== null) {
      const [title, state] = heading[1].split(': ', 2)
      if (state !== 'unchanged') begin(title, 'done')
      else if (under.stage !== KEPT) begin(KEPT, 'unchanged')
    } else if (line === '  continuing where it was interrupted') under = { ...under, outcome: 'continued' }
    else if (line.startsWith('Study "')) begin(whole, 'done')
  }
  // A bench that is stopped waits for the study to stop at its next safe point, and then tells what it has.
  const onSignal = () => void child.kill('SIGINT')
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => {
      if (isStaged) follow(line)
      say(line)
    })
  }
  const code = await new Promise<number>(resolve => child.on('close', status => resolve(status ?? 130)))
  clearInterval(timer)
  process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  close(code === 0 ? under.outcome : 'cut off')
  return code
}
