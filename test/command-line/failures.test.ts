/** @file What goes wrong in the middle of a run: a full disk, a damaged artifact, a prompt that does not fit. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { listFiles } from '../../src/support/index.ts'
import { BIN, bedside, requireBuild, studyFolder, tinyStudy } from './bedside-process.ts'

beforeAll(requireBuild)

/** Runs a study under a limit on the size of a file, as a disk that is full beyond it. */
function runWithLimit(folder: string, kibibytes: number) {
  // XFSZ is ignored so that the write fails with an error, as on a full disk, and does not end the process.
  const script = `trap '' XFSZ; ulimit -f ${kibibytes}; exec "$0" "$1" run study.yaml`
  return spawnSync('bash', ['-c', script, process.execPath, BIN], { cwd: folder, encoding: 'utf8' })
}

test.each([
  ['the records', 40, /out\/records\/records\.jsonl/],
  // The weights take 350 KiB, and the state with its two moments three times as much; no earlier file comes near 700.
  ['a training state', 700, /out\/policies\/base\/training\/state\.safetensors/],
])(
  'run(disk full while writing %s) says so in one line, leaves no part, and goes on when there is room',
  (_, limit, place) => {
    const base =
      'base: { hiddenSize: 64, intermediateSize: 64, numBlocks: 1, numHeads: 2, vocabularySize: 1024, contextLength: 1024 }'
    const folder = studyFolder(tinyStudy({ base }))
    const failed = runWithLimit(folder, limit)
    const last = failed.stderr.trimEnd().split('\n').at(-1)
    expect(last).toMatch(/^bedside: .*: the disk is full \(EFBIG\); free some space and run the same command again/)
    expect(last).toMatch(place)
    expect(failed.stderr).not.toMatch(/\n\s+at /)
    expect(failed.status).toBe(1)
    expect(listFiles(join(folder, 'out')).filter(file => file.endsWith('.part'))).toEqual([])
    const again = bedside(folder, 'run', 'study.yaml')
    expect(again.code, again.stderr).toBe(0)
    expect(existsSync(join(folder, 'out', 'report', 'report.html'))).toBe(true)
  },
)

test('run(case longer than the context) lists the ids before any training', () => {
  const folder = studyFolder(
    tinyStudy({
      base: 'base: { hiddenSize: 16, intermediateSize: 32, numBlocks: 1, numHeads: 2, vocabularySize: 1024, contextLength: 300 }',
    }),
  )
  const { code, stderr } = bedside(folder, 'run', 'study.yaml')
  expect(code).toBe(2)
  const line = stderr.trimEnd().split('\n').at(-1)
  expect(line).toMatch(/^bedside: .*expected every case within 300 tokens, got \d+ longer ones: syn-\d+ \(\d+\)/)
  expect(line).toMatch(/base\.contextLength/)
  expect(existsSync(join(folder, 'out', 'policies', 'base'))).toBe(false)
  // The longest case is not cut in silence: it trains once the context has room.
  const census = /\((\d+)\)/.exec(line ?? '')
  expect(Number(census?.[1])).toBeGreaterThan(300)
})

test('run(checkpoint truncated or removed after it was made) says what is damaged and makes it again', () => {
  const folder = studyFolder(tinyStudy())
  expect(bedside(folder, 'run', 'study.yaml').code).toBe(0)
  const weights = join(folder, 'out', 'policies', 'base', 'model.safetensors')
  const before = readFileSync(weights)
  for (const damage of [() => truncateSync(weights, 1000), () => rmSync(weights)]) {
    damage()
    const { code, stdout, stderr } = bedside(folder, 'run', 'study.yaml')
    expect(code, stderr).toBe(0)
    expect(stdout + stderr).toMatch(/model\.safetensors/)
    expect(readFileSync(weights).equals(before)).toBe(true)
  }
})
