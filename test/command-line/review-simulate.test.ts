/** @file `bedside review simulate`: a whole review by commands, marked as simulated to the last file. Needs dist/. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, expect, test } from 'vitest'
import { readJournal } from '../../src/review/store/journal.ts'
import { bedside, requireBuild, startBedside, studyFolder, tinyStudy, waitUntil } from './bedside-process.ts'

beforeAll(requireBuild)

const PLAN = `plan: tiny
title: Does agreement with the record carry over?
seed: 4
resamples: 1000
hypotheses:
  - { id: paradox, question: paradox, preferred: icl, accurate: sft }
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

/** A figure says it in words; of a table every row does. */
function saysSimulated(text: string): boolean {
  if (text.startsWith('<svg')) return text.includes('SIMULATED REVIEWERS')
  const [head, ...rows] = parse(text, { relax_column_count: true }) as string[][]
  const column = head.indexOf('simulated_reviewers')
  return column >= 0 && rows.every(row => /^(true|yes|1)$/.test(row[column]))
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

  const { events } = readJournal(journal)
  const signers = events.flatMap(({ kind, actor }) => (/^(lock|unblind)\./.test(kind) ? [`${kind} ${actor}`] : []))
  expect(signers).toEqual(['lock.proposed D01', 'lock.confirmed K01', 'unblind.proposed A01', 'unblind.confirmed K01'])
  expect(events.at(-1)?.kind).toBe('data.exported')
  const given = events.flatMap(({ kind, payload }) => (kind === 'judgement.given' ? [payload.slotId] : []))
  expect(new Set(given).size).toBe(given.length)
  const truth = JSON.parse(readFileSync(join(folder, 'review', 'simulated-population.json'), 'utf8'))
  expect([truth.simulated, truth.raters.length]).toEqual(['SIMULATED REVIEWERS', 3])

  const report = join(folder, 'out', 'report')
  const filesOf = () =>
    new Map(
      ['tables', 'figures'].flatMap(part =>
        readdirSync(join(report, part)).map(
          file => [join(part, file), readFileSync(join(report, part, file), 'utf8')] as const,
        ),
      ),
    )
  const before = filesOf()
  const run = bedside(folder, 'run')
  expect(run.code, run.stderr).toBe(0)
  expect(run.stdout).toContain('SIMULATED')
  expect(readFileSync(join(report, 'report.html'), 'utf8')).toContain('SIMULATED REVIEWERS')
  // What is new or other than without the review follows from it.
  const derived = [...filesOf()].filter(([file, text]) => before.get(file) !== text)
  expect(derived.length).toBeGreaterThan(8)
  // The register changed for its own reason: the plan was signed, by nobody, which its rows say.
  const register = derived.filter(([file]) => file.endsWith('plan-register.csv')).map(([, text]) => text)
  expect(register.join()).toContain('SIMULATED REVIEWERS (nobody signed)')
  const others = derived.filter(([file]) => !file.endsWith('plan-register.csv'))
  expect(others.filter(([, text]) => !saysSimulated(text)).map(([file]) => file)).toEqual([])
  const exported = readdirSync(join(folder, 'review-export')).filter(
    file => file.endsWith('.csv') && file !== 'codebook.csv',
  )
  expect(exported.filter(file => !saysSimulated(readFileSync(join(folder, 'review-export', file), 'utf8')))).toEqual([])
})

test('simulate is refused for a review that does not say that it is simulated', () => {
  const folder = preparedStudy(SMALL)
  const { code, stderr } = bedside(folder, 'review', 'simulate')
  expect(code).toBe(2)
  expect(stderr).toMatch(/study\.yaml:\d+:\d+.*expected a review that says `simulated: true`/)
  expect(existsSync(join(folder, 'review'))).toBe(false)
})
