/** @file Starts the worker on this machine, until launchers/local.ts is there. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Launcher } from './launchers/launcher.ts'

function isAlive(id: string): boolean {
  try {
    process.kill(Number(id), 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${id}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** The stand-in. */
export const standInLauncher = (environment: Readonly<Record<string, string | undefined>>): Launcher => ({
  name: 'local',
  outlivesUs: false,
  async submit({ folder, python }) {
    const log = openSync(join(folder, 'log.txt'), 'a', 0o600)
    const child = spawn(python, ['-m', 'bedside_trl', 'run.json'], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', log, log],
      env: {
        PATH: environment['PATH'] ?? '/usr/bin:/bin',
        PYTHONPATH: 'worker',
        HF_HUB_OFFLINE: '1',
        HF_HUB_DISABLE_TELEMETRY: '1',
      },
    })
    closeSync(log)
    await new Promise(resolve => child.once('spawn', resolve))
    child.unref()
    return `${child.pid}`
  },
  async state(id) {
    return { is: isAlive(id) ? 'running' : 'ended' }
  },
  async log(_, { folder }) {
    const file = join(folder, 'log.txt')
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  },
  async cancel(id) {
    if (isAlive(id)) process.kill(-Number(id), 'SIGTERM')
  },
})
