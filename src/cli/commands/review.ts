/** @file `bedside review`: the blinded review from the command line. */
import type { CliGroup } from '../command.ts'
import { closingCommands } from './review-closing.ts'
import { keepingCommands } from './review-keeping.ts'
import { peopleCommands } from './review-people.ts'
import { preparingCommands } from './review-preparing.ts'
import { serveCommand } from './review-serve.ts'
import { simulateCommand } from './review-simulate.ts'

/** `bedside review <action>`. */
export const reviewCommands: CliGroup = {
  name: 'review',
  summary: 'the blinded review: serve it, invite people, allocate, lock, unblind, export, back up',
  commands: [
    serveCommand,
    ...peopleCommands,
    ...preparingCommands,
    ...closingCommands,
    ...keepingCommands,
    simulateCommand,
  ],
}
