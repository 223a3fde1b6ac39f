/** @file The section of judge comparators: it says first that it is no measure of trust, and marks simulated reviewers. */
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { analyse } from '../../analysis/analyse.ts'
import { simulatedStudy } from '../../analysis/fixtures/simulated-study.ts'
import type { JudgeAgreement } from '../../judges/index.ts'
import { estimated, notEstimable } from '../../statistics/index.ts'
import { formatsOf } from '../formats.ts'
import { type Language, LANGUAGES, wordsOf } from '../words/words.ts'
import type { AnalysisContext } from './analysis/context.ts'
import { comparatorsSection } from './comparators.ts'

const found = estimated(0.25, [0.1, 0.4], 0.95, 77, 'a method')
const none = notEstimable('nothing was judged by both', 0)
const kappa = { judge: found, clinicians: found, difference: found }
const agreement: JudgeAgreement = {
  settings: { level: 0.95, resamples: 2000, seed: 1 },
  hasReview: true,
  simulated: true,
  lacking: [],
  judges: [
    {
      summary: {
        judge: 'big',
        model: 'a-model',
        server: '127.0.0.1:8000',
        settings: { temperature: 0, topP: 1, maxNewTokens: 1024, repeats: 2, seed: 1, language: 'en' },
        ownArms: ['icl'],
        cases: 60,
        questions: { rating: 180, pair: 360 },
        unreadable: 3,
        requests: 540,
      },
      readability: [{ task: 'rating', asked: 180, unreadable: { refused: 2, cut: 1 }, share: found }],
      ratings: [
        { criterion: 'reasoningClarity', plans: 77, kappa, bias: found },
        { criterion: '(harm)', plans: 77, kappa, bias: none },
      ],
      pairs: [{ criterion: 'overall', pairs: 77, sameDirection: found, noDirection: found, kappa }],
      position: [{ criterion: 'overall', changed: found, firstPreferred: found }],
      repeats: [{ task: 'pair', same: found }],
      selfPreference: [{ task: 'pair', criterion: 'overall', judge: found, clinicians: found, difference: found }],
    },
  ],
}
const study = simulatedStudy({
  agreement: { sft: 0.4, grpo: 0.7 },
  quality: { sft: 1, grpo: 0 },
  cases: 12,
  raters: 2,
  seed: 3,
})
const analysis = analyse({ ...study, settings: { ...study.settings, resamples: 200 } })

function contextOf(language: Language): AnalysisContext {
  const words = wordsOf(language)
  return { analysis, review: null, material: null, words, format: formatsOf(words), layers: new Map() }
}
const markupOf = (language: Language, given: JudgeAgreement) => {
  const { markup } = comparatorsSection(contextOf(language), given)
  return markup === false ? '' : markup.markup
}

test.each(LANGUAGES)('the first sentence says that nothing here is a measure of trust (%s)', language => {
  const { notTrust, title } = wordsOf(language).comparators
  expect(markupOf(language, agreement)).toMatch(`<h2>${title}</h2><p>${notTrust}</p>`)
  expect(wordsOf('en').comparators.notTrust).toMatch(
    /^For comparison only: nothing in this section is a measure of trust/,
  )
})

test('every figure of the page has its interval and its n, and every file says what it is for', () => {
  const { tables } = comparatorsSection(contextOf('en'), agreement)
  expect(tables.map(({ file }) => file)).toEqual(
    ['unreadable', 'position', 'repeats', 'ratings', 'pairs', 'own-arms'].map(name => `comparators-${name}.csv`),
  )
  for (const { csv, markup, file } of tables) {
    const rows = parse(csv, { columns: true }) as Record<string, string>[]
    for (const row of rows) {
      expect(row, file).toMatchObject({ judge: 'big', comparison_only: 'true', simulated_reviewers: 'true' })
      const values = Object.keys(row).filter(name => name.endsWith('value') && row[name] !== '')
      expect(values.length, file).toBeGreaterThan(0)
      for (const name of values) {
        const prefix = name.slice(0, -'value'.length)
        expect([row[`${prefix}low`], row[`${prefix}high`], row[`${prefix}n`]], name).toEqual(['0.1', '0.4', '77'])
      }
    }
    expect(markup.markup, file).toMatch(/0\.1\d* to |\+0\.100 to |10\.0 to 40\.0/)
    expect(markup.markup, file).toContain('77')
  }
  expect(tables.filter(({ markup }) => markup.markup.includes('<caption>SIMULATED REVIEWERS.'))).toHaveLength(3)
})

test('simulated reviewers are marked, and only then; without judges there is no section', () => {
  expect(markupOf('en', agreement)).toContain(wordsOf('en').simulated.banner)
  expect(markupOf('en', { ...agreement, simulated: false })).not.toContain('SIMULATED')
  expect(markupOf('en', { ...agreement, hasReview: false })).toContain(wordsOf('en').comparators.noReview)
  expect(markupOf('en', agreement)).not.toContain('Without its answers')
  expect(markupOf('en', { ...agreement, lacking: ['late'] })).toContain('Without its answers, since its server')
  expect(comparatorsSection(contextOf('en'), null)).toEqual({ markup: false, tables: [] })
})

test('the Chinese section has no English reason left', () => {
  expect(markupOf('zh', agreement)).toContain('没有双方共同评判的内容')
})
