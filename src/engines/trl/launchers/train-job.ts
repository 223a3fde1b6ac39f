/** @file The TrainJob that Kubeflow Trainer (v2.3) runs, as YAML. */
import { posix } from 'node:path'
import { stringify } from 'yaml'
import { InputError } from '../../../support/index.ts'
import type { KubeflowConfig, Sharding } from './config.ts'
import { queueName } from './job-files.ts'
import type { Job } from './launcher.ts'
import { placeProcesses, workerCommand, workerEnvironment } from './worker-command.ts'

/** Where pods find a folder of this machine. Throws InputError when it is not on the shared disk. */
function folderInPods(folder: string, { volume }: KubeflowConfig): string {
  const within = posix.relative(volume.folder, folder)
  if (within === '' || (within !== '..' && !within.startsWith('../') && !posix.isAbsolute(within))) {
    return posix.join(volume.mountPath ?? volume.folder, within)
  }
  const problem = `expected an output folder below ${volume.folder}, which pods share, got ${folder}`
  throw new InputError(problem, { field: 'trl.launcher.kubeflow.volume.folder' }, 'put the study there')
}

/** Names of Trainer's own: the step of a runtime that trains, and its container. */
const STEP = 'node'

/**
 * The text of a TrainJob. Trainer tells torchrun by PET_* variables who takes part. Communication between processes of a
 * node needs more shared memory than the 64 MiB that a container gets.
 */
export function trainJob(job: Job, sharding: Sharding, config: KubeflowConfig): string {
  const { nodes, perNode, gpus } = placeProcesses(job, config.nodes, config.gpusPerNode, 'trl.launcher.kubeflow')
  const folder = folderInPods(job.folder, config)
  const resources = { ...config.resources, ...(gpus > 0 ? { 'nvidia.com/gpu': gpus } : {}) }
  const labels = {
    'app.kubernetes.io/managed-by': 'bedside',
    ...(config.queue === undefined ? {} : { 'kueue.x-k8s.io/queue-name': config.queue }),
  }
  return stringify(
    {
      apiVersion: 'trainer.kubeflow.org/v1alpha1',
      kind: 'TrainJob',
      metadata: { name: queueName(job), namespace: config.namespace, labels },
      spec: {
        runtimeRef: { name: config.runtime },
        trainer: {
          image: config.image,
          // A trainer has no working folder of its own. The shell is replaced, so that the worker gets the signal to end.
          command: ['/bin/sh', '-c', 'cd "$1" && shift && exec "$@"', 'bedside-job', folder],
          args: [...workerCommand(job, perNode, { by: 'environment' }, config.saveSeconds)],
          env: Object.entries(workerEnvironment(job, folder, sharding)).map(([name, value]) => ({ name, value })),
          numNodes: nodes,
          numProcPerNode: perNode,
          ...(Object.keys(resources).length > 0
            ? { resourcesPerNode: { requests: resources, limits: resources } }
            : {}),
        },
        runtimePatches: [
          {
            manager: 'bedside.io/launcher',
            trainingRuntimeSpec: {
              template: {
                spec: {
                  replicatedJobs: [
                    {
                      name: STEP,
                      template: {
                        spec: {
                          template: {
                            spec: {
                              volumes: [
                                { name: 'study', persistentVolumeClaim: { claimName: config.volume.claim } },
                                { name: 'shared-memory', emptyDir: { medium: 'Memory' } },
                              ],
                              containers: [
                                {
                                  name: STEP,
                                  volumeMounts: [
                                    { name: 'study', mountPath: config.volume.mountPath ?? config.volume.folder },
                                    { name: 'shared-memory', mountPath: '/dev/shm' },
                                  ],
                                },
                              ],
                            },
                          },
                        },
                      },
                    },
                  ],
                },
              },
            },
          },
        ],
      },
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  )
}
