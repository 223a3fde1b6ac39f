/** @file The Python that jobs run with: the one that a study names or that was installed, and whether it has what the study needs. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { InputError } from '../../support/index.ts'
import { currentEnvironment, installedPackages } from './environment.ts'
import type { TrlConfig } from './trl-config.ts'
import { demandedPackages } from './worker-package.ts'

/** Where an interpreter is looked for. */
interface InterpreterPlace {
  readonly studyFolder: string
  /** The user's folder for data, where the environment lies; null: there is none. */
  readonly dataFolder: string | null
}

const INSTALL = 'run `bedside engine install trl`'

/** The interpreter of the settings, or of the environment that was installed. Throws InputError when there is neither. */
export function interpreter({ python, launcher }: TrlConfig, { studyFolder, dataFolder }: InterpreterPlace): string {
  if (python !== undefined) {
    const named = /[\\/]/.test(python) && !isAbsolute(python) ? resolve(studyFolder, python) : python
    // Nodes of a cluster may have it where this machine does not.
    if (launcher !== 'local' || !isAbsolute(named) || existsSync(named)) return named
    const remedy = `correct it, or leave it out after \`bedside engine install trl\``
    throw new InputError('expected a Python interpreter, got nothing at this path', { field: 'trl.python' }, remedy)
  }
  const environment = dataFolder === null ? null : currentEnvironment(dataFolder)
  if (environment === null) {
    const problem = 'expected the Python environment of the TRL engine, got none'
    const remedy = `${INSTALL}, or name an interpreter with TRL in trl.python`
    throw new InputError(problem, { field: 'base.engine' }, remedy)
  }
  const wrong = Object.entries(demandedPackages()).find(([name, version]) => environment.packages[name] !== version)
  if (wrong === undefined) return environment.python
  const [name, version] = wrong
  const problem = `expected ${name} ${version} in the Python environment of the TRL engine, got ${environment.packages[name]}`
  throw new InputError(problem, { field: 'base.engine' }, INSTALL)
}

const ASK_TIMEOUT_MILLISECONDS = 20_000

/** Names the packages asked for and their versions without importing one of them. */
const ASK = `
import importlib.metadata as metadata, json, sys
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        pass
print(json.dumps(found))
`

/** Package -> version of what the interpreter finds; null when it does not run. */
function askedPackages(python: string, names: readonly string[]): Readonly<Record<string, string>> | null {
  const asked = spawnSync(python, ['-c', ASK, ...names], { encoding: 'utf8', timeout: ASK_TIMEOUT_MILLISECONDS })
  if (asked.status !== 0) return null
  try {
    return JSON.parse(asked.stdout) as Record<string, string>
  } catch {
    return null
  }
}

/** The versions of vLLM that TRL 1.13 takes (`is_vllm_available`), both included; it only warns of another one. */
const VLLM_RANGE = ['0.19.1', '0.28.0'] as const

/** Whether a version, without what follows its numbers, lies in the range. */
function isInRange(version: string, [first, last]: readonly [string, string]): boolean {
  const numbers = (text: string) => [0, 1, 2].map(place => Number.parseInt(text.split('.')[place] ?? '0', 10) || 0)
  const compare = (a: string, b: string) => {
    const theirs = numbers(b)
    return (
      numbers(a)
        .map((one, i) => one - theirs[i])
        .find(difference => difference !== 0) ?? 0
    )
  }
  return compare(version, first) >= 0 && compare(version, last) <= 0
}

/**
 * Throws InputError when jobs would use a vLLM that TRL does not take: asked for by the setting, or, with `auto`, because it
 * is there and the machine has a GPU. null: there is none.
 */
function requireVllm(version: string | null, isUsed: boolean, python: string): void {
  if (version === null || !isUsed || isInRange(version, VLLM_RANGE)) return
  const problem = `expected vLLM ${VLLM_RANGE.join(' to ')}, which the pinned TRL takes, got ${version} beside ${python}`
  throw new InputError(problem, { field: 'trl.vllm' }, 'install one of these, or set `vllm: never`')
}

/** Packages that some settings need beside those that every job needs, with the setting and the way around. */
function extras({ sharding, processes, vllm }: TrlConfig) {
  const deepspeed = {
    name: 'deepspeed',
    field: 'trl.sharding',
    otherwise: 'use `sharding: fsdp`, which needs no further package',
  }
  const zero = processes > 1 && (sharding === 'zero2' || sharding === 'zero3')
  return [
    ...(zero ? [deepspeed] : []),
    ...(vllm === 'always' ? [{ name: 'vllm', field: 'trl.vllm', otherwise: 'leave out `vllm`' }] : []),
  ]
}

/**
 * Throws InputError, at the setting, when the interpreter on this machine lacks a package that the settings need, or has
 * another version of one that decides results; `usesVllm`: jobs take vLLM where it is there. Of an interpreter on the nodes of a cluster nothing is known here.
 */
export function requirePackages(config: TrlConfig, python: string, usesVllm: boolean): void {
  if (config.launcher !== 'local') return
  const wanted = extras(config)
  const demanded = demandedPackages()
  const names = [...Object.keys(demanded), 'torch', 'vllm', ...wanted.map(({ name }) => name)]
  const isNamed = config.python !== undefined
  const found = isNamed ? askedPackages(python, names) : installedPackages(python)
  if (found === null) {
    const remedy = `correct it, or leave it out after \`bedside engine install trl\``
    throw new InputError('expected a Python interpreter, got nothing that runs', { field: 'trl.python' }, remedy)
  }
  if (isNamed) {
    for (const [name, version] of [...Object.entries(demanded), ['torch', null] as const]) {
      const got = found[name]?.split('+')[0]
      if (got !== undefined && (version === null || got === version.split('+')[0])) continue
      const problem = `expected ${name}${version === null ? '' : ` ${version}`} beside this interpreter, got ${got ?? 'none'}`
      const remedy = `install python/requirements.txt of Bedside there, or leave trl.python out and ${INSTALL}`
      throw new InputError(problem, { field: 'trl.python' }, remedy)
    }
  }
  requireVllm(found['vllm'] ?? null, usesVllm, python)
  const missing = wanted.find(({ name }) => found[name] === undefined)
  if (missing === undefined) return
  const problem = `expected the Python package ${missing.name}, which this setting needs, got none beside ${python}`
  const remedy = `install it (${python} -m pip install ${missing.name}), or ${missing.otherwise}`
  throw new InputError(problem, { field: missing.field }, remedy)
}
