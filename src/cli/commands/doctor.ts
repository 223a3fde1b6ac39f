/** @file `bedside doctor`: what this machine can do, what a study needs of it, and what to mend. */
import { checkStudy, loadStudy, placeInStudy } from '../../study/index.ts'
import type { CliCommand } from '../command.ts'
import { type Check, checkMachine } from '../machine-checks.ts'
import { dataFolder, surroundings } from '../settings-folder.ts'

/** One line for one check, and a second for what to do about it. */
function describeCheck({ name, verdict, found, remedy }: Check): string {
  return `${verdict.padEnd(4)}  ${name}: ${found}${remedy === null ? '' : `\n      -> ${remedy}`}`
}

/** What a study needs, as checks of the machine are shown. */
async function checksOf(file: string, asksEndpoints: boolean): Promise<Check[]> {
  const study = loadStudy(file)
  try {
    const found = await checkStudy(study, surroundings(false), variable => process.env[variable], asksEndpoints)
    return found.map(({ isThere, ...rest }) => ({ ...rest, verdict: isThere ? 'ok' : 'fail' }))
  } catch (error) {
    throw placeInStudy(error, study)
  }
}

/** `bedside doctor [study]`. Exit code 1 when a check failed. */
export const doctorCommand: CliCommand = {
  usage: 'doctor [study]',
  summary: 'check what this machine can do, and what a study needs of it (a few seconds; sends nothing anywhere)',
  options: [
    ['--ask-endpoints', "also ask the study's servers whether they are there"],
    ['--json', 'print JSON for a program'],
  ],
  async run({ positional: [file], options }, terminal) {
    const asked = file === undefined ? [] : await checksOf(file, options['askEndpoints'] === true)
    const checks = [...(await checkMachine(process.cwd(), dataFolder())), ...asked]
    const failed = checks.filter(({ verdict }) => verdict === 'fail').length
    if (options['json']) terminal.print(JSON.stringify({ ok: failed === 0, checks }, null, 2))
    else {
      for (const check of checks) terminal.print(describeCheck(check))
      terminal.print(failed === 0 ? 'This machine can run studies.' : `${failed} of ${checks.length} checks failed.`)
    }
    return failed === 0 ? 0 : 1
  },
}
