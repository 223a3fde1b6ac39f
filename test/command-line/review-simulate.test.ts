/** @file `bedside review simulate`: a whole review by commands, marked as simulated to the last file. Needs dist/. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { bedside, requireBuild, startBedside, studyFolder, tinyStudy, waitUntil } from './bedside-process.ts'

beforeAll(requireBuild)

const PLAN = `plan: tiny
title: Does agreement with the record carry over?
seed: 4
resamples: 1000
hypotheses:
  - { id: liked, question: preference, first: sft, second: physician }
`

/** A study that has been run, with a review that reviewers could begin. */
function preparedStudy(review: string): string {
  const folder = studyFolder(tinyStudy({ review: `review: { ${review} }`, plan: 'plan: analysis-plan.yaml' }))
  writeFileSync(join(folder, 'analysis-plan.yaml'), PLAN)
  const { code, stderr } = bedside(folder, 'run')
  expect(code, stderr).toBe(0)
  return folder
}

const SMALL = 'compare: [icl, sft, physician], cases: 6, raters: 2, repeats: { share: 0 }, training: 1'

test('simulate plays a review to its export, and everything made from it says SIMULATED', async () => {
  const folder = preparedStudy(`${SMALL}, simulated: true`)
  // Cut off in the middle, as by a power cut: what was acknowledged stays, and the next call goes on.
  const { child, finished } = startBedside(folder, 'review', 'simulate', '--raters', '3', '--seed', '4')
  const journal = join(folder, 'review', 'journal.jsonl')
  await waitUntil(() => existsSync(journal) && readFileSync(journal, 'utf8').includes('judgement.given'), 'a judgement')
  child.kill('SIGKILL')
  await finished
  const played = bedside(folder, 'review', 'simulate', '--raters', '3', '--seed', '4')
  expect(played.code, played.stderr).toBe(0)
  expect(played.stdout).toMatch(/^SIMULATED REVIEWERS: 3 of them gave \d+ judgements, now in review-export\n/)
  expect(bedside(folder, 'review', 'verify').code).toBe(0)
  const again = bedside(folder, 'review', 'simulate', '--raters', '3', '--seed', '4')
  expect(again.stdout).toContain('was played before')

  const events = readFileSync(journal, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  const kinds = events.map(({ kind }: { kind: string }) => kind)
  const signers = events.flatMap(({ kind, actor }: { kind: string; actor: string }) =>
    /^(lock|unblind)\./.test(kind) ? [`${kind} ${actor}`] : [],
  )
  expect(signers).toEqual(['lock.proposed D01', 'lock.confirmed K01', 'unblind.proposed A01', 'unblind.confirmed K01'])
  expect(kinds.at(-1)).toBe('data.exported')
  const given = events.filter(({ kind }: { kind: string }) => kind === 'judgement.given')
  expect(new Set(given.map(({ payload }: { payload: { slotId: string } }) => payload.slotId)).size).toBe(given.length)
  const truth = JSON.parse(readFileSync(join(folder, 'review', 'simulated-population.json'), 'utf8'))
  expect([truth.simulated, truth.raters.length]).toEqual(['SIMULATED REVIEWERS', 3])

  const run = bedside(folder, 'run')
  expect(run.code, run.stderr).toBe(0)
  expect(run.stdout).toContain('SIMULATED')
  const report = join(folder, 'out', 'report')
  expect(readFileSync(join(report, 'report.html'), 'utf8')).toContain('SIMULATED REVIEWERS')
  const derived = ['tables', 'figures'].flatMap(part =>
    readdirSync(join(report, part))
      .filter(file => /review|rating|preference|paradox|blinding|guess|agreement-of-raters|order/.test(file))
      .map(file => join(part, file)),
  )
  expect(derived.length).toBeGreaterThan(3)
  const silent = derived.filter(file => !/SIMULATED/i.test(readFileSync(join(report, file), 'utf8')))
  expect(silent).toEqual([])
})

test('simulate is refused for a review that does not say that it is simulated', () => {
  const folder = preparedStudy(SMALL)
  const { code, stderr } = bedside(folder, 'review', 'simulate')
  expect(code).toBe(2)
  expect(stderr).toMatch(/study\.yaml:\d+:\d+.*expected a review that says `simulated: true`/)
  expect(existsSync(join(folder, 'review'))).toBe(false)
})
