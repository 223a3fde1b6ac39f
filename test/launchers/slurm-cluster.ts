/**
 * @file A SLURM cluster of this machine alone, from Debian's packages slurm-wlm and munge: a controller, and one daemon
 * that plays a node. Needs root, no systemd and no cgroups, and about two seconds.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Why no cluster can be made here; null when one can. */
export function missingForSlurm(): string | null {
  if (process.getuid?.() !== 0) return 'slurmd runs as root only'
  const missing = ['munged', 'slurmctld', 'slurmd', 'sbatch'].filter(
    name => spawnSync('sh', ['-c', `command -v ${name}`], { env: { PATH: PATH_OF_DAEMONS } }).status !== 0,
  )
  return missing.length > 0 ? `no ${missing.join(', ')} (Debian: slurm-wlm, munge)` : null
}

const PATH_OF_DAEMONS = `${process.env['PATH']}:/usr/sbin`

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}

/**
 * The settings of a cluster: all of it on loopback, nothing tracked by cgroups, no accounting, more processors than there
 * are. A job that is queued again waits as long as credentials live, by default two minutes.
 */
function settings(folder: string, controllerPort: number, nodePort: number): string {
  const host = hostname()
  return `ClusterName=bedside
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket,cred_expire=5
CryptoType=crypto/munge
SlurmctldPort=${controllerPort}
SlurmdPort=${nodePort}
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1,bf_interval=1
SlurmdParameters=config_overrides
KillWait=2
ReturnToService=2
NodeName=${host} NodeAddr=127.0.0.1 CPUs=16 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`
}

/** A running cluster: the variable that leads its programs to it, and its end. */
export interface SlurmCluster {
  readonly variables: Readonly<Record<string, string>>
  /** Runs one of its programs and returns what it printed; throws when it fails. */
  run(program: string, ...words: readonly string[]): string
  stop(): Promise<void>
}

/** Starts the daemons below a folder of their own, and returns when the node takes jobs. */
export async function startSlurm(): Promise<SlurmCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-slurm-'))
  chmodSync(folder, 0o755)
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'munge.key'), Buffer.alloc(1024, 7), { mode: 0o400 })
  const conf = join(folder, 'slurm.conf')
  writeFileSync(conf, settings(folder, await freePort(), await freePort()))
  const variables = { SLURM_CONF: conf }
  const environment = { ...process.env, ...variables, PATH: PATH_OF_DAEMONS }
  const munge = [
    'key-file=munge.key',
    'socket=munge.socket',
    'pid-file=munge.pid',
    'log-file=munge.log',
    'seed-file=munge.seed',
  ]
  const mungeWords = munge.map(word => `--${word.replace('=', `=${folder}/`)}`)
  const daemons = [
    spawn('munged', ['--foreground', '--force', ...mungeWords], { env: environment, stdio: 'ignore' }),
    spawn('slurmctld', ['-D', '-c'], { env: environment, stdio: 'ignore' }),
    spawn('slurmd', ['-D'], { env: environment, stdio: 'ignore' }),
  ]
  const run = (program: string, ...words: readonly string[]) =>
    execFileSync(program, [...words], { env: environment, encoding: 'utf8', stdio: 'pipe' })
  for (let tries = 0; ; tries++) {
    const nodes = spawnSync('sinfo', ['--noheader', '--format=%T'], { env: environment, encoding: 'utf8' })
    if (nodes.stdout.trim() === 'idle') break
    if (tries === 200) {
      const log = join(folder, 'slurmctld.log')
      throw new Error(`slurm did not start: ${existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : 'no log'}`)
    }
    await pause(100)
  }
  return {
    variables,
    run,
    async stop() {
      spawnSync('scancel', ['--signal=KILL', '--full', '--partition=main'], { env: environment })
      for (const daemon of daemons.reverse()) {
        daemon.kill('SIGTERM')
        await new Promise(resolve => (daemon.exitCode === null ? daemon.once('exit', resolve) : resolve(null)))
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
