/** @file The commands at work, as processes: help, doctor, status, a whole tiny study, and two runs at once. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import {
  bedside,
  emptyFolder,
  requireBuild,
  startBedside,
  studyFolder,
  tinyStudy,
  waitUntil,
} from './bedside-process.ts'

beforeAll(requireBuild)

interface StatusJson {
  readonly study: string
  readonly running: { readonly pid: number } | null
  readonly progress: { readonly pid: number } | null
  readonly stages: readonly { readonly artifact: string; readonly state: string }[]
}

const statusOf = (folder: string) => JSON.parse(bedside(folder, 'status', '--json').stdout) as StatusJson

test('bedside --help lists every command; without a command it shows the same and exits 2', () => {
  const help = bedside(emptyFolder(), '--help')
  expect(help.code).toBe(0)
  for (const command of ['demo', 'init', 'import', 'run', 'status', 'doctor'])
    expect(help.stdout).toContain(`\n  ${command}`)
  const bare = bedside(emptyFolder())
  expect(bare.code).toBe(2)
  expect(bare.stderr).toBe(help.stdout)
})

test('bedside --version prints the version', () => {
  expect(bedside(emptyFolder(), '--version')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  })
})

test('doctor --json gives a verdict for each check, the engine with its speed', () => {
  const { code, stdout } = bedside(emptyFolder(), 'doctor', '--json')
  const { ok, checks } = JSON.parse(stdout) as {
    ok: boolean
    checks: { name: string; verdict: string; found: string }[]
  }
  expect(checks.map(({ name }) => name)).toContain('Embedded engine')
  expect(checks.find(({ name }) => name === 'Embedded engine')?.found).toMatch(/onnxruntime-node \d.*GFLOP\/s/)
  expect(ok).toBe(checks.every(({ verdict }) => verdict !== 'fail'))
  expect(code).toBe(ok ? 0 : 1)
})

test('status(study that was never run) shows every stage as pending and writes nothing', () => {
  const folder = studyFolder(tinyStudy())
  const { study, running, stages } = statusOf(folder)
  expect({ study, running }).toEqual({ study: 'tiny', running: null })
  expect(stages.map(({ artifact }) => artifact)).toEqual([
    'records',
    'split',
    'rationales',
    'prompts',
    'policies/initial',
    'census',
    'policies/base',
    'policies/icl',
    'policies/sft',
    'predictions/icl',
    'predictions/sft',
    'benchmark',
    'analysis',
    'report',
  ])
  expect(stages.every(({ state }) => state === 'pending')).toBe(true)
  expect(readdirSync(folder)).toEqual(['study.yaml'])
})

test('run refuses a second run of the same study, stops at Ctrl-C with 130, and goes on to the report', async () => {
  const folder = studyFolder(tinyStudy())
  const first = startBedside(folder, 'run')
  await waitUntil(() => existsSync(join(folder, 'out', 'policies', 'base')), 'the first run to reach training')
  // Held still while it is looked at, so that it cannot be finished before.
  first.child.kill('SIGSTOP')

  const second = bedside(folder, 'run')
  expect(second.code).toBe(2)
  expect(second.stderr).toContain(`process ${first.child.pid}`)
  expect(second.stderr.trimEnd().split('\n')).toHaveLength(1)
  const only = bedside(folder, 'run', '--only', 'records')
  expect(only.code).toBe(2)
  expect(only.stderr).toContain(`process ${first.child.pid}`)
  const { running, progress } = statusOf(folder)
  expect(running?.pid).toBe(first.child.pid)
  expect(progress).toMatchObject({ pid: first.child.pid, stage: { of: 14 } })

  first.child.kill('SIGINT')
  first.child.kill('SIGCONT')
  const { code, stderr } = await first.finished
  expect(code).toBe(130)
  expect(stderr).toMatch(/\nbedside: interrupted (during|before) .*; run the same command again to continue\n$/)
  expect(existsSync(join(folder, 'out', 'run.lock'))).toBe(false)
  const { stages } = statusOf(folder)
  expect(stages.slice(0, 4).every(({ state }) => state === 'done')).toBe(true)
  expect(stages.at(-1)?.state).toBe('pending')

  const whole = bedside(folder, 'run')
  expect(whole.code).toBe(0)
  expect(whole.stdout.trim().split('\n').at(-1)).toBe(`Report: ${join('out', 'report', 'report.html')}`)
  expect(whole.stderr).toContain('[1/14]')
  expect(existsSync(join(folder, 'out', 'report', 'report.html'))).toBe(true)
  expect(statusOf(folder).stages.every(({ state }) => state === 'done')).toBe(true)

  const again = bedside(folder, 'run')
  expect(again.code).toBe(0)
  expect(again.stderr.match(/: unchanged$/gm)).toHaveLength(14)

  const alone = bedside(folder, 'run', '--only', 'report', '--from', 'report')
  expect(alone).toMatchObject({ code: 0, stdout: expect.stringMatching(/^report is done in .*\n$/) })
  expect(bedside(folder, 'run', '--from', 'policy/sft').stderr).toContain('did you mean "policies/sft"?')
})

test('init(no terminal) asks nothing, says so, and writes a study that status reads', () => {
  const folder = emptyFolder()
  const { code, stdout, stderr } = bedside(folder, 'init', 'mine', '--couples', '200', '--arms', 'icl,sft')
  expect(code).toBe(0)
  expect(stderr).toContain('Nothing was asked (standard input is no terminal)')
  expect(stdout).toContain(`bedside run ${join('mine', 'study.yaml')}`)
  expect(statusOf(join(folder, 'mine')).study).toBe('mine')
  expect(bedside(folder, 'init', 'mine')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('got one that has'),
  })
})
