/** @file R computes every number of invented studies again, and notices one that was changed. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, expect, test } from 'vitest'
import { analyse } from '../../analysis/analyse.ts'
import { fullStudy } from '../../analysis/fixtures/full-study.ts'
import { simulatedStudy } from '../../analysis/fixtures/simulated-study.ts'
import type { AnalysisInput } from '../../analysis/index.ts'
import { analysisPlanConfig } from '../../analysis/plan/analysis-plan.ts'
import { expectedNumbers } from './expected.ts'
import { rFiles } from './r-files.ts'

/** GRPO agrees more with the record, SFT is liked more. */
const truth = {
  agreement: { sft: 0.45, grpo: 0.65, icl: 0.3 },
  quality: { sft: 1, grpo: 0, icl: -0.5, physician: 0.2 },
  cases: 48,
  raters: 4,
  seed: 11,
}
/** What the others lack: margins of shares, couples all alike, claims and guesses that lack, raters enough, other cases. */
function studyOfGaps(): AnalysisInput {
  const study = simulatedStudy({ ...truth, cases: 30, raters: 8 })
  if (study.review === null) throw new Error('expected a review')
  const { summary, ratings, preferences, guesses } = study.review
  const isAlike = ({ left, right }: { readonly left: string; readonly right: string }) =>
    [left, right].sort().join() === 'icl,sft'
  const asked = guesses.filter((_, i) => (i * 7919) % 5 !== 0)
  const review = {
    ratings: ratings.map(one => (one.arm === 'sft' && one.criterion === 'feasibility' ? { ...one, score: 5 } : one)),
    preferences: preferences.map(one =>
      isAlike(one) ? { ...one, choice: one.left === 'sft' ? ('left' as const) : ('right' as const) } : one,
    ),
    guesses: asked,
    summary: { ...summary, lines: { ...summary.lines, guesses: asked.length } },
  }
  const pair = { first: 'sft', second: 'grpo' }
  const plan = analysisPlanConfig.parse({
    ...{ plan: 'gaps', title: 'Margins, and claims without data', seed: 3, resamples: 1000 },
    hypotheses: [
      { id: 'not-worse', question: 'benchmark', first: 'grpo', second: 'sft', margin: 0.1 },
      { id: 'far-above', question: 'benchmark', ...pair, layer: 'transfer', margin: 0.4, direction: 'first-higher' },
      { id: 'below', question: 'benchmark', first: 'icl', second: 'grpo', margin: 0.05 },
      { id: 'alike', question: 'benchmark', ...pair, layer: 'fertilisation', measure: 'within-rules', margin: 0.2 },
      { id: 'no-rating', question: 'rating', ...pair, criterion: 'notAsked' },
      { id: 'rating', question: 'rating', ...pair, criterion: 'feasibility', margin: 0.5 },
      { id: 'no-vote', question: 'preference', ...pair, criterion: 'notAsked', margin: 0.1 },
      { id: 'vote', question: 'preference', first: 'sft', second: 'icl', margin: 0.1 },
      { id: 'alone', question: 'paradox', preferred: 'sft', accurate: 'grpo' },
      { id: 'of-two', question: 'paradox', preferred: 'sft', accurate: 'icl', family: 'other' },
      { id: 'no-arm', question: 'paradox', preferred: 'sft', accurate: 'dpo', family: 'other' },
    ],
  })
  // Two cases of the review are not in the benchmark.
  const scores = study.scores.filter(({ recordId }) => !['r0003', 'r0017'].includes(recordId))
  return {
    ...study,
    scores,
    review,
    plan: { file: 'plan.yaml', plan, hash: '0'.repeat(64), versions: [] },
    settings: plan,
  }
}

const studies: Readonly<Record<string, () => AnalysisInput>> = {
  'without a plan': () => simulatedStudy(truth),
  'with a plan, judges, repeats, exclusions and centres': () =>
    fullStudy({ ...truth, casesOfCouple: 2, centres: ['north', 'south', 'east'] }),
  'with margins, couples that are all alike, and gaps': studyOfGaps,
  'of few cases, where tests are exact': () => fullStudy({ ...truth, cases: 14, raters: 3 }),
}

const folder = mkdtempSync(join(tmpdir(), 'bedside-r-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const hasR = spawnSync('Rscript', ['--version']).status === 0
/** A test that needs R: skipped, and said to be, where there is none; CI installs R and counts a skipped test as failed. */
const withR = (name: string, body: () => void) =>
  test.skipIf(!hasR)(hasR ? name : `${name} (there is no Rscript here)`, body, 120_000)

function filesOf(name: string): ReadonlyMap<string, string> {
  const study = studies[name]()
  return rFiles(study, analyse(study))
}

function recompute(files: ReadonlyMap<string, string>) {
  for (const [file, text] of files) writeFileSync(join(folder, file), text)
  const { status, stdout, stderr } = spawnSync('Rscript', ['recompute.R'], { cwd: folder, encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

for (const name of Object.keys(studies)) {
  withR(`R agrees with every number of a study ${name}`, () => {
    const { status, said } = recompute(filesOf(name))
    expect(said).toMatch(/All \d{4} numbers agree/)
    expect(said).not.toContain('numbers that R has and the analysis does not')
    expect(status).toBe(0)
  })
}

withR('R ends with status 1 when one number was changed in its seventh digit, or a resampled one by much', () => {
  const files = filesOf('of few cases, where tests are exact')
  const expected = files.get('expected.csv') as string
  const rows = parse(expected, { columns: true }) as Record<string, string>[]
  const changed = (kind: string, factor: number) => {
    const row = rows.find(one => one.kind === kind && Math.abs(Number(one.value)) > 0.05) as Record<string, string>
    const text = expected.replace(
      `${row.value},${row.tolerance},${kind}`,
      `${Number(row.value) * factor},${row.tolerance},${kind}`,
    )
    const { status, said } = recompute(new Map([...files, ['expected.csv', text]]))
    expect(said).toContain(`1 of ${rows.length} numbers deviate`)
    expect(said).toContain(row.id)
    expect(status).toBe(1)
  }
  changed('closed form', 1 + 3e-7)
  changed('resampled', 2)
})

test('ids are unique, and every kind of number is there', () => {
  const study = studies['with a plan, judges, repeats, exclusions and centres']()
  const numbers = expectedNumbers(analyse(study))
  expect(new Set(numbers.map(({ id }) => id)).size).toBe(numbers.length)
  expect(new Set(numbers.map(({ kind }) => kind))).toEqual(new Set(['count', 'closed form', 'resampled']))
  const roots = new Set(numbers.map(({ id }) => id.split(/[.[]/)[0]))
  for (const root of ['findings', 'strata', 'ratings', 'preferences', 'paradoxes', 'agreement', 'judges', 'centres']) {
    expect(roots).toContain(root)
  }
})

test('no file holds the id of a record, a text, or what was recorded or predicted', () => {
  const files = filesOf('without a plan')
  for (const [file, text] of files) {
    if (file === 'recompute.R') continue
    expect(text, file).not.toMatch(/\br00\d\d\b|ICSI|freeze-all|As recorded/)
  }
})

test('codebook.csv explains every column of every file, and no other', () => {
  const files = filesOf('without a plan')
  const codebook = parse(files.get('codebook.csv') as string, { columns: true }) as Record<string, string>[]
  for (const [file, text] of files) {
    if (!file.endsWith('.csv') || file === 'codebook.csv') continue
    const columns = codebook.filter(row => row.file === file).map(({ column }) => column)
    expect(columns, file).toEqual(text.split('\n')[0].split(','))
  }
})
