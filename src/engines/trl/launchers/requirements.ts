/** @file What a launcher needs before it is asked for anything: processes that its nodes share, programs on the PATH. */
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { InputError } from '../../../support/index.ts'
import type { LauncherConfig } from './config.ts'
import { placeProcesses } from './worker-command.ts'

/** Programs of a cluster that Bedside calls. */
function programsOf(config: LauncherConfig): readonly string[] {
  if (config === 'local') return []
  if (config.slurm) return ['sbatch', 'squeue', 'scontrol', 'scancel']
  return config.kubeflow ? ['kubectl'] : []
}

/** Throws InputError when the processes do not go evenly onto the nodes, or a node has too few GPUs for its share. */
export function requirePlaces(config: LauncherConfig, processes: number): void {
  if (config === 'local') return
  const { slurm, ray, kubeflow } = config
  if (slurm) placeProcesses({ processes }, slurm.nodes, slurm.gpusPerNode, 'trl.launcher.slurm')
  if (ray) placeProcesses({ processes }, 1, ray.gpus, 'trl.launcher.ray')
  if (kubeflow) placeProcesses({ processes }, kubeflow.nodes, kubeflow.gpusPerNode, 'trl.launcher.kubeflow')
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** The programs of the launcher that are on no folder of `path`, the PATH of this machine. */
function missingPrograms(config: LauncherConfig, path: string | undefined): readonly string[] {
  const folders = (path ?? '').split(delimiter).filter(folder => folder !== '')
  return programsOf(config).filter(name => !folders.some(folder => isProgram(join(folder, name))))
}

/** Throws InputError for a program that is missing. */
export function requirePrograms(config: LauncherConfig, path: string | undefined): void {
  const [missing] = missingPrograms(config, path)
  if (missing === undefined || config === 'local') return
  const [kind] = Object.entries(config).find(([, own]) => own !== undefined)!
  const problem = `expected the program ${missing} on the PATH of this machine, got nothing`
  const remedy = 'run Bedside where it is installed, or choose another launcher'
  throw new InputError(problem, { field: `trl.launcher.${kind}` }, remedy)
}
