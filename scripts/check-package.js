/**
 * @file Packs Bedside, installs the tarball in an empty folder as anybody would who has only a package registry (without
 * development dependencies and install scripts), and runs it there: `npm run check:package`, and `-- --offline` to install from npm's
 * cache alone. By hand, not in the tests: an install takes half a minute. Plain Node, like what it checks.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const offline = process.argv.includes('--offline')
const keep = process.argv.includes('--keep')

/** What a package must hold: commands, the page of a review, and what messages and documents name. */
const NEEDED = [
  'bin/bedside.js',
  'dist/src/cli/main.js',
  'dist/review-page/index.html',
  'docs/review.md',
  'docs/study-files.md',
  'examples/infertility/study.yaml',
  'models/bedside-base/model.safetensors',
  'python/bedside_trl/train.py',
  'python/requirements.txt',
  'r/1-data.R',
  'README.md',
  'LICENSE',
]
/** What no package may hold: tests, benches, and whatever Python left. */
const REFUSED = /\.test\.|^dist\/(bench|studies|test)\/|__pycache__|\.tsbuildinfo$/

/** A study that trains nothing and is done in seconds. */
const STUDY = `study: package-check
specialty: infertility
records: { synthetic: { couples: 60, seed: 7 } }
split: { train: 30, validation: 6, test: 12 }
prompts: { values: notable, options: unlisted }
base: { model: bedside-base }
arms: { base: {} }
prediction: { maxNewTokens: 48 }
benchmark: { resamples: 200 }
`

const say = line => void process.stdout.write(`${line}\n`)
const fail = problem => {
  throw new Error(problem)
}

/** Runs a program; throws with the end of what it printed unless it ends with `expected`. */
function run(command, args, cwd, expected = 0) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    shell: command === 'npm' && process.platform === 'win32',
  })
  if (error) fail(`${command} could not be started (${error.code})`)
  if (status !== expected) {
    fail(`${command} ${args.join(' ')}: expected exit ${expected}, got ${status}\n${`${stdout}${stderr}`.slice(-3000)}`)
  }
  return stdout
}

const folder = mkdtempSync(join(tmpdir(), 'bedside-package-'))
try {
  run(process.execPath, [join(ROOT, 'scripts', 'setup.js'), '--quiet'], ROOT)
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], ROOT))
  const names = packed.files.map(({ path }) => path)
  const missing = NEEDED.filter(name => !names.includes(name))
  if (missing.length > 0) fail(`the package lacks ${missing.join(', ')}`)
  const refused = names.filter(name => REFUSED.test(name))
  if (refused.length > 0) fail(`the package holds ${refused.slice(0, 5).join(', ')}`)
  say(`packed: ${names.length} files, ${(packed.size / 1e6).toFixed(1)} MB`)

  writeFileSync(join(folder, 'package.json'), '{ "name": "elsewhere", "private": true }\n')
  const tarball = `./${packed.filename}`
  const flags = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', ...(offline ? ['--offline'] : [])]
  run('npm', ['install', ...flags, tarball], folder)
  const installed = join(folder, 'node_modules', 'bedside')
  const { devDependencies, version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const extra = Object.keys(devDependencies ?? {}).filter(
    name => !(name in own.dependencies) && existsSync(join(folder, 'node_modules', name)),
  )
  say(
    `installed without development dependencies${extra.length > 0 ? ` (other packages need ${extra.join(', ')})` : ''}`,
  )

  const bedside = (args, expected) =>
    run(process.execPath, [join(installed, 'bin', 'bedside.js'), ...args], folder, expected)
  if (bedside(['--version']).trim() !== version) fail('bedside --version says another version than package.json')
  bedside(['doctor'])
  writeFileSync(join(folder, 'study.yaml'), STUDY)
  bedside(['run', 'study.yaml'])
  if (!existsSync(join(folder, 'out', 'report', 'report.html'))) fail('bedside run wrote no report')
  bedside(['status', 'study.yaml'])
  bedside(['report', 'study.yaml', '--lang', 'zh'])
  bedside(['report', 'study.yaml', '--r', 'for-r'])
  bedside(['export', 'inspect', 'study.yaml', '--to', 'logs'])
  // A mistake is one line here too, not a module that is missing.
  bedside(['run', 'nothing.yaml'], 2)
  say('version, doctor, run, status, report, export: all work from the installed package')
} catch (error) {
  process.stderr.write(`bedside check-package: ${error.message}\n`)
  process.exitCode = 1
} finally {
  if (keep) say(`kept: ${folder}`)
  else rmSync(folder, { recursive: true, force: true })
}
