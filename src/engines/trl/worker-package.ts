/** @file What comes with Bedside of Python: the worker, the pinned packages, and the arguments of TRL with their values. */
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashJson, makeFolder, removeFolder, sha256 } from '../../support/index.ts'

/** Packages whose version decides what a run means; torch is left to the machine, which may need a build of its own. */
const DEMANDED = ['trl', 'transformers', 'peft', 'accelerate', 'datasets', 'tokenizers']

/** The folder `python/` of the package, found upwards from this module (also from dist/). */
export function pythonFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'python', 'requirements.txt'))) return join(folder, 'python')
    if (dirname(folder) === folder) throw new Error('pythonFolder: expected python/ above the code, got none')
  }
}

/** Package -> version of each line `name==version` of a requirements file. */
export function readRequirements(text: string): Readonly<Record<string, string>> {
  const pins = [...text.matchAll(/^([A-Za-z0-9._-]+)==([^\s;#]+)/gm)]
  return Object.fromEntries(pins.map(([, name, version]) => [name.toLowerCase(), version]))
}

/** The requirements that come with Bedside. */
export function requirementsFile(): string {
  return join(pythonFolder(), 'requirements.txt')
}

/** Package -> version that the worker must find. */
export function demandedPackages(): Readonly<Record<string, string>> {
  const pins = readRequirements(readFileSync(requirementsFile(), 'utf8'))
  return Object.fromEntries(DEMANDED.map(name => [name, pins[name]]))
}

/** Every argument of TRL's config class for a method, with TRL's own value. */
export function trlDefaults(method: 'sft' | 'dpo' | 'grpo'): Readonly<Record<string, unknown>> {
  const file = join(pythonFolder(), 'arguments', `${method}.json`)
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
}

const WORKER = 'bedside_trl'

/** The worker's source files, relative to `python/`, sorted. */
function workerFiles(): string[] {
  const files = readdirSync(join(pythonFolder(), WORKER), { recursive: true, encoding: 'utf8' })
  return files.filter(file => file.endsWith('.py')).sort()
}

/** A hash of the worker's code and of TRL's arguments: another one may train another policy. */
export function workerHash(): string {
  const folder = join(pythonFolder(), WORKER)
  const code = workerFiles().map(file => [file, sha256(readFileSync(join(folder, file)))])
  return hashJson([...code, ...(['sft', 'dpo', 'grpo'] as const).map(method => JSON.stringify(trlDefaults(method)))])
}

/** Puts a copy of the worker into `worker/` of a job's folder. */
export function copyWorker(jobFolder: string): void {
  const target = join(jobFolder, 'worker')
  removeFolder(target)
  makeFolder(target)
  cpSync(join(pythonFolder(), WORKER), join(target, WORKER), {
    recursive: true,
    filter: source => basename(source) !== '__pycache__',
  })
}
