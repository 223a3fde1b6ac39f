/** @file What the TRL engine would find on this machine, without loading a model or importing a Python package. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { currentEnvironment, installedPackages } from './environment.ts'
import { seemsToHaveGpu } from './trl-choice.ts'
import { demandedPackages } from './worker-package.ts'

/** One thing that was looked at. `lacks`: the engine does not run without it. */
export interface EngineCheck {
  readonly name: string
  readonly found: string
  readonly lacks: boolean
  /** What to do; null when nothing needs doing. */
  readonly remedy: string | null
}

const INSTALL = 'run `bedside engine install trl` (it downloads from a package index)'
/** A driver that hangs must not hold up the other checks. */
const GPU_TIMEOUT_MILLISECONDS = 1500

/** The GPUs that the driver names, with their memory. */
function checkGpu(hasCudaTorch: boolean): EngineCheck {
  const name = 'TRL engine: GPU'
  if (!seemsToHaveGpu()) return { name, found: 'none; jobs run on the CPU, which is slow', lacks: false, remedy: null }
  const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader']
  const asked = spawnSync('nvidia-smi', query, { encoding: 'utf8', timeout: GPU_TIMEOUT_MILLISECONDS })
  const found =
    asked.status === 0 ? asked.stdout.trim().split('\n').join('; ') : 'one, of which nvidia-smi says nothing'
  const remedy = hasCudaTorch ? null : 'the installed torch is for CPUs only: see --requirements in docs/trl-engine.md'
  return { name, found, lacks: false, remedy }
}

/**
 * Looks at the Python environment, the versions of its packages, torchrun, vLLM and the GPU. Takes milliseconds when
 * nothing is installed.
 */
export function checkTrlEngine(dataFolder: string): readonly EngineCheck[] {
  const name = 'TRL engine'
  const environment = currentEnvironment(dataFolder)
  if (environment === null) {
    const found = 'not installed; only studies with `engine: trl` need it'
    return [{ name, found, lacks: false, remedy: INSTALL }]
  }
  const packages = installedPackages(environment.python)
  const wrong = Object.entries(demandedPackages()).filter(([one, version]) => packages[one] !== version)
  const wanted = wrong.map(([one, version]) => `${one} ${packages[one] ?? 'missing'} instead of ${version}`)
  const torch = packages['torch'] ?? 'missing'
  const torchrun = existsSync(join(dirname(environment.python), 'torchrun'))
  return [
    {
      name,
      found: wrong.length > 0 ? wanted.join(', ') : `trl ${packages['trl']}, torch ${torch}, in ${environment.python}`,
      lacks: wrong.length > 0 || torch === 'missing',
      remedy: wrong.length > 0 || torch === 'missing' ? INSTALL : null,
    },
    {
      name: 'TRL engine: torchrun',
      found: torchrun ? 'there' : 'missing',
      lacks: false,
      remedy: torchrun ? null : `without it only one process trains; ${INSTALL}`,
    },
    {
      name: 'TRL engine: vLLM',
      found: packages['vllm'] ?? 'not installed; completions are drawn by Transformers',
      lacks: false,
      remedy: null,
    },
    checkGpu(!torch.endsWith('+cpu')),
  ]
}
