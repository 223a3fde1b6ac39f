/** @file Making the Python environment of the TRL engine: the one thing of it that goes to a network, when asked to. */
import { spawn } from 'node:child_process'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  InputError,
  InterruptedError,
  makeFolder,
  type Progress,
  readTextFile,
  sha256,
  StudyError,
  takeProcessLock,
  writeFileAtomically,
} from '../../support/index.ts'
import {
  chooseEnvironment,
  type Environment,
  environmentFolder,
  installedPackages,
  interpreterOf,
  MARKER,
  readEnvironment,
} from './environment.ts'
import { readRequirements, requirementsFile } from './worker-package.ts'

/** Oldest Python that the pinned packages run on. */
const OLDEST_PYTHON = [3, 10] as const
const TAIL_LINES = 3

/** Runs a program, its output appended to a log; returns its exit code, or null when it could not be started. */
async function runLogged(
  command: string,
  args: readonly string[],
  { log, signal, heard }: { readonly log: string; readonly signal: AbortSignal; heard?(line: string): void },
): Promise<number | null> {
  appendFileSync(log, `$ ${command} ${args.join(' ')}\n`)
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      appendFileSync(log, text)
      for (const line of text.split('\n')) if (line.trim() !== '') heard?.(line.trim())
    })
  }
  return new Promise(resolve => {
    child.once('error', () => resolve(null))
    child.once('close', code => resolve(code ?? 1))
  })
}

/** The first of `candidates` that is a Python new enough. Throws InputError when none is. */
async function findPython(candidates: readonly string[], log: string, signal: AbortSignal): Promise<string> {
  const [major, minor] = OLDEST_PYTHON
  const check = `import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (${major}, ${minor}) else 1)`
  for (const candidate of candidates) {
    if ((await runLogged(candidate, ['-c', check], { log, signal })) === 0) return candidate
  }
  throw new InputError(
    `expected Python ${major}.${minor} or later with its venv module, got none (${candidates.join(', ')})`,
    { field: '--python' },
    'install it (on Debian: python3 and python3-venv), or give the path of one',
  )
}

/**
 * Makes the environment of the TRL engine below the user's data folder with pip, or finds it made. A half-made one is
 * made anew; one is whole when its marker is there. Goes to the package index that pip is set up for, and nowhere else.
 * Throws InputError for requirements or a Python that do not serve, StudyError when pip fails.
 */
export async function installEnvironment({
  dataFolder,
  requirements = requirementsFile(),
  python,
  progress,
  signal,
}: {
  readonly dataFolder: string
  /** A requirements file of the user's, such as one for another build of torch. */
  readonly requirements?: string
  readonly python?: string
  readonly progress: Progress
  readonly signal: AbortSignal
}): Promise<{ readonly folder: string; readonly environment: Environment; readonly isNew: boolean }> {
  const text = readTextFile(requirements, 'check --requirements')
  const pins = readRequirements(text)
  if (pins['trl'] === undefined) {
    throw new InputError('expected a line trl==VERSION, got none', { file: requirements }, 'begin with a copy of ours')
  }
  const folder = environmentFolder(dataFolder, text)
  const found = readEnvironment(folder)
  if (found !== null) {
    chooseEnvironment(dataFolder, folder)
    return { folder, environment: found, isNew: false }
  }
  makeFolder(join(folder, '..'))
  const release = takeProcessLock(`${folder}.lock`, 'the environment is being made already', folder)
  try {
    const log = `${folder}.log`
    writeFileSync(log, '')
    const interpreter = await findPython(python === undefined ? ['python3', 'python'] : [python], log, signal)
    rmSync(folder, { recursive: true, force: true })
    progress.say(`Installing ${Object.keys(pins).length} packages with pip from the package index it is set up for`)
    const task = progress.begin('installing', 0)
    let done = 0
    const heard = (line: string) => {
      if (/^(Collecting|Downloading|Installing)/.test(line)) task.update(++done, line.split(' ').slice(0, 2).join(' '))
    }
    const steps = [
      [interpreter, '-m', 'venv', folder],
      [interpreterOf(folder), '-m', 'pip', 'install', '--disable-pip-version-check', '-r', requirements],
    ]
    for (const [command, ...args] of steps) {
      const code = await runLogged(command, args, { log, signal, heard })
      if (signal.aborted) throw new InterruptedError('the installation was interrupted; run the same command again')
      if (code === 0) continue
      const errors = readFileSync(log, 'utf8')
        .split('\n')
        .filter(line => /error/i.test(line))
      throw new StudyError(
        `expected ${args.includes('pip') ? 'pip' : 'venv'} to end well, got exit code ${code}: ` +
          `${errors.slice(-TAIL_LINES).join(' ').slice(0, 400) || 'no reason given'}; mend it and run again; its log is ${log}`,
      )
    }
    const installed = installedPackages(interpreterOf(folder))
    const environment: Environment = {
      python: interpreterOf(folder),
      packages: Object.fromEntries(Object.keys(pins).map(name => [name, installed[name] ?? 'missing'])),
      requirements: sha256(text),
    }
    writeFileAtomically(join(folder, MARKER), `${JSON.stringify(environment, null, 2)}\n`)
    chooseEnvironment(dataFolder, folder)
    rmSync(log, { force: true })
    task.finish(`${Object.keys(installed).length} packages`)
    return { folder, environment, isNew: true }
  } finally {
    release()
  }
}
