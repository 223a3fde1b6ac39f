/** @file The file that SLURM runs: `job.sbatch`. It has no path of this machine but Python's, and no secret. */
import type { Sharding, SlurmConfig } from './config.ts'
import { EXIT_FILE, LOG_FILE, queueName, SAVED } from './job-files.ts'
import type { Job } from './launcher.ts'
import { quoteForShell } from './shell.ts'
import { placeProcesses, workerCommand, workerEnvironment } from './worker-command.ts'

/** Words that the batch shell fills in, once on the node and before srun starts a copy on each. */
const ENDPOINT = '"$endpoint"'
const MEETING = '"$SLURM_JOB_ID-$' + '{SLURM_RESTART_COUNT:-0}"'

/** The words of the worker's command as the shell reads them; `endpoint` and the name of the meeting stay open. */
function commandLine(words: readonly string[]): string {
  return words.map(word => (word === ENDPOINT || word === MEETING ? word : quoteForShell(word))).join(' ')
}

/** How the nodes of a job find each other: the first one, at a port that two jobs on it are unlikely to share. */
const MEETING_LINES = [
  'head=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)',
  'endpoint="$head:$((20000 + SLURM_JOB_ID % 20000))"',
]

/**
 * The text of `job.sbatch`; it runs in the folder of the job. When the time is nearly over SLURM signals the shell, which
 * tells the worker to save and then queues the job again, unless the worker has finished after all. The same happens after
 * a preemption. A cancel by Bedside comes as TERM to the shell and does not. How it ended goes to a file, since without
 * accounting SLURM forgets a job after minutes.
 */
export function slurmScript(job: Job, sharding: Sharding, config: SlurmConfig): string {
  const { nodes, perNode, gpus } = placeProcesses(job, config.nodes, config.gpusPerNode, 'trl.launcher.slurm')
  const options = [
    `--job-name=${queueName(job)}`,
    `--output=${LOG_FILE}`,
    '--open-mode=append',
    `--nodes=${nodes}`,
    '--ntasks-per-node=1',
    ...(gpus > 0 ? [`--gpus-per-node=${gpus}`] : []),
    ...(config.partition === undefined ? [] : [`--partition=${config.partition}`]),
    ...(config.account === undefined ? [] : [`--account=${config.account}`]),
    ...(config.time === undefined ? [] : [`--time=${config.time}`]),
    '--requeue',
    `--signal=B:USR1@${config.saveSeconds}`,
    ...config.extra,
  ]
  const rendezvous =
    nodes === 1 ? ({ by: 'one-node' } as const) : ({ by: 'c10d', nodes, endpoint: ENDPOINT, id: MEETING } as const)
  const variables = Object.entries(workerEnvironment(job, '.', sharding)).map(([name, value]) =>
    name === 'PYTHONPATH' ? 'export PYTHONPATH="$PWD/worker"' : `export ${name}=${quoteForShell(value)}`,
  )
  const command = commandLine(workerCommand(job, perNode, rendezvous, config.saveSeconds))
  return `#!/bin/bash
${options.map(option => `#SBATCH ${option}`).join('\n')}

told=
pass_on() { told=$1; scancel --signal=TERM "$SLURM_JOB_ID"; }
trap 'pass_on time' USR1
trap 'pass_on cancel' TERM
${[...config.setup, ...variables, ...(nodes === 1 ? [] : MEETING_LINES)].join('\n')}

# A node that has saved waits for the others as long as they may take.
srun --kill-on-bad-exit=0 --wait=${config.saveSeconds} ${command} &
worker=$!
while wait "$worker"; code=$?; kill -0 "$worker" 2>/dev/null; do :; done

[ -z "$told" ] || [ -e result.json ] || code=${SAVED}
state=$(scontrol --oneliner show job "$SLURM_JOB_ID" | sed -n 's/.* JobState=\\([A-Z_]*\\).*/\\1/p')
if [ "$code" = ${SAVED} ] && [ "$told" != cancel ] && [ "$state" = RUNNING ] &&
  [ "\${SLURM_RESTART_COUNT:-0}" -lt ${config.restarts} ]; then
  # SLURM ends this shell when it takes the job back.
  scontrol requeue "$SLURM_JOB_ID" && sleep 600
fi
echo "$SLURM_JOB_ID $code" >${EXIT_FILE}.part && mv ${EXIT_FILE}.part ${EXIT_FILE}
exit "$code"
`
}
