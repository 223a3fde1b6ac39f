/** @file What is run on a node: the command line of the worker, and the variables that it needs. */
import { InputError } from '../../../support/index.ts'
import type { Sharding } from './config.ts'
import type { Job } from './launcher.ts'
import { shardingEnvironment } from './sharding.ts'

/** How the processes of a job find each other. */
export type Rendezvous =
  /** All are on one node. */
  | { readonly by: 'one-node' }
  /** At an address that torchrun is told, by a name that no other job uses. */
  | { readonly by: 'c10d'; readonly nodes: number; readonly endpoint: string; readonly id: string }
  /** Whoever runs the job has set PET_NNODES, PET_NODE_RANK, PET_MASTER_ADDR and so on, which torchrun reads. */
  | { readonly by: 'environment' }

/** torchrun ends its processes by force this long before whoever told it to end uses force on torchrun. */
const TORCHRUN_HEAD_START = 10

/**
 * The words of the command that runs the worker in the folder of its job: Python itself for one process, torchrun (as a
 * module, so that no script needs to be on the PATH) for several. torchrun passes on a request to end and then waits, by
 * default 30 s; here as long as the job may take to save.
 */
export function workerCommand(
  job: Job,
  processesPerNode: number,
  rendezvous: Rendezvous,
  saveSeconds: number,
): readonly string[] {
  const worker = ['-m', 'bedside_trl', 'run.json']
  if (job.processes === 1) return [job.python, ...worker]
  const meeting =
    rendezvous.by === 'one-node'
      ? ['--standalone']
      : rendezvous.by === 'c10d'
        ? [
            ...['--nnodes', String(rendezvous.nodes), '--rdzv-backend', 'c10d'],
            ...['--rdzv-endpoint', rendezvous.endpoint, '--rdzv-id', rendezvous.id],
          ]
        : []
  return [
    ...[job.python, '-m', 'torch.distributed.run', ...meeting],
    ...(rendezvous.by === 'environment' ? [] : ['--nproc-per-node', String(processesPerNode)]),
    // A process that ends takes the others with it; starting again is for whoever runs the job.
    ...['--max-restarts', '0', '--shutdown-timeout', String(saveSeconds - TORCHRUN_HEAD_START)],
    ...worker,
  ]
}

/** The variables of the worker. Libraries of the model hub stay offline and silent, whatever the machine's settings are. */
export function workerEnvironment(job: Job, folder: string, sharding: Sharding): Readonly<Record<string, string>> {
  return {
    HF_HUB_OFFLINE: '1',
    HF_HUB_DISABLE_TELEMETRY: '1',
    TRANSFORMERS_OFFLINE: '1',
    HF_DATASETS_OFFLINE: '1',
    VLLM_NO_USAGE_STATS: '1',
    DO_NOT_TRACK: '1',
    TOKENIZERS_PARALLELISM: 'false',
    PYTHONUNBUFFERED: '1',
    PYTHONPATH: `${folder}/worker`,
    ...(job.key === undefined ? {} : { BEDSIDE_JOB_KEY: job.key }),
    ...(job.processes > 1 ? shardingEnvironment(sharding) : {}),
  }
}

/**
 * Divides the processes of a job among nodes; one process stays on one. Throws InputError when the nodes do not divide
 * them evenly, or when a node is asked for fewer GPUs than it has processes.
 */
export function placeProcesses(
  job: Pick<Job, 'processes'>,
  nodes: number,
  gpusPerNode: number | undefined,
  field: string,
): { readonly nodes: number; readonly perNode: number; readonly gpus: number } {
  if (job.processes === 1) return { nodes: 1, perNode: 1, gpus: Math.min(1, gpusPerNode ?? 1) }
  const perNode = job.processes / nodes
  if (!Number.isInteger(perNode)) {
    const problem = `expected processes that ${nodes} nodes share evenly, got ${job.processes}`
    throw new InputError(problem, { field: 'trl.processes' }, `choose a multiple of ${nodes}`)
  }
  if (gpusPerNode !== undefined && gpusPerNode > 0 && gpusPerNode < perNode) {
    const problem = `expected a GPU for each of the ${perNode} processes of a node, got ${gpusPerNode}`
    throw new InputError(problem, { field }, 'ask for more GPUs or fewer processes')
  }
  return { nodes, perNode, gpus: gpusPerNode ?? perNode }
}
