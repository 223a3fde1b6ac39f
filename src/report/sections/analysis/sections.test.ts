/** @file The sections of the analysis on an invented study, and on studies that lack something. SIMULATED. */
import { parse } from 'csv-parse/sync'
import { beforeAll, expect, test } from 'vitest'
import { type AnalysisInput, analyse } from '../../../analysis/analyse.ts'
import { simulatedStudy } from '../../../analysis/fixtures/simulated-study.ts'
import { analysisPlanConfig } from '../../../analysis/plan/analysis-plan.ts'
import { type PlanVersion, planHash } from '../../../analysis/plan/registration.ts'
import { analysisFigures } from '../../analysis-figures.ts'
import { syntheticStudy } from '../../../review/preparation/fixtures/synthetic-study.ts'
import type { ServedFacts } from '../../../review/index.ts'
import { formatsOf } from '../../formats.ts'
import { type Language, LANGUAGES, wordsOf } from '../../words/words.ts'
import { answerInBrief } from './answer.ts'
import { verbalLabel } from './rater-agreement.ts'
import type { AnalysisContext } from './context.ts'
import { analysisSections } from './index.ts'

/** GRPO agrees more with the record, SFT is liked more. */
const truth = {
  agreement: { sft: 0.4, grpo: 0.7 },
  quality: { sft: 1.2, grpo: 0, physician: 0.3 },
  cases: 60,
  raters: 3,
  seed: 3,
  centres: ['north', 'south'],
}
const plan = analysisPlanConfig.parse({
  plan: 'invented',
  title: 'An invented plan',
  seed: 4,
  hypotheses: [
    { id: 'paradox', question: 'paradox', preferred: 'sft', accurate: 'grpo' },
    { id: 'liked', question: 'preference', first: 'sft', second: 'grpo' },
  ],
})

function version(seen: PlanVersion['seen']): PlanVersion {
  const rest = { registeredAt: '2026-01-02T03:04:05.000Z', signer: 'A. Statistician', reason: null, previous: null }
  return { version: 1, ...rest, seen, power: [], planHash: planHash(plan), plan, hash: 'h' }
}

const withPlan = (study: AnalysisInput, seen = { benchmark: false, review: false }): AnalysisInput => ({
  ...study,
  plan: { file: 'analysis-plan.yaml', plan, hash: planHash(plan), versions: [version(seen)] },
  settings: { ...study.settings, alpha: plan.alpha },
})

function contextOf(study: AnalysisInput, language: Language = 'en', analysis = analyse(study)): AnalysisContext {
  const words = wordsOf(language)
  const layers = new Map(study.layers.map(({ name, label }) => [name, label]))
  return {
    analysis,
    review: study.review?.summary ?? null,
    material: null,
    words,
    format: formatsOf(words),
    layers,
  }
}

async function pageOf(context: AnalysisContext) {
  const figures = await analysisFigures(context)
  const { question, benchmark } = analysisSections(context, figures)
  const sections = [...question, ...benchmark]
  const html = sections.map(({ markup }) => (markup === false ? '' : markup.markup)).join('\n')
  return { html, figures, tables: sections.flatMap(({ tables }) => tables) }
}

let study: AnalysisInput
let context: AnalysisContext
let page: Awaited<ReturnType<typeof pageOf>>
beforeAll(async () => {
  study = withPlan(simulatedStudy(truth))
  context = contextOf(study)
  page = await pageOf(context)
})

test('the answer is the label of the registered pair with both halves, and stands in brief as well', () => {
  expect(page.html).toMatch(/class="label">Paradox</)
  expect(page.html).toContain(
    'grpo agrees with the record more often than sft, and yet sft is preferred by these raters',
  )
  expect(page.html).toContain('Hypothesis paradox, primary')
  expect(answerInBrief(context)).toMatchObject({ markup: expect.stringContaining('<strong>Paradox.</strong>') })
})

