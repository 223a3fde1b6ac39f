/** @file `trl.launcher` and `trl.sharding` of study.yaml: where jobs run, and how a model is divided among processes. */
import { z } from 'zod'
import { addressProblem } from '../../endpoint/address.ts'

/** A word that goes into a line of a job file: no line break, nothing that needs quoting. */
const word = z.string().regex(/^[\w.,:@/+=-]+$/, 'expected a word without spaces, got something else')

/** How long a job that is told to end may take until it has saved. A step of GRPO can take minutes. */
const saveSeconds = z.int().min(30).max(3600).default(300)

/** Options of sbatch that Bedside sets itself, long and short. */
const OURS =
  /^--(job-name|output|error|open-mode|chdir|requeue|no-requeue|signal|array|export|nodes|ntasks|ntasks-per-node|parsable|wrap)\b/

const sbatchOption = z
  .string()
  .regex(/^--[a-z][^\n\r]*$/, 'expected an option of sbatch such as --constraint=a100, got something else')
  .refine(text => !OURS.test(text), 'expected an option that Bedside does not set itself, got one of its own')

/** A cluster under SLURM. */
const slurmConfig = z.strictObject({
  partition: word.optional(),
  account: word.optional(),
  /** Time limit in SLURM's form. A job that meets it saves, is queued again and goes on. */
  time: z
    .string()
    .regex(
      /^(\d+|(\d+-)?\d+(:\d\d){0,2})$/,
      'expected minutes, hours:minutes:seconds or days-hours, got something else',
    )
    .optional(),
  /** Nodes of a job with several processes; a job with one process takes one. */
  nodes: z.int().min(1).max(1024).default(1),
  /** GPUs of each node; as many as it has processes when unset, 0 for nodes without. */
  gpusPerNode: z.int().min(0).max(64).optional(),
  saveSeconds,
  /** How often a job that met its time limit or was preempted is queued again before it is given up. */
  restarts: z.int().min(0).max(1000).default(50),
  /** Lines of the shell that run before the worker, such as `module load cuda`. */
  setup: z.array(z.string().regex(/^[^\n\r]*$/, 'expected one line, got several')).default([]),
  /** Further options of sbatch, such as `--constraint=a100`. */
  extra: z.array(sbatchOption).default([]),
})

/** A Ray cluster, by its Jobs API. */
const rayConfig = z.strictObject({
  /** Address of the dashboard, such as `http://127.0.0.1:8265`. */
  address: z.string().superRefine((text, context) => {
    const problem = addressProblem(text)
    if (problem !== null) context.addIssue({ code: 'custom', message: problem.replace(':8000/v1', ':8265') })
  }),
  /** Name of the environment variable that holds the token of a cluster that asks for one. */
  tokenVariable: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable, got something else')
    .optional(),
  /** GPUs that a job reserves on its node; as many as it has processes when unset, 0 for a cluster without. */
  gpus: z.int().min(0).max(64).optional(),
  saveSeconds,
})

const kubernetesName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'expected a name as Kubernetes takes it, got something else')
  .max(253)

/** A cluster under Kubernetes with Kubeflow Trainer. */
const kubeflowConfig = z.strictObject({
  /** Entry of the kubeconfig; the current one when unset. */
  context: z.string().min(1).optional(),
  namespace: kubernetesName,
  /** Image with the Python environment. */
  image: z.string().min(1).max(500),
  /** The training runtime of the cluster that jobs refer to. */
  runtime: kubernetesName.default('torch-distributed'),
  nodes: z.int().min(1).max(1024).default(1),
  /** GPUs of each node; as many as it has processes when unset, 0 for nodes without. */
  gpusPerNode: z.int().min(0).max(64).optional(),
  /** Further resources of each node, such as `memory: 64Gi`. */
  resources: z.record(z.string().min(1), z.union([z.string().min(1), z.number().positive()])).default({}),
  /** Name of a Kueue queue. */
  queue: kubernetesName.optional(),
  saveSeconds,
  /** The disk that this machine and the pods share. */
  volume: z.strictObject({
    /** Name of the persistent volume claim. */
    claim: kubernetesName,
    /** Where this machine has it; jobs and policies must lie below. */
    folder: z.string().startsWith('/', 'expected an absolute path, got another one'),
    /** Where pods have it; the same path when unset. */
    mountPath: z.string().startsWith('/', 'expected an absolute path, got another one').optional(),
  }),
})

const clusterConfig = z
  .strictObject({ slurm: slurmConfig.optional(), ray: rayConfig.optional(), kubeflow: kubeflowConfig.optional() })
  .refine(given => Object.values(given).filter(Boolean).length === 1, 'expected one of slurm, ray, kubeflow')

/** `launcher:`, where jobs of the TRL engine run: `local`, or one of `{slurm}`, `{ray}`, `{kubeflow}`. */
export const launcherConfig = z.union([z.literal('local'), clusterConfig]).default('local')

/** `sharding:`, how a model is divided among the processes that train it; DeepSpeed must be installed for `zero2`, `zero3`. */
export const shardingConfig = z.enum(['none', 'zero2', 'zero3', 'fsdp']).default('none')

/** The checked `launcher:`. */
export type LauncherConfig = z.output<typeof launcherConfig>
/** The checked `launcher.slurm`. */
export type SlurmConfig = z.output<typeof slurmConfig>
/** The checked `launcher.ray`. */
export type RayConfig = z.output<typeof rayConfig>
/** The checked `launcher.kubeflow`. */
export type KubeflowConfig = z.output<typeof kubeflowConfig>
/** The checked `sharding:`. */
export type Sharding = z.output<typeof shardingConfig>
