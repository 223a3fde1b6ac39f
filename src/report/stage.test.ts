/** @file Benchmark and report on a whole small study. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BenchmarkResults } from '../benchmark/index.ts'
import { isEstimated } from '../statistics/index.ts'
import { listFiles, loadJsonl } from '../support/index.ts'
import { buildStudyFixture } from './fixtures/study-fixture.ts'

let folder: string
let results: BenchmarkResults
const read = (study: 'synthetic' | 'real', file: string) => readFileSync(join(folder, study, file), 'utf8')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-report-'))
  await buildStudyFixture(join(folder, 'synthetic'), {
    synthetic: true,
    overSamples: true,
    reviewed: 80,
    languages: ['zh'],
  })
  await buildStudyFixture(join(folder, 'real'), { synthetic: false, test: 60 })
  results = JSON.parse(read('synthetic', 'benchmark/results.json'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('benchmark writes a score per predictor, case and recorded layer, and one for the whole plan', async () => {
  const scores = await loadJsonl<{ arm: string; layer: string }>(join(folder, 'synthetic', 'benchmark/scores.jsonl'))
  const cases = results.layers.reduce((sum, { n }) => sum + n, 0)
  expect(scores).toHaveLength(5 * cases)
  expect(results.layers.map(({ name }) => name)).toEqual(['fertilisation', 'transfer', 'embryos', 'dose', 'whole-plan'])
  // Embryos apply only to fresh transfers.
  expect(results.layers[2].n).toBeLessThan(results.layers[1].n)
})

test('benchmark keeps its denominators: every share of an arm has all cases of the layer', () => {
  for (const { layer, stratum, metric, estimate } of results.estimates) {
    if (stratum !== 'all' || metric === 'mean-absolute-error') continue
    expect(estimate.n, `${layer} ${metric}`).toBe(results.layers.find(({ name }) => name === layer)?.n)
  }
})

test('benchmark gives counts only for a stratum below 10 cases', () => {
  const tail = results.estimates.filter(({ stratum }) => stratum === 'tail')
  expect(results.strata.tail).toBe(7)
  expect(tail.length).toBeGreaterThan(0)
  expect(tail.every(({ estimate }) => !isEstimated(estimate))).toBe(true)
})

test('benchmark gives the gap head to tail of every metric and predictor, or why there is none', () => {
  for (const { estimate } of results.gaps) {
    // The tail has 7 cases.
    expect(estimate).toHaveProperty('notEstimable', expect.stringMatching(/^(head|tail): /))
  }
  expect(results.gaps).toHaveLength(results.estimates.filter(({ stratum }) => stratum === 'tail').length)
})

test('benchmark gives re-weighted figures beside the ones as sampled only when the test set over-samples', () => {
  const real: BenchmarkResults = JSON.parse(read('real', 'benchmark/results.json'))
  expect(real.reweighted).toBeNull()
  const { reweighted } = results
  expect(reweighted?.effectiveCouples).toBeLessThan(240)
  expect(reweighted?.estimates).toHaveLength(results.estimates.length)
  const value = (estimates: BenchmarkResults['estimates']) => {
    const found = estimates.find(
      one => one.predictor === 'sft' && one.metric === 'exact-match' && one.stratum === 'all',
    )?.estimate
    return found && isEstimated(found) ? found : null
  }
  expect(value(reweighted?.estimates ?? [])?.method).toContain('stratified cluster bootstrap')
  expect(value(reweighted?.estimates ?? [])?.value).not.toBe(value(results.estimates)?.value)
  expect(read('synthetic', 'report/report.html')).toContain('couples drawn are mid 100 of 100 (weight 0.500)')
  expect(read('real', 'report/report.html')).not.toContain('The test set over-samples')
  expect(existsSync(join(folder, 'real', 'report/tables/reweighted-estimates.csv'))).toBe(false)
})

test('benchmark looks at each rare situation apart, with its cases in test and training', () => {
  const [oldest, never] = results.rareSituations
  expect(oldest.cases).toBeGreaterThan(10)
  expect(oldest.trainingCases).toBeGreaterThan(oldest.cases)
  const share = oldest.estimates.find(one => one.predictor === 'sft' && one.layer === 'whole-plan')
  expect(share?.estimate).toMatchObject({ n: oldest.cases, method: 'Wilson' })
  expect(never).toMatchObject({ cases: 0, couples: 0, trainingCases: 0 })
  expect(never.estimates.every(({ estimate }) => !isEstimated(estimate))).toBe(true)
})

test('benchmark never loses a number to JSON: no null stands in an estimate', () => {
  expect(JSON.stringify(results.estimates)).not.toContain('null')
})

test('report is one page without script, link, image or font of its own', () => {
  const page = read('synthetic', 'report/report.html')
  expect(page).not.toMatch(/<(script|link|iframe|object|embed|img|image)\b/i)
  expect(page).not.toMatch(/\b(src|xlink:href)=|\bhref=(?!"#)|@import|@font-face|url\((?!#)/i)
  expect(page).not.toContain('javascript:')
})

test('report escapes what came from the study, its settings and its completions', () => {
  const page = read('synthetic', 'report/report.html')
  expect(page).toContain('A fixture study of &lt;four&gt; layers')
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).toContain('&lt;/pre&gt;&lt;script&gt;alert(2)')
})

test('report of synthetic data carries the banner and sample cases', () => {
  const page = read('synthetic', 'report/report.html')
  expect(page).toContain('SYNTHETIC DATA')
  expect(page.match(/class="case"/g)).toHaveLength(3)
})

test('report of real data shows no case, no completion and no banner, and says that couples cannot be linked', () => {
  const files = listFiles(join(folder, 'real', 'report')).filter(file => file !== 'manifest.json')
  expect(files).toContain('report.html')
  for (const file of files) {
    const text = read('real', `report/${file}`)
    expect(text, file).not.toContain('State the plan for this generated couple')
    expect(text, file).not.toContain('I am not sure')
    expect(text, file).not.toMatch(/Age (&amp;|&) cause decide/)
    expect(text, file).not.toContain('SYNTHETIC DATA')
  }
  expect(read('real', 'report/report.html')).toContain('the same couple may appear in more than one split')
})

test('report has the arms and the baselines side by side, with n and an interval on every share', () => {
  const svg = read('synthetic', 'report/figures/agreement.svg')
  for (const name of ['icl', 'sft', 'majority', 'stratum-table', 'logistic-regression'])
    expect(svg).toContain(`>${name}<`)
  const shares = [...svg.matchAll(/>([^<]*%[^<]*)</g)].map(([, text]) => text).filter(text => /\d+\.\d %/.test(text))
  expect(shares).toHaveLength(5 * results.layers.length)
  for (const share of shares) expect(share).toMatch(/^\d+\.\d % \(\d+\.\d to \d+\.\d\)$/)
})

test('report writes tables that a CSV reader takes back, with the unrounded values', () => {
  const rows = parse(read('synthetic', 'report/tables/estimates.csv'), { columns: true }) as Record<string, string>[]
  expect(rows).toHaveLength(results.estimates.length)
  const found = results.estimates[0].estimate
  if (!isEstimated(found)) throw new Error(found.notEstimable)
  expect(Number(rows[0]['value'])).toBe(found.value)
  for (const file of [
    'flow',
    'arms',
    'differences',
    'gaps-head-tail',
    'rare-situations',
    'readability',
    'seen-in-training',
  ]) {
    expect(existsSync(join(folder, 'synthetic', `report/tables/${file}.csv`))).toBe(true)
  }
})

test('report says how the split was made: by couple, or by row and without a column of couples', () => {
  expect(read('synthetic', 'report/report.html')).toContain('The split is by couple')
  expect(read('synthetic', 'report/report.html')).toContain('>Couples</th>')
  const real = read('real', 'report/report.html')
  expect(real).toContain('The split is by row; couples cannot be linked')
  expect(real).not.toContain('The split is by couple')
  expect(real).not.toContain('>Couples</th>')
})

test('report says among its limits how many test couples have a near-duplicate in training', () => {
  expect(read('real', 'report/report.html')).toContain('<li>8 of 60 test couples have a near-duplicate in training')
})

test('report lists the notes of the specialty and who was left out, by the first decision', () => {
  const page = read('real', 'report/report.html')
  expect(page).toContain('<li>The dose of this fixture follows age &lt;only&gt;.</li>')
  // 5 of 5 + 45 and 15 of 15 + 45.
  expect(page).toContain('IVF 5 of 50 (10.0 %), ICSI 15 of 60 (25.0 %)')
})

test('report names the exemplars that were really used, and warns where they are fewer than asked', () => {
  const page = read('synthetic', 'report/report.html')
  expect(page).toContain('4 asked, median 2, least 1')
  expect(page).toMatch(/selection of exemplars[\s\S]*?selective/)
  expect(page).toMatch(/exemplars chosen per[\s\S]*?study/)
  expect(page).toMatch(/<strong>icl<\/strong> was to see 4 exemplars, but/)
  expect(page).not.toMatch(/<strong>sft<\/strong> was to see/)
})

test('report gives the names of source and mapping in its settings, and no folder', () => {
  const page = read('real', 'report/report.html')
  expect(page).toContain('&quot;source&quot;: &quot;export.csv&quot;')
  expect(page).toContain('&quot;mapping&quot;: &quot;mapping.yaml&quot;')
  expect(page).not.toContain('/clinic/share')
})

test('benchmark parts the test cases by whether their prompt stands in training, and loses none', async () => {
  const prompts = async (side: string) =>
    (await loadJsonl<{ prompt: unknown }>(join(folder, 'synthetic', `prompts/${side}.jsonl`))).map(({ prompt }) =>
      JSON.stringify(prompt),
    )
  const training = new Set(await prompts('train'))
  const seen = (await prompts('test')).filter(prompt => training.has(prompt)).length
  expect(seen).toBeGreaterThan(10)
  expect(results.seenInTraining.cases).toBe(seen)
  const own = results.seenInTraining.estimates.filter(
    found => found.layer === 'whole-plan' && found.predictor === 'sft',
  )
  expect(own.map(found => [found.seen, found.estimate.n])).toEqual([
    [true, seen],
    [false, results.cases - seen],
  ])
  const all = results.estimates.find(
    ({ layer, predictor, stratum, metric }) =>
      layer === 'whole-plan' && predictor === 'sft' && stratum === 'all' && metric === 'exact-match',
  )
  expect(own.reduce((sum, { successes = 0 }) => sum + successes, 0)).toBe(all?.successes)
})

test('report shows a synthetic cohort beside published figures, marked, and nothing of the kind for real data', () => {
  const page = read('synthetic', 'report/report.html')
  const section = page.slice(page.search(/<h2[^>]*>Synthetic cohort beside published figures<\/h2>/))
  expect(section).toMatch(/^<h2[^>]*>[^<]*<\/h2>\s*<p>SYNTHETIC\./)
  expect(section).toContain('1 of 1 figures lie within their tolerance')
  expect(section).toContain('AMH &lt;median&gt;')
  expect(section).toContain('3.9 (M)')
  expect(section).toContain('4.01')
  expect(section).toContain('too few')
  expect(read('real', 'report/report.html')).not.toContain('published figures')
})

test('report in Chinese has the same tables with the same bytes, and no heading or caption in English', () => {
  const page = read('synthetic', 'report-zh/report.html')
  expect(page).toContain('<html lang="zh-CN">')
  const told = [...page.matchAll(/<(?:h[23]|caption|figcaption)>([^<]*)</g)].map(([, text]) => text)
  expect(told.length).toBeGreaterThan(40)
  // Ids of records are headings of sample cases, names of policies are captions of curves.
  for (const text of told) expect(text).toMatch(/[\u3400-\u9fff]|^r\d+ $|^(base|sft)$/)
  const files = (language: string) =>
    listFiles(join(folder, 'synthetic', language)).filter(file => file.startsWith('tables/'))
  expect(files('report-zh')).toEqual(files('report'))
  expect(read('synthetic', 'report-zh/tables/hypotheses.csv')).toBe(read('synthetic', 'report/tables/hypotheses.csv'))
})

test('report answers the study in its first lines, and says how the reviewers were simulated', () => {
  const page = read('synthetic', 'report/report.html')
  expect(page.indexOf('<strong>Paradox.</strong>')).toBeLessThan(page.indexOf('Each figure is the share'))
  expect(page).toContain('SIMULATED REVIEWERS. No clinician gave these judgements.')
  expect(page).toContain('Preference and ratings are those of 5 SIMULATED reviewers (programs)')
  expect(page).not.toMatch(/\d clinicians/)
  const real = read('real', 'report/report.html')
  expect(real).not.toContain('SIMULATED REVIEWERS')
  expect(real).toContain('Nobody has judged the plans yet')
  expect(real).toContain('Nobody has judged the reasoning texts')
})

test('report gives the plotted numbers of every figure beside it', () => {
  const figures = listFiles(join(folder, 'synthetic', 'report')).filter(file => file.startsWith('figures/'))
  const names = (ext: string) => figures.filter(file => file.endsWith(ext)).map(file => file.slice(0, -ext.length))
  expect(names('.csv')).toEqual(names('.svg'))
  for (const name of names('.svg')) expect(read('synthetic', `report/${name}.svg`)).toContain('aria-label="')
})