test('every table and figure of the review says that the reviewers were simulated, and those of the benchmark do not', () => {
  const captions = [...page.html.matchAll(/<(?:caption|figcaption)>([^<]*)/g)].map(([, text]) => text)
  const ofBenchmark = captions.filter(text =>
    /within the rules|First less second, points|Register of the plan/.test(text),
  )
  expect(ofBenchmark.length).toBe(3)
  for (const caption of captions) {
    expect(caption.includes('SIMULATED REVIEWERS'), caption).toBe(!ofBenchmark.includes(caption))
  }
  for (const [name, { svg }] of page.figures) expect(svg, name).toContain('SIMULATED REVIEWERS.')
})

test('a table has no blank cell, and a file no NaN, undefined or [object', () => {
  expect(page.html).not.toMatch(/<(td|th scope="row")[^>]*>\s*<\//)
  expect(page.html).not.toMatch(/NaN|undefined|\[object|Infinity/)
  for (const { file, csv } of page.tables) {
    const rows = parse(csv, { columns: true }) as Record<string, string>[]
    expect(rows.length, file).toBeGreaterThan(file === 'ratings-missing.csv' ? -1 : 0)
    expect(csv, file).not.toMatch(/NaN|undefined|\[object|Infinity/)
  }
  const names = page.tables.map(({ file }) => file)
  expect(new Set(names).size).toBe(names.length)
})

test('each figure has a text alternative, and the numbers that are in it beside it', () => {
  expect([...page.figures.keys()].sort()).toEqual(['centres', 'comparisons', 'ratings', 'review-flow', 'strengths'])
  for (const [name, { svg, csv }] of page.figures) {
    expect(svg, name).toMatch(/^<svg [^>]*role="img" aria-label="[^"]{20,}"/)
    expect((parse(csv, { columns: true }) as object[]).length, name).toBeGreaterThan(1)
  }
})

test('the three winning rates stand in columns of their own, in the page and in the file', () => {
  const table = page.tables.find(({ file }) => file === 'winning-rates.csv')
  const [row] = parse(table?.csv ?? '', { columns: true }) as Record<string, string>[]
  const rates = ['own_comparisons_ties_half_value', 'own_comparisons_without_ties_value', 'share_of_all_wins_value']
  expect(rates.map(name => Number(row[name]) > 0)).toEqual([true, true, true])
  expect(page.html).toContain('never compare a rate of one kind with a rate of another')
})

test('agreement with the record is never shown of the recorded decision, its adherence to the rules is', () => {
  const comparisons = page.tables.find(({ file }) => file === 'exploratory-comparisons.csv')
  const rows = parse(comparisons?.csv ?? '', { columns: true }) as Record<string, string>[]
  const own = rows.filter(({ first, second }) => [first, second].includes('physician'))
  expect(own.length).toBeGreaterThan(0)
  expect(own.some(({ measure }) => measure === 'agreement')).toBe(false)
  const rules = page.tables.find(({ file }) => file === 'rule-adherence.csv')?.csv
  expect(rules).toMatch(/,physician,/)
})

test('a hypothesis that was registered too late is called exploratory, with the reason, in both languages', async () => {
  const late = withPlan(simulatedStudy(truth), { benchmark: true, review: false })
  expect((await pageOf(contextOf(late))).html).toContain(
    'Hypothesis paradox, exploratory: registered after the benchmark',
  )
  expect((await pageOf(contextOf(late, 'zh'))).html).toContain('假设 paradox，探索性')
})

test('a hypothesis has the difference that is found at the level of its family, exact or roughly; others have none', () => {
  const rowsOf = (name: string) =>
    parse(page.tables.find(({ file }) => file === name)?.csv ?? '', { columns: true }) as Record<string, string>[]
  const liked = rowsOf('hypotheses.csv').find(({ hypothesis }) => hypothesis === 'liked')
  expect(liked).toMatchObject({
    minimum_detectable_level: '0.05',
    minimum_detectable_by: expect.stringMatching('normal'),
  })
  expect(page.html).toContain('roughly, at level 0.05')
  expect(context.analysis.findings.every(one => (one.hypothesis === null) === (one.minimumDetectable === null))).toBe(
    true,
  )
})

test.each(LANGUAGES)('that another arm comes first stands beside what chance alone gives (%s)', async language => {
  const { html } = await pageOf(contextOf(study, language, context.analysis))
  const [{ orderings }] = context.analysis.orderings
  expect('arms' in orderings && orderings.arms).toHaveLength(2)
  expect(html).toContain(
    language === 'en' ? 'between two unrelated orders of 2 arms, it is another one in 50.0 %' : '50.0 %：',
  )
})

test.each(LANGUAGES)(
  'of the ordered pairs only the label of the paradox is adjusted, and each says so (%s)',
  async language => {
    const [one] = context.analysis.paradoxes.filter(({ hypothesis }) => hypothesis === null)
    const as = (label: typeof one.label, p: number, adjustedP: number) => ({ ...one, label, p, adjustedP })
    const paradoxes = [
      as('concordant', 1, 1),
      as('undetermined', 0.01, 0.12),
      as('undetermined', 0.2, 1),
      as('paradox', 0.001, 0.01),
    ]
    const own = contextOf(study, language, { ...context.analysis, paradoxes })
    const { tables } = await pageOf(own)
    const pairs = tables.find(({ file }) => file === 'ordered-pairs.csv')
    const { label } = own.words.terms
    const cells = [...(pairs?.markup.markup ?? '').matchAll(/<td class="text">([^<]*)<\/td><\/tr>/g)].map(
      ([, text]) => text,
    )
    expect(cells).toEqual([
      own.words.paradox.unadjusted(label.concordant),
      own.words.paradox.notAfterAdjusting,
      label.undetermined,
      label.paradox,
    ])
    const rows = parse(pairs?.csv ?? '', { columns: true }) as Record<string, string>[]
    expect(rows.map(row => row.label_adjusted)).toEqual(rows.map(row => String(row.label === 'paradox')))
  },
)

test('a verbal label is that of the lower limit', () => {
  const estimate = (low: number) => ({ value: 0.9, interval: [low, 0.95] as const, level: 0.95, n: 9, method: '' })
  expect(verbalLabel(context, estimate(0.65))).toBe('at least substantial')
  expect(verbalLabel(context, estimate(0.41))).toBe('at least moderate')
  expect(verbalLabel(context, estimate(-0.1))).toBe('not shown to exceed chance')
})

test('without a review one sentence says so, and nothing of a review is shown', async () => {
  const { html, tables } = await pageOf(contextOf({ ...study, review: null }))
  expect(html).toContain('Nobody has judged the plans yet')
  expect(html).not.toContain('SIMULATED REVIEWERS')
  expect(html).not.toContain('class="verdict"')
  expect(tables.map(({ file }) => file)).not.toContain('preferences.csv')
})

/** Studies that lack something; each is a page with reasons in place of numbers. */
const lacking: Record<string, () => AnalysisInput> = {
  'no plan': () => simulatedStudy({ ...truth, cases: 24 }),
  'one arm': () => simulatedStudy({ ...truth, agreement: { sft: 0.5 }, quality: { sft: 1 } }),
  'nine cases and one rater': () => simulatedStudy({ ...truth, cases: 9, raters: 1, centres: [] }),
  'no guesses and no ratings': () => ({
    ...study,
    review: study.review && { ...study.review, guesses: [], ratings: [] },
  }),
}

for (const [name, make] of Object.entries(lacking)) {
  test(`a study that lacks something is a page without a blank cell: ${name}`, async () => {
    const own = make()
    const analysis = analyse(own)
    for (const language of LANGUAGES) {
      const { html } = await pageOf(contextOf(own, language, analysis))
      expect(html).not.toMatch(/NaN|undefined|\[object|Infinity/)
      expect(html).not.toMatch(/<(td|th scope="row")[^>]*>\s*<\//)
    }
  })
}

test.each(LANGUAGES)('the preparation and the record of a served review stand in the report (%s)', async language => {
  const { prepared } = syntheticStudy({ cases: 12 })
  const at = '2026-01-02T03:04:05.000Z'
  const invited = { proposedBy: { by: null, at }, confirmedBy: { by: 'D02', at } }
  const act = { at: '2026-02-03T04:05:06.000Z', proposedBy: 'D01', confirmedBy: 'K01', invited }
  const served: ServedFacts = {
    planHash: 'a'.repeat(64),
    lastPlanHash: planHash(plan),
    planRegisteredAt: act.at,
    amendments: [{ at: act.at, by: 'D01', reason: 'a typing error' }],
    openedAt: act.at,
    locked: act,
    unblinded: { ...act, reason: 'all is judged' },
    comparedWithChain: true,
    chain: { sequence: 77, hash: 'b'.repeat(64) },
    incidents: [{ at: act.at, by: 'R02', what: 'emergency', withdrawn: 3, withdrawnJudged: 1 }],
    invitedAgain: [{ at, by: 'D03', personId: 'R07', judgedAfter: 11 }],
    leftOut: { withdrawn: 3, withdrawnJudged: 1, training: 6, laterGuesses: 0, notJudged: 2 },
  }
  const own = contextOf(study, language)
  const { html, tables } = await pageOf({
    ...own,
    review: { ...own.review!, served },
    material: { summary: prepared.summary, baseline: prepared.baseline },
  })
  for (const fact of [served.planHash, served.chain.hash, 'a typing error', 'all is judged', 'R02']) {
    expect(html).toContain(fact)
  }
  const { record } = own.words
  const hour = '2026-01-02 03:04:05 UTC'
  for (const line of [
    record.firstSigner('D01'),
    record.signer('K01', 'D02', hour),
    record.invitedAgain('R07'),
    record.invitedAgainValue(hour, 'D03', '11'),
  ]) {
    expect(html).toContain(line)
  }
  expect(html).toContain(own.words.material.unchecked)
  expect(html).toContain(own.words.record.samePlan)
  expect(html).not.toContain(own.words.material.prepared('12', ''))
  expect(html).not.toMatch(/<(td|th scope="row")[^>]*>\s*<\//)
  expect(html).not.toMatch(/NaN|undefined|\[object/)
  const added = tables.filter(({ file }) => /^(review-material|review-record|distinguishability)\.csv$/.test(file))
  expect(added).toHaveLength(3)
  for (const { csv } of added) expect(csv).toContain('simulated_reviewers')
  // Every kind of reshaping and of incident that was met has a name in the language.
  if (language === 'zh') expect(html).not.toMatch(/版式调整：[a-z]|非盲：[a-z]/)
})

test.each(LANGUAGES)(
  'harms and error tags stand by arm, of first judgements of clinicians alone (%s)',
  async language => {
    const [{ caseId, arm, raterId }] = study.review!.ratings
    const of = { caseId, arm, raterId, raterKind: 'clinician', centre: null, ratedAt: null, repeat: false } as const
    const seen = { ...of, side: 'only', harm: 'severe', tags: ['wrong-dose'], hasComment: true } as const
    const remarks = [seen, { ...seen, repeat: true }, { ...seen, raterKind: 'judge' } as const]
    const own = contextOf({ ...study, review: { ...study.review!, remarks } }, language)
    const { html, tables } = await pageOf(own)
    expect(html).toContain(own.words.remarks.title)
    const rowsOf = (name: string) =>
      parse(tables.find(({ file }) => file === name)?.csv ?? '', { columns: true }) as Record<string, string>[]
    const severe = rowsOf('review-harms.csv').filter(row => row.harm === 'severe' && row.plans !== '0')
    expect(severe).toMatchObject([{ arm, plans: '1' }])
    const tags = rowsOf('review-error-tags.csv').filter(({ kind }) => kind === 'tag')
    expect(tags).toMatchObject([{ arm, tag: 'wrong-dose', slots_alone: '1', slots_of_pairs: '0' }])
    expect(page.html).not.toContain(own.words.remarks.title)
  },
)
