/**
 * @file Makes a fresh clone ready: installs the packages of package-lock.json and builds dist/, and does nothing when
 * both are up to date. Plain Node without dependencies, because it runs before there are any.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const LOCK = join(ROOT, '.bedside-setup.lock')
const INSTALL_MARKER = join(ROOT, 'node_modules', '.bedside-setup')
const BUILD_MARKER = join(ROOT, 'dist', '.bedside-setup')

/** A failure that a person can act on: printed as one line. */
class SetupError extends Error {}

const quiet = process.argv.includes('--quiet')
const say = line => process.stdout.write(`${line}\n`)
const hash = data => createHash('sha256').update(data).digest('hex')
const read = file => (existsSync(file) ? readFileSync(file, 'utf8') : null)

/** Throws unless this is Node 20.19 or later: the packages below need it. */
function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new SetupError(
    `expected Node 20.19 or later, got ${process.versions.node}; install a newer one from nodejs.org`,
  )
}

/** True when the process that wrote a lock is still there. A lock of another machine cannot be checked: it holds. */
function isHeld({ pid, host }) {
  if (host !== hostname()) return true
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Takes the set-up lock, waiting while another set-up of this folder is at work; returns the function that frees it. */
async function takeLock() {
  const mine = JSON.stringify({ pid: process.pid, host: hostname() })
  let waiting = false
  for (let unreadable = 0; ; ) {
    try {
      writeFileSync(LOCK, mine, { flag: 'wx' })
      return () => rmSync(LOCK, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    let holder = null
    try {
      holder = JSON.parse(readFileSync(LOCK, 'utf8'))
    } catch {
      // Just being written, or just removed: look again a few times before taking it for what a crash left.
      unreadable++
    }
    if (holder === null ? unreadable > 10 : !isHeld(holder)) {
      // Renamed before it is removed, so that of two that find it stale only one removes it.
      const stale = `${LOCK}.${process.pid}`
      try {
        renameSync(LOCK, stale)
        rmSync(stale)
      } catch {
        continue
      }
      continue
    }
    if (holder !== null && !waiting) {
      waiting = true
      say(`Waiting for another set-up of this folder (process ${holder.pid} on ${holder.host}; its lock is ${LOCK})`)
    }
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

/** True when node_modules holds every package of the lock at its version (optional ones may be absent). */
function matchesLock(lockText) {
  const installed = read(join(ROOT, 'node_modules', '.package-lock.json'))
  if (installed === null) return false
  const wanted = JSON.parse(lockText).packages
  const found = JSON.parse(installed).packages
  return (
    Object.entries(wanted).every(
      ([path, { version, optional }]) => path === '' || (found[path] ? found[path].version === version : optional),
    ) && Object.keys(found).every(path => path in wanted)
  )
}

function installPackages() {
  const lockText = read(join(ROOT, 'package-lock.json'))
  if (lockText === null) throw new SetupError('expected package-lock.json beside package.json, got none; clone again')
  const key = hash(lockText)
  if (read(INSTALL_MARKER) === key) return
  if (!matchesLock(lockText)) {
    say('Installing packages (about 600 MB, a minute or so) ...')
    // Run the npm that started us, so that the version a person chose is the one that installs.
    const npm = process.env.npm_execpath ?? ''
    const [command, ...first] = /npm-cli\.[cm]?js$/.test(npm) ? [process.execPath, npm] : ['npm']
    const result = spawnSync(command, [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: ROOT,
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
      shell: command === 'npm' && process.platform === 'win32',
      // Only the CPU library is needed, and it is in the package; its install script would download CUDA files.
      env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
    })
    if (result.error) throw new SetupError(`npm could not be started (${result.error.code}); install Node with npm`)
    if (result.status !== 0) {
      throw new SetupError('npm ci failed (see above); check the connection to your package registry and run again')
    }
  }
  writeFileSync(INSTALL_MARKER, key)
}

/** Every file that the build reads, in a fixed order. */
function sources() {
  const found = []
  const visit = folder => {
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) visit(path)
      else if (/\.(tsx?|json|css|html|svg)$/.test(path) && !path.endsWith('.test.ts')) found.push(path)
    }
  }
  for (const folder of ['src', 'bench', 'studies']) if (existsSync(join(ROOT, folder))) visit(folder)
  return [...found.sort(), 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']
}

function build() {
  const key = hash(
    sources()
      .map(file => `${file} ${hash(readFileSync(join(ROOT, file)))}`)
      .join('\n'),
  )
  if (read(BUILD_MARKER) === key) return
  say('Building dist/ ...')
  // Built beside and renamed: a build that fails or is cut off leaves the old one, and no file of a removed source.
  const next = join(ROOT, `dist.${process.pid}`)
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  const bundler = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const page = join(ROOT, 'src', 'review', 'web')
  const steps = [
    [compiler, '-p', 'tsconfig.build.json', '--outDir', next],
    // The page that a review shows to its raters; the server only serves the folder.
    [bundler, 'build', page, '--config', join(page, 'vite.config.ts'), '--outDir', join(next, 'review-page')].concat(
      '--logLevel',
      'error',
    ),
  ]
  try {
    for (const step of steps) {
      const result = spawnSync(process.execPath, step, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
      if (result.status !== 0) throw new SetupError('the build failed (see above); mend the source and run again')
    }
    mkdirSync(next, { recursive: true })
    writeFileSync(join(next, '.bedside-setup'), key)
    rmSync(join(ROOT, 'dist'), { recursive: true, force: true })
    renameSync(next, join(ROOT, 'dist'))
  } finally {
    rmSync(next, { recursive: true, force: true })
  }
}

try {
  checkNode()
  const unlock = await takeLock()
  try {
    installPackages()
    build()
  } finally {
    unlock()
  }
  if (!quiet) say('Set-up is complete.')
} catch (error) {
  process.stderr.write(`bedside setup: ${error instanceof SetupError ? error.message : error.stack}\n`)
  process.exitCode = 1
}
