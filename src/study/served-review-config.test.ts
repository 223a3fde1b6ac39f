/** @file The settings of a served review in a study file: told apart from files by their keys, with the place of a mistake. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadStudy } from './study-config.ts'

function studyWith(review: string) {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-served-'))
  const file = join(folder, 'study.yaml')
  const lines = [
    'study: served',
    'specialty: infertility',
    'records: { synthetic: { couples: 100, seed: 1 } }',
    'arms: { sft: {}, grpo: { batchSize: 8, generations: 4 } }',
    `review: ${review}`,
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  return loadStudy(file).config.review
}

test('the short form has every default', () => {
  expect(studyWith('{ cases: 120, raters: 3, compare: [sft, grpo, physician] }')).toMatchObject({
    cases: 120,
    raters: 3,
    compare: ['sft', 'grpo', 'physician'],
    strata: 'proportional',
    tasks: { ratings: 'compared', pairs: { of: 'all', perCase: 1 } },
    repeats: { share: 0.1, distance: 5 },
    training: 2,
    folder: 'review',
    export: 'review-export',
    simulated: false,
  })
  expect(studyWith('{ ratings: r.csv }')).toEqual({ ratings: 'r.csv', scale: [1, 5], simulated: false })
})

test.each([
  ['{ compare: [sft, phisician] }', 'expected an arm of the study or "physician", got "phisician"'],
  ['{ compare: [sft, physician], case: 10 }', 'unknown key "case"'],
  ['{ compare: [sft, physician], cases: many }', 'expected a number, got "many"'],
  ['{ compare: [sft] }', 'expected two arms or more to compare'],
  ['{ compare: [sft, sft] }', 'expected each arm once'],
  ['{ compare: [sft, physician], folder: out/review }', "expected a folder outside of the study's output (out)"],
  ['{ compare: [sft, physician], export: ./review }', 'expected another folder for the export'],
  ['{ compare: [sft, physician], raters: 2, design: { ratersPerCase: 3 } }', 'got two numbers that differ'],
  ['{ compare: [sft, physician], tasks: { ratings: none, pairs: none } }', 'expected ratings or pairs, got neither'],
  ['{ compare: [sft, physician], tasks: { pairs: none } }', 'expected "all" or a number without pairs'],
  ['{ compare: [sft, physician], scale: [5, 1] }', 'expected the smaller score first'],
  ['{ compare: [sft, physician], knownBy: [{ case: a, couple: b, rater: c }] }', 'expected either `case` or `couple`'],
])('a study file with review: %s is refused in its line', (review, message) => {
  expect(() => studyWith(review)).toThrow(message)
  expect(() => studyWith(review)).toThrow(/study\.yaml:5/)
})
