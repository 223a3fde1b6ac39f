/** @file The leak scan and the classifier on the texts of a synthetic cohort: reasons as they are told, in both languages. */
import { expect, test } from 'vitest'
import { renderCompletion } from '../../src/prompts/index.ts'
import { syntheticCohort } from '../../src/records/index.ts'
import { distinguishability, mustResolve, type PlanText, scanText } from '../../src/review/leaks/index.ts'
import { infertilityIn } from '../../src/specialty/infertility/index.ts'
import { isEstimated } from '../../src/statistics/index.ts'

/** Completions of a cohort, as raters would see the recorded decision. */
function completions(language: 'en' | 'zh', couples: number, goldShare: number): PlanText[] {
  return [...syntheticCohort({ couples, seed: 11, language, goldShare })].map(
    ({ recordId, coupleId, decision, reasoning }) => ({
      id: recordId,
      caseId: recordId,
      coupleId,
      arm: goldShare === 1 ? 'told in full' : 'hurried notes',
      text: renderCompletion(infertilityIn(language), decision, reasoning)[0].content,
    }),
  )
}

test.each(['en', 'zh'] as const)('scanText finds nothing that must be resolved in 300 texts (%s)', language => {
  const found = completions(language, 300, 0.7).flatMap(({ text }) =>
    scanText(text)
      .filter(mustResolve)
      .map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`),
  )
  expect([...new Set(found)]).toEqual([])
})

test('texts that are told in full are told from hurried notes on the same records', () => {
  const gold = completions('en', 40, 1)
  const hurried = completions('en', 40, 0).map(text => ({ ...text, id: `${text.id} hurried` }))
  const { overall } = distinguishability({ texts: [...gold, ...hurried], seed: 1, resamples: 300 })
  expect(isEstimated(overall) && overall.value).toBeGreaterThan(0.95)
})
