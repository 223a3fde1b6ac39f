/** @file Launchers: how jobs of the TRL engine get onto a machine. */
import type { LauncherConfig, Sharding } from './config.ts'
import { kubeflowLauncher } from './kubeflow.ts'
import type { Launcher } from './launcher.ts'
import { localLauncher } from './local.ts'
import { rayLauncher } from './ray.ts'
import { slurmLauncher } from './slurm.ts'

export { type LauncherConfig, launcherConfig, type Sharding, shardingConfig } from './config.ts'
export type { Job, JobState, Launcher } from './launcher.ts'
export { requirePlaces, requirePrograms } from './requirements.ts'

/** How long a job on this machine may take to save; as the default of clusters. */
const LOCAL_SAVE_SECONDS = 300

/** Opens the launcher that a study chose; `environment` is Bedside's own. Contacts nothing yet. */
export function launcherNamed(
  config: LauncherConfig,
  sharding: Sharding,
  environment: Readonly<Record<string, string | undefined>>,
): Launcher {
  if (config === 'local') return localLauncher(sharding, { environment, saveSeconds: LOCAL_SAVE_SECONDS })
  if (config.slurm) return slurmLauncher(sharding, config.slurm, environment)
  if (config.ray) return rayLauncher(sharding, config.ray, environment)
  if (config.kubeflow) return kubeflowLauncher(sharding, config.kubeflow, environment)
  throw new Error('launcherNamed: expected a launcher, got none')
}
