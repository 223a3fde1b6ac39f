/** @file `bedside doctor`: what this machine can do, and what to mend. */
import type { CliCommand } from '../command.ts'
import { type Check, checkMachine } from '../machine-checks.ts'
import { dataFolder } from '../settings-folder.ts'

/** One line for one check, and a second for what to do about it. */
function describeCheck({ name, verdict, found, remedy }: Check): string {
  return `${verdict.padEnd(4)}  ${name}: ${found}${remedy === null ? '' : `\n      -> ${remedy}`}`
}

/** `bedside doctor`. Exit code 1 when a check failed. */
export const doctorCommand: CliCommand = {
  usage: 'doctor',
  summary: 'check what this machine can do (a few seconds; sends nothing anywhere)',
  options: [['--json', 'print JSON for a program']],
  async run({ options }, terminal) {
    const checks = await checkMachine(process.cwd(), dataFolder())
    const failed = checks.filter(({ verdict }) => verdict === 'fail').length
    if (options['json']) terminal.print(JSON.stringify({ ok: failed === 0, checks }, null, 2))
    else {
      for (const check of checks) terminal.print(describeCheck(check))
      terminal.print(failed === 0 ? 'This machine can run studies.' : `${failed} of ${checks.length} checks failed.`)
    }
    return failed === 0 ? 0 : 1
  },
}
