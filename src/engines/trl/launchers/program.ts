/** @file Runs a program of a cluster (sbatch, kubectl) to its end. */
import { execFile } from 'node:child_process'
import { InputError, StudyError } from '../../../support/index.ts'

/** What a program printed, and its exit code. */
export interface Ran {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** Longest wait for an answer; a controller under load takes its time, a broken one takes for ever. */
const TIMEOUT_MILLISECONDS = 60_000
const MOST_BYTES = 64 * 1024 * 1024

/**
 * Runs a program without a shell. Throws InputError when it is not there, and StudyError when it gives no answer within
 * a minute; an exit code is for the caller to judge.
 */
export function runProgram(
  name: string,
  words: readonly string[],
  options: {
    readonly environment: Readonly<Record<string, string | undefined>>
    readonly folder?: string
    readonly input?: string
  },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      name,
      [...words],
      {
        cwd: options.folder,
        env: { ...options.environment },
        timeout: TIMEOUT_MILLISECONDS,
        maxBuffer: MOST_BYTES,
        encoding: 'utf8',
      },
      (error, output, errors) => {
        if (error === null) resolve({ code: 0, output, errors })
        else if (typeof error.code === 'number') resolve({ code: error.code, output, errors })
        else if ((error.code as unknown) === 'ENOENT') {
          const problem = `${name}: expected on the PATH of this machine, got nothing`
          reject(new InputError(problem, {}, 'run Bedside where it is installed, or choose another trl.launcher'))
        } else if (error.killed)
          reject(new StudyError(`${name}: no answer within a minute; run the same command again`))
        else reject(new StudyError(`${name}: could not be run (${String(error.code ?? error.signal)})`))
      },
    )
    // A program that does not read its input is no failure of ours.
    child.stdin?.on('error', () => {})
    child.stdin?.end(options.input ?? '')
  })
}

/** The line in which a program says what is wrong: the last that is not empty, without its name, cut to 200 characters. */
export function complaint({ errors, output }: Ran): string {
  const lines = `${output}\n${errors}`.split('\n').filter(line => line.trim() !== '')
  const line = (lines.at(-1) ?? 'it said nothing').replace(/^\s*[\w-]+(?: error)?: /i, '').trim()
  return line.length > 200 ? `${line.slice(0, 200)}...` : line
}
