/** @file The commands of the command line, in the order in which help shows them. */
import type { CliCommand, CliGroup } from '../command.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { engineCommands } from './engine.ts'
import { exportCommands } from './export.ts'
import { importCommand } from './import.ts'
import { initCommand } from './init.ts'
import { openCommand } from './open.ts'
import { planCommand } from './plan.ts'
import { reportCommand } from './report.ts'
import { reviewCommands } from './review.ts'
import { runCommand } from './run.ts'
import { statusCommand } from './status.ts'

/** Every command. */
export const commands: readonly (CliCommand | CliGroup)[] = [
  demoCommand,
  initCommand,
  importCommand,
  planCommand,
  runCommand,
  reviewCommands,
  reportCommand,
  exportCommands,
  statusCommand,
  openCommand,
  engineCommands,
  doctorCommand,
]
