/** @file The TRL engine as a study chose it: which of its settings decide results, and with what it works. */
import { existsSync } from 'node:fs'
import { codeVersion } from '../../support/index.ts'
import type { EngineChoice } from '../engine-choice.ts'
import { interpreter, requirePackages } from './interpreter.ts'
import { type JobManner, jobFilesModule } from './job-files.ts'
import { launcherNamed, requirePrograms } from './launchers/index.ts'
import { preFlight } from './pre-flight/pre-flight.ts'
import type { TrlConfig } from './trl-config.ts'
import { trlEngine } from './trl-engine.ts'
import { demandedPackages, workerHash } from './worker-package.ts'

/** What the system shows of a GPU without asking its driver: NVIDIA's, or AMD's. */
const GPU_SIGNS = ['/proc/driver/nvidia/version', '/dev/nvidia0', '/dev/nvidiactl', '/dev/kfd']

/** True when this machine seems to have a GPU. */
export const seemsToHaveGpu = () => GPU_SIGNS.some(existsSync)

/** A machine as far as settings follow from it. */
interface Machine {
  readonly hasGpu: boolean
}

/**
 * How jobs run by the settings. `precision: auto` is bfloat16 where the jobs will meet a GPU (on a cluster they do, here
 * when there is one) and float32 elsewhere: decided before anything runs, so that the keys of stages can hold it.
 */
export function jobManner(config: TrlConfig, { hasGpu }: Machine): JobManner {
  const { device, precision, processes, vllm, generationBatch, rewards } = config
  const meetsGpu = device === 'auto' && (hasGpu || config.launcher !== 'local')
  return {
    device,
    precision: precision === 'auto' ? (meetsGpu ? 'bfloat16' : 'float32') : precision,
    processes,
    sharding: config.sharding,
    gradientCheckpointing: config.gradientCheckpointing ?? meetsGpu,
    vllm: vllm === 'always',
    backend: vllm === 'never' || !meetsGpu ? 'transformers' : vllm === 'always' ? 'vllm' : 'auto',
    generationBatch,
    rewards: { requestTimeout: rewards.requestTimeout, giveUpAfter: rewards.giveUpAfter },
  }
}

/** The TRL engine with the settings of a study. */
export function trlChoice(
  config: TrlConfig,
  {
    study,
    studyFolder,
    synthetic,
    dataFolder,
    environment,
    machine = { hasGpu: seemsToHaveGpu() },
  }: {
    /** Begins the names of jobs. */
    readonly study: string
    readonly studyFolder: string
    /** Whether every record is invented. */
    readonly synthetic: boolean
    /** The user's folder for data, where the environment lies; null: there is none. */
    readonly dataFolder: string | null
    /** Variables of the environment, of which a job gets those that programs need. */
    readonly environment: Readonly<Record<string, string | undefined>>
    readonly machine?: Machine
  },
): EngineChoice {
  const manner = jobManner(config, machine)
  const python = () => interpreter(config, { studyFolder, dataFolder })
  const launcher = () => launcherNamed(config.launcher, config.sharding, environment)
  return {
    settings: {
      engine: 'trl',
      precision: manner.precision,
      vllm: config.vllm,
      packages: { ...demandedPackages() },
      worker: workerHash(),
      // How a request becomes arguments; launchers and the display decide nothing.
      code: codeVersion(jobFilesModule),
    },
    check() {
      requirePrograms(config.launcher, environment['PATH'])
      launcher()
      requirePackages(config, python(), manner.backend !== 'transformers')
    },
    open: () =>
      trlEngine({
        manner,
        launcher: launcher(),
        python,
        preFlight,
        rewards: config.rewards,
        showMask: config.maskSample ?? synthetic,
        name: `bedside-${study}`,
      }),
  }
}
