import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { silentProgress } from '../../support/index.ts'
import { currentEnvironment, environmentFolder, interpreterOf } from './environment.ts'
import { installEnvironment } from './install-environment.ts'
import { checkTrlEngine } from './machine-checks.ts'
import { trlChoice } from './trl-choice.ts'
import { trlConfig } from './trl-config.ts'
import { demandedPackages, readRequirements } from './worker-package.ts'

let root: string
/** A Python that makes an environment whose pip installs what the requirements name, or fails. */
const FAKE = `#!/bin/sh
case "$2" in
  venv) mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; touch "$3/bin/torchrun" ;;
  pip)
    if [ -e "$FAIL" ]; then echo "ERROR: No matching distribution found for trl" >&2; exit 1; fi
    site="$(dirname "$0")/../lib/python3.11/site-packages"
    mkdir -p "$site"
    for last; do :; done
    sed -n 's/^\\([A-Za-z0-9_-]*\\)==\\(.*\\)/\\1-\\2.dist-info/p' "$last" | while read -r name; do mkdir "$site/$name"; done ;;
esac
`
const failing = () => join(root, 'fail')

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bedside-environment-'))
  writeFileSync(join(root, 'python'), FAKE.replace('"$FAIL"', `"${failing()}"`))
  chmodSync(join(root, 'python'), 0o755)
})

const install = (requirements?: string) =>
  installEnvironment({
    dataFolder: root,
    python: join(root, 'python'),
    ...(requirements !== undefined && { requirements }),
    progress: silentProgress,
    signal: new AbortController().signal,
  })

const choice = (given: object = {}, environment: Readonly<Record<string, string>> = {}) =>
  trlChoice(trlConfig.parse(given), {
    study: 's',
    studyFolder: root,
    synthetic: true,
    dataFolder: root,
    environment,
    machine: { hasGpu: false },
  })

test('readRequirements reads exact pins and no comments', () => {
  expect(readRequirements('# a==1\nTRL==1.13.0\ntorch==2.1+cu12 ; x\nloose>=1\n')).toEqual({
    trl: '1.13.0',
    torch: '2.1+cu12',
  })
  expect(demandedPackages()['trl']).toBe('1.13.0')
})

test('an environment is made once, and the engine finds it', async () => {
  expect(() => choice().check?.()).toThrow('expected the Python environment of the TRL engine, got none; run `bedside')
  expect(checkTrlEngine(root)).toMatchObject([{ found: expect.stringContaining('not installed'), lacks: false }])
  const { environment, isNew } = await install()
  expect(isNew).toBe(true)
  expect(environment.packages).toMatchObject(demandedPackages())
  expect(currentEnvironment(root)).toEqual(environment)
  expect((await install()).isNew).toBe(false)
  choice().check?.()
  expect(checkTrlEngine(root)[0]).toMatchObject({ lacks: false, found: expect.stringContaining('trl 1.13.0') })
})

test('pip that fails is one line with its error, and the next try begins anew', async () => {
  writeFileSync(failing(), '')
  await expect(install()).rejects.toThrow(/got exit code 1: ERROR: No matching distribution.*its log is/)
  expect(currentEnvironment(root)).toBeNull()
  const [half] = readdirSync(join(root, 'bedside', 'environments')).filter(name => /^trl-\w+$/.test(name))
  writeFileSync(join(root, 'bedside', 'environments', half, 'left-over'), '')
  rmSync(failing())
  const { folder } = await install()
  expect(existsSync(join(folder, 'left-over'))).toBe(false)
})

test('requirements of the user have an environment of their own, which must fit', async () => {
  const file = join(root, 'mine.txt')
  writeFileSync(file, 'trl==1.12.0\ntorch==2.13.0\n')
  const { folder } = await install(file)
  expect(folder).toBe(environmentFolder(root, readFileSync(file, 'utf8')))
  expect(() => choice().check?.()).toThrow(
    'expected trl 1.13.0 in the Python environment of the TRL engine, got 1.12.0',
  )
  expect(checkTrlEngine(root)[0]).toMatchObject({
    lacks: true,
    found: expect.stringContaining('trl 1.12.0 instead of'),
  })
  writeFileSync(file, 'torch==2.13.0\n')
  await expect(install(file)).rejects.toThrow('expected a line trl==VERSION, got none')
})

test('an interpreter of the study must be there before anything runs, unless nodes of a cluster have it', () => {
  const python = join('nowhere', 'python')
  expect(() => choice({ python }).check?.()).toThrow(
    'field "trl.python": expected a Python interpreter, got nothing at this path; correct it, or leave it out',
  )
  expect(() => choice({ python: 'no-python-of-this-name' }).check?.()).toThrow(
    'field "trl.python": expected a Python interpreter, got nothing that runs; correct it',
  )
  expect(() => choice({ python, launcher: { slurm: {} } }).check?.()).toThrow(
    'field "trl.launcher.slurm": expected the program sbatch on the PATH of this machine, got nothing',
  )
  for (const name of ['sbatch', 'squeue', 'scontrol', 'scancel']) copyFileSync(join(root, 'python'), join(root, name))
  choice({ python, launcher: { slurm: {} } }, { PATH: root }).check?.()
})

