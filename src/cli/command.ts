/** @file What a command of the command line is. */
import type { Terminal } from './terminal.ts'

/** What the user gave: positional arguments in order, and options by their camelCase names. */
export interface Invocation {
  readonly positional: readonly (string | undefined)[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
}

/** Commands under one name, such as `review serve`. */
export interface CliGroup {
  readonly name: string
  readonly summary: string
  readonly commands: readonly CliCommand[]
}

/** One command. Adding one is a file in `commands/` and a line in `commands/index.ts`. */
export interface CliCommand {
  /** Name and arguments in commander's form, such as `run [study]`. */
  readonly usage: string
  readonly summary: string
  /** Flags and description of each option, in commander's form. */
  readonly options: readonly (readonly [flags: string, description: string])[]
  /** Does the work and returns the exit code; throws InputError, StudyError or InterruptedError otherwise. */
  run(invocation: Invocation, terminal: Terminal): Promise<number>
}

/** The text of an option, or null. */
export function textOption(options: Invocation['options'], name: string): string | null {
  const value = options[name]
  return typeof value === 'string' ? value : null
}
