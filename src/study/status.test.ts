/** @file Time used: what finished stages took, and what was cut off as far as it came. */
import { mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Stage, silentProgress } from '../support/index.ts'
import { runStages } from './run.ts'
import { studyStatus } from './status.ts'

const out = join(mkdtempSync(join(tmpdir(), 'bedside-status-')), 'out')
const controller = new AbortController()
const cutOff: Stage = {
  title: 'Cut off',
  artifact: 'policies/sft',
  inputs: [],
  sources: [],
  settings: {},
  module: import.meta.url,
  async run({ output, signal }) {
    writeFileSync(join(output, 'half.txt'), 'half')
    controller.abort()
    signal.throwIfAborted()
    return {}
  },
}
const pending = join(out, 'policies/sft/pending.json')
const FOUR_MINUTES = 240

/** Rewrites the mark of unfinished work as if it had begun four minutes earlier. */
function beganEarlier(change: (mark: Record<string, string>) => object): void {
  const mark = JSON.parse(readFileSync(pending, 'utf8')) as Record<string, string>
  const started = new Date(new Date(mark['started']).getTime() - FOUR_MINUTES * 1000).toISOString()
  writeFileSync(pending, JSON.stringify(change({ ...mark, started })))
}

test('studyStatus counts work that was cut off: until Ctrl-C, and after a kill until the last file that it wrote', async () => {
  const place = { out, seed: 1 }
  const options = { ...place, progress: silentProgress, signal: controller.signal }
  await expect(runStages([cutOff], options)).rejects.toThrow('interrupted')
  beganEarlier(mark => mark)
  const { stages, secondsUsed } = await studyStatus([cutOff], place)
  expect(stages[0]).toMatchObject({ state: 'interrupted', seconds: null })
  expect(secondsUsed).toBe(stages[0].secondsSoFar)
  expect(secondsUsed).toBeGreaterThanOrEqual(FOUR_MINUTES)
  expect(secondsUsed).toBeLessThan(FOUR_MINUTES + 60)

  // A kill leaves no mark of its end; here the last file is a minute younger than the start.
  let minuteAfter = 0
  beganEarlier(({ stopped: _, ...mark }) => {
    minuteAfter = new Date(mark['started']).getTime() / 1000 + 60
    return mark
  })
  for (const file of [pending, join(out, 'policies/sft/half.txt')]) utimesSync(file, minuteAfter, minuteAfter)
  expect((await studyStatus([cutOff], place)).secondsUsed).toBeCloseTo(60, 1)
})