test('the token of a Ray cluster is asked for before anything runs', () => {
  const launcher = { ray: { address: 'http://127.0.0.1:8265', tokenVariable: 'RAY_TOKEN' } }
  expect(() => choice({ python: 'python3', launcher }).check?.()).toThrow(
    'field "trl.launcher.ray.tokenVariable": expected the token in RAY_TOKEN, got an environment without it',
  )
  choice({ python: 'python3', launcher }, { RAY_TOKEN: 'secret' }).check?.()
})

/** An interpreter that answers with these packages and their versions. */
function answeringPython(packages: object): string {
  const file = join(root, 'answering-python')
  writeFileSync(file, `#!/bin/sh\necho '${JSON.stringify(packages)}'\n`)
  chmodSync(file, 0o755)
  return file
}

test('an interpreter of the study lacks nothing that the settings need', () => {
  const whole = { ...demandedPackages(), torch: '2.13.0+cpu' }
  choice({ python: answeringPython(whole) }).check?.()
  expect(() => choice({ python: answeringPython({ ...whole, trl: '1.12.0' }) }).check?.()).toThrow(
    'field "trl.python": expected trl 1.13.0 beside this interpreter, got 1.12.0; install python/requirements.txt',
  )
  expect(() => choice({ python: answeringPython({ ...demandedPackages() }) }).check?.()).toThrow(
    'field "trl.python": expected torch beside this interpreter, got none',
  )
  const python = answeringPython(whole)
  expect(() => choice({ python, processes: 2, sharding: 'zero3' }).check?.()).toThrow(
    `field "trl.sharding": expected the Python package deepspeed, which this setting needs, got none beside ${python}; install it`,
  )
  choice({ python, processes: 2, sharding: 'fsdp' }).check?.()
  answeringPython({ ...whole, deepspeed: '0.19.0' })
  choice({ python, processes: 2, sharding: 'zero3' }).check?.()
})

test('DeepSpeed is looked for in the environment that was installed, too', async () => {
  await install()
  expect(() => choice({ processes: 2, sharding: 'zero2' }).check?.()).toThrow('expected the Python package deepspeed')
})

test('a path without an interpreter that is new enough is refused', async () => {
  mkdirSync(join(root, 'empty'))
  const wrong = installEnvironment({
    dataFolder: root,
    python: interpreterOf(join(root, 'empty')),
    progress: silentProgress,
    signal: new AbortController().signal,
  })
  await expect(wrong).rejects.toThrow('field "--python": expected Python 3.10 or later with its venv module, got none')
})

test('precision follows from where jobs run, and what results hang on is in the key', () => {
  const settings = (given: object, hasGpu: boolean) =>
    trlChoice(trlConfig.parse(given), {
      study: 's',
      studyFolder: root,
      synthetic: true,
      dataFolder: root,
      environment: {},
      machine: { hasGpu },
    }).settings as Record<string, unknown>
  expect(settings({}, false)['precision']).toBe('float32')
  expect(settings({}, true)['precision']).toBe('bfloat16')
  expect(settings({ device: 'cpu' }, true)['precision']).toBe('float32')
  expect(settings({ launcher: { slurm: {} } }, false)['precision']).toBe('bfloat16')
  // Where it runs, with how many processes and how much at a time does not count.
  const elsewhere = { precision: 'float32', processes: 8, generationBatch: 3, launcher: { slurm: {} } }
  expect(settings(elsewhere, true)).toEqual(settings({}, false))
})

test.each([
  ['0.19.0', 'always', true],
  ['0.19.1', 'always', false],
  ['0.28.0+cu129', 'auto', false],
  ['0.28.1', 'auto', true],
  ['0.3.0', 'auto', true],
  ['1.0', 'never', false],
])('vLLM %s with `vllm: %s` on a machine with a GPU is refused: %s', (version, vllm, isRefused) => {
  const python = answeringPython({ ...demandedPackages(), torch: '2.9.0', vllm: version })
  const chosen = trlChoice(trlConfig.parse({ python, vllm }), {
    ...{ study: 's', studyFolder: root, synthetic: true, dataFolder: root, environment: {} },
    machine: { hasGpu: true },
  })
  if (!isRefused) return void chosen.check?.()
  expect(() => chosen.check?.()).toThrow(
    `field "trl.vllm": expected vLLM 0.19.1 to 0.28.0, which the pinned TRL takes, got ${version}`,
  )
  // Where no job meets a GPU, none takes vLLM.
  if (vllm === 'auto') choice({ python, vllm }).check?.()
})
