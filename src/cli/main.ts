/** @file The command line: reads the arguments, runs one command, and turns what it throws into a line and a code. */
import { Command, CommanderError } from 'commander'
import { packageFile } from '../study/index.ts'
import { InputError, InterruptedError, StudyError } from '../support/index.ts'
import type { CliCommand, CliGroup } from './command.ts'
import { commands } from './commands/index.ts'
import { interruptSignal, processTerminal, type Terminal } from './terminal.ts'

const HELP_CODES = new Set(['commander.helpDisplayed', 'commander.version'])

/** An error as the user reads it, with its exit code. A stack is shown only for a fault of ours, and on request. */
export function describeError(error: unknown, verbose: boolean): { readonly text: string; readonly code: number } {
  if (error instanceof InputError || error instanceof StudyError || error instanceof InterruptedError) {
    return { text: `bedside: ${error.message}`, code: error.exitCode }
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  const text = `bedside: ${message}; this is a fault in Bedside; please report it`
  return { text: verbose ? `${text}\n${stack}` : `${text} (--verbose shows where it happened)`, code: 1 }
}

/** Turns commander's "error: unknown command 'rn'\n(Did you mean run?)" into one line in our form, with where `command` is explained. */
function describeUsageError(text: string, command: string): string {
  const [problem, ...rest] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n')
  const remedy = rest
    .join(' ')
    .replace(/^\((.*)\)$/, '$1')
    .replace(/^Did/, 'did')
  return `bedside: ${problem}; ${remedy || `see \`${command} --help\``}\n`
}

/** Makes mistakes in the call of a command refer to its own help; its sub-commands take that over until they do the same. */
function explain(sub: Command, command: string): Command {
  return sub.configureOutput({ outputError: (text, write) => write(describeUsageError(text, command)) })
}

/** Adds one command, or a group of them, to the program; `onExit` receives its exit code. */
function register(
  program: Command,
  command: CliCommand | CliGroup,
  terminal: Terminal,
  onExit: (code: number) => void,
): void {
  if ('commands' in command) {
    const group = explain(program.command(command.name), `bedside ${command.name}`).description(command.summary)
    for (const one of command.commands) register(group, one, terminal, onExit)
    return
  }
  const sub = program.command(command.usage).description(command.summary)
  explain(sub, program.name() === 'bedside' ? `bedside ${sub.name()}` : `bedside ${program.name()} ${sub.name()}`)
  for (const [flags, description] of command.options) sub.option(flags, description)
  const saysItself = command.options.some(([flags]) => flags === '--verbose')
  if (!saysItself) sub.option('--verbose', 'show the stack of an unexpected error')
  sub.action(async () => {
    const options = sub.opts<Record<string, string | boolean | undefined>>()
    onExit(await command.run({ positional: sub.args, options }, terminal))
  })
}

/** Runs the command line and returns the exit code: 0 done, 1 failed, 2 wrong input, 130 interrupted. */
export async function main(argv: readonly string[]): Promise<number> {
  const terminal = processTerminal(interruptSignal())
  let code = 0
  const program = new Command('bedside')
    .description('Align a language model to a clinic’s own treatment records and benchmark it. For research use only.')
    .version(packageFile().version)
    .exitOverride()
  explain(program, 'bedside')
  for (const command of commands) {
    register(program, command, terminal, exit => {
      code = exit
    })
  }
  // Node ends in silence when nothing is left that could settle what is awaited.
  const abandoned = () => {
    process.stderr.write(
      'bedside: the run waits for something that never ends; does a reward of yours return a promise that is never settled?\n',
    )
    process.exit(1)
  }
  process.once('beforeExit', abandoned)
  try {
    if (argv.length === 0) program.help({ error: true })
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return HELP_CODES.has(error.code) ? 0 : 2
    const described = describeError(error, argv.includes('--verbose'))
    process.stderr.write(`${described.text}\n`)
    return described.code
  } finally {
    process.removeListener('beforeExit', abandoned)
  }
}
