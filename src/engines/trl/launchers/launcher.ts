/** @file How a job gets onto a machine: submitted, looked at, stopped, by an id that outlives this process. */

/** What a launcher starts: the worker on one `run.json`. */
export interface Job {
  /**
   * Folder of the job, absolute, with `run.json` and, in `worker/`, the Python package `bedside_trl`: all that a node needs
   * besides the policy and the Python environment. On a cluster it must be on a disk that the nodes share.
   */
  readonly folder: string
  /**
   * What the job is known by, as `job-key` in its folder says too: a worker whose key that is no longer ends and writes
   * nothing more. Absent: nobody looks.
   */
  readonly key?: string
  /** Shown in the queue: letters, digits and hyphens. */
  readonly name: string
  /** The interpreter of an environment with TRL, as the node finds it. */
  readonly python: string
  /** Processes that train together, over all nodes; 1 for generating and scoring. */
  readonly processes: number
}

/** Where a job is. `lost`: whoever runs it does not know it. */
export type JobState =
  | { readonly is: 'waiting' | 'running' | 'ended' | 'lost' }
  /** `problem`: one line, such as `the job was cancelled` or `out of memory`. */
  | { readonly is: 'failed'; readonly problem: string }

/** Starts and follows jobs. Every function throws StudyError when what it talks to does not answer. */
export interface Launcher {
  readonly name: 'local' | 'slurm' | 'ray' | 'kubeflow'
  /** Whether a job goes on when this process ends. */
  readonly outlivesUs: boolean
  /** Starts the job and returns the id that it is known by. */
  submit(job: Job): Promise<string>
  state(id: string, job: Job): Promise<JobState>
  /** The end of what the job printed; empty when there is nothing yet. */
  log(id: string, job: Job): Promise<string>
  /** Asks the job to save and end, and returns when it is told; ends quietly when it is gone already. */
  cancel(id: string, job: Job): Promise<void>
}
