/** @file `bedside engine`: installs what the TRL engine needs, and looks at the jobs that it has on a cluster. */
import { resolve } from 'node:path'
import { checkTrlEngine, installEnvironment, type ListedJob, loadStudy, studyJobs } from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import { type CliCommand, type CliGroup, textOption } from '../command.ts'
import { dataFolder } from '../settings-folder.ts'

/** `bedside engine install trl`, the only command that goes to a network on its own account. */
const install: CliCommand = {
  usage: 'install <engine>',
  summary: 'make the Python environment of an engine (trl); downloads several gigabytes from your package index',
  options: [
    ['--requirements <file>', 'a requirements file of your own, such as one for another build of torch'],
    ['--python <path>', 'the Python to make it with (3.10 or later)'],
  ],
  async run({ positional, options }, terminal) {
    if (positional[0] !== 'trl') {
      throw new InputError(`expected the engine "trl", got "${positional[0]}"`, {}, 'the embedded engine needs nothing')
    }
    const requirements = textOption(options, 'requirements')
    const python = textOption(options, 'python')
    const { folder, environment, isNew } = await installEnvironment({
      dataFolder: dataFolder(),
      ...(requirements !== null && { requirements: resolve(requirements) }),
      ...(python !== null && { python }),
      progress: terminal.progress,
      signal: terminal.signal,
    })
    const { trl, torch } = environment.packages
    terminal.print(`${isNew ? 'Installed' : 'Already there'}: trl ${trl}, torch ${torch}, in ${folder}`)
    return checkTrlEngine(dataFolder()).some(({ lacks }) => lacks) ? 1 : 0
  },
}

const describeJob = ({ folder, id, launcher, state, problem }: ListedJob) =>
  `${folder}: job ${id} (${launcher}) ${state === 'elsewhere' ? 'was started by another launcher than the study has' : state}${problem === null ? '' : `: ${problem}`}`

/** `bedside engine status` and `bedside engine cancel`. */
function jobsCommand(name: 'status' | 'cancel', summary: string, cancel: boolean): CliCommand {
  return {
    usage: `${name} [study]`,
    summary,
    options: [['--json', 'print JSON for a program']],
    async run({ positional, options }, terminal) {
      const study = loadStudy(positional[0] ?? 'study.yaml')
      const jobs = await studyJobs(study.out, study.config.trl, { environment: process.env, cancel })
      if (options['json']) terminal.print(JSON.stringify(jobs, null, 2))
      else if (jobs.length === 0) terminal.print('No job of this study is there.')
      else for (const job of jobs) terminal.print(describeJob(job))
      const told = jobs.filter(({ state }) => state === 'running' || state === 'waiting').length
      if (cancel && told > 0) terminal.print(`${told} told to save and end; \`bedside run\` goes on from there.`)
      return 0
    },
  }
}

/** `bedside engine ...`. */
export const engineCommands: CliGroup = {
  name: 'engine',
  summary: 'the TRL engine: its Python environment, and its jobs',
  commands: [
    install,
    jobsCommand('status', 'show the jobs of a study (default: study.yaml here)', false),
    jobsCommand('cancel', 'ask the jobs of a study to save and end', true),
  ],
}
