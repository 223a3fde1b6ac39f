/** @file The terminal that a command talks to: results on standard output, progress and errors on standard error. */
import { askPassword } from './ask-password.ts'
import { InterruptedError, type Progress, streamProgress } from '../support/index.ts'

/** What a command is given to talk with. */
export interface Terminal {
  /** One line of the command's result. */
  print(line: string): void
  readonly progress: Progress
  /** Asks for a password: typed without echo, or the first line of standard input where that is no terminal. */
  askPassword(question: string): Promise<string>
  /** Where a person can be asked; null when standard input is no terminal. */
  readonly questions: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream } | null
  /** Aborts at the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal
}

/** The process's own terminal. A reader that goes away (`| head`) ends the printing, not the command. */
export function processTerminal(signal: AbortSignal): Terminal {
  const ignoreClosedPipe = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  }
  process.stdout.on('error', ignoreClosedPipe)
  process.stderr.on('error', ignoreClosedPipe)
  // A progress bar hides the cursor; whatever ends the process, give it back.
  process.on('exit', () => {
    if (process.stderr.isTTY) process.stderr.write('\u001b[?25h')
  })
  return {
    print: line => void process.stdout.write(`${line}\n`),
    progress: streamProgress(process.stderr),
    askPassword: question => askPassword(question, process.stdin, process.stderr),
    questions: process.stdin.isTTY ? { input: process.stdin, output: process.stderr } : null,
    signal,
  }
}

/**
 * A signal that aborts at the first SIGINT or SIGTERM, so that the stage under way can stop at a safe point; the second
 * one ends the process at once. What is on disk continues either way.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController()
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130)
    process.stderr.write('\nbedside: stopping so that nothing is lost; press Ctrl-C again to stop at once\n')
    controller.abort(new InterruptedError('interrupted; run the same command again to continue'))
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return controller.signal
}
