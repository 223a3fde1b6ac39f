/** @file The commands of the command line, in the order in which help shows them. */
import type { CliCommand } from '../command.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { importCommand } from './import.ts'
import { planCommand } from './plan.ts'
import { reportCommand } from './report.ts'
import { runCommand } from './run.ts'
import { statusCommand } from './status.ts'

/** Every command. */
export const commands: readonly CliCommand[] = [
  demoCommand,
  importCommand,
  planCommand,
  runCommand,
  reportCommand,
  statusCommand,
  doctorCommand,
]
