/** @file A PostgreSQL of Debian as a cluster of its own below a temporary folder, for tests; nothing else uses it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'

/** A running cluster. */
export interface Cluster {
  /** Makes an empty database and returns how to connect to it. */
  database(): Promise<string>
  stop(): void
}

const DEBIAN = '/usr/lib/postgresql'

/** Folder of initdb and pg_ctl: the newest of Debian's; null when there is none. */
export function postgresBinaries(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const found = versions.map(version => join(DEBIAN, version, 'bin')).find(bin => existsSync(join(bin, 'initdb')))
  return found ?? null
}

/** PostgreSQL refuses to run as root: then it runs as the user that Debian's package made. */
const isRoot = process.getuid?.() === 0
const USER = isRoot ? 'postgres' : (process.env['USER'] ?? 'postgres')

function run(command: string, parameters: readonly string[], cwd: string): void {
  const [file, all] = isRoot ? ['runuser', ['-u', USER, '--', command, ...parameters]] : [command, parameters]
  const { status, stderr, error } = spawnSync(file as string, all as string[], {
    cwd,
    encoding: 'utf8',
    // pg_ctl hands its output to the server, which would keep a pipe open for ever.
    stdio: ['ignore', 'ignore', parameters.includes('start') ? 'ignore' : 'pipe'],
  })
  if (status !== 0) throw new Error(`${command}: ${error ?? stderr ?? `ended with ${status}`}`)
}

/** Makes and starts a cluster that listens on a socket in its own folder. */
export function startCluster(binaries: string): Cluster {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-pg-'))
  if (isRoot) {
    const id = (flag: string) => Number(execFileSync('id', [flag, USER], { encoding: 'utf8' }))
    chownSync(folder, id('-u'), id('-g'))
  }
  const [data, log] = [join(folder, 'data'), join(folder, 'log')]
  run(join(binaries, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8'], folder)
  const options = `-c listen_addresses= -c unix_socket_directories=${folder} -c max_connections=50`
  run(join(binaries, 'pg_ctl'), ['-D', data, '-l', log, '-w', '-o', options, 'start'], folder)
  const connect = (database: string) => `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`
  let made = 0
  return {
    async database() {
      const client = new Client(connect('postgres'))
      await client.connect()
      const name = `review_${++made}`
      await client.query(`create database ${name}`)
      await client.end()
      return connect(name)
    },
    stop() {
      run(join(binaries, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop'], folder)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** An empty folder that tests write to. */
export function emptyFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `bedside-${name}-`))
  mkdirSync(folder, { recursive: true })
  return folder
}
