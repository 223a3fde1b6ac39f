/** @file What raters are asked: presets in two languages, own criteria, and settings that cannot be. */
import { expect, test } from 'vitest'
import { loadSpecialty } from '../../specialty/index.ts'
import { settingsSchema } from '../store/index.ts'
import { reviewSettings } from './review-settings.ts'
import { servedConfig } from './served-config.ts'

const specialty = loadSpecialty('infertility', '.')
const settingsOf = (change: object = {}) =>
  reviewSettings({ config: servedConfig.parse({ compare: ['sft', 'physician'], ...change }), specialty, study: 'ivf' })

const texts = (criteria: NonNullable<ReturnType<typeof settingsOf>['instrument']>['criteria']) =>
  criteria.flatMap(({ label, question, anchors }) => [label, question, ...anchors])

test.each([
  ['default', ['reasoningClarity', 'keyInformation', 'clinicalAccuracy', 'feasibility']],
  ['jmir-art-3', ['logicalCoherence', 'keyInformationCoverage', 'plausibility']],
])(
  'the preset %s has a text at each of five points in both languages, and is what the store takes',
  (criteria, ids) => {
    const settings = settingsOf({ criteria })
    expect(settingsSchema.parse(settings)).toEqual(settings)
    expect(settings.criteria).toEqual(ids)
    expect(settings.comparisons).toEqual(['overall', ...ids])
    for (const { anchors } of settings.instrument!.criteria) expect(anchors).toHaveLength(5)
    for (const { en, zh } of texts(settings.instrument!.criteria)) {
      expect(en).not.toMatch(/[\u4e00-\u9fff]/)
      expect(zh).toMatch(/[\u4e00-\u9fff]/)
    }
    // No two points of a criterion read alike.
    for (const { anchors } of settings.instrument!.criteria) expect(new Set(anchors.map(({ en }) => en)).size).toBe(5)
  },
)

test('criteria are scored for layers where the study says so, named in both languages', () => {
  const settings = settingsOf({ perLayer: { clinicalAccuracy: ['protocol', 'trigger'] } })
  expect(settings.layers).toEqual(['protocol', 'trigger'])
  expect(settings.instrument!.criteria.map(({ layers }) => layers)).toEqual([[], [], ['protocol', 'trigger'], []])
  expect(settings.instrument!.layers).toEqual([
    { id: 'protocol', label: { en: 'Protocol', zh: '促排方案' } },
    { id: 'trigger', label: { en: 'Trigger', zh: '扳机' } },
  ])
  const chinese = reviewSettings({
    config: servedConfig.parse({ compare: ['sft', 'physician'], perLayer: { feasibility: 'all' } }),
    specialty: loadSpecialty('infertility', '.', 'zh'),
    study: 'ivf',
  })
  expect(chinese.layers).toHaveLength(specialty.decisionLayers.length)
  expect(chinese.instrument!.layers[1].label).toEqual({ en: 'Protocol', zh: '促排方案' })
  expect(chinese.instrument!.caseLanguage).toBe('zh')
})

const own = {
  id: 'trust',
  label: 'Trust',
  question: 'Would you trust it?',
  anchors: ['no', 'perhaps', { en: 'yes', zh: '是' }],
}

test('a study can ask its own questions, in one language or two', () => {
  const settings = settingsOf({
    scale: [1, 3],
    criteria: [own],
    comparisons: [{ id: 'overall', label: 'Overall', question: 'Which one?' }],
    tags: [{ id: 'odd', label: 'Odd' }],
    consent: 'I agree.',
  })
  expect(settings.instrument!.criteria[0].anchors[0]).toEqual({ en: 'no', zh: 'no' })
  expect(settings.instrument!.consent).toEqual({ en: 'I agree.', zh: 'I agree.' })
  expect(settings).toMatchObject({ criteria: ['trust'], comparisons: ['overall'], scale: [1, 3] })
})

test.each([
  [{ scale: [1, 7] }, 'expected a text at each of 7 points of "reasoningClarity", got 5'],
  [{ criteria: [own] }, 'expected a text at each of 5 points of "trust", got 3'],
  [{ scale: [1, 3], criteria: [own, own] }, 'expected each id once, got "trust" twice'],
  [{ perLayer: { feasability: 'all' } }, 'did you mean "feasibility"'],
  [{ perLayer: { feasibility: ['triger'] } }, 'expected a decision layer, got "triger"; did you mean "trigger"'],
  [{ comparisons: [{ id: 'better', label: 'x', question: 'y' }] }, 'expected one with the id "overall", got none'],
])('reviewSettings refuses %j', (change, message) => {
  expect(() => settingsOf(change)).toThrow(message)
})
