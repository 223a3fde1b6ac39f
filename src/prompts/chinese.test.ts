import fc from 'fast-check'
import { expect, test } from 'vitest'
import { infertilityIn } from '../specialty/infertility/index.ts'
import { applicableLayers, type DecisionLayer, type Plan, type Specialty } from '../specialty/index.ts'
import { parseCompletion } from './parse.ts'
import { renderCompletion, renderPrompt } from './render.ts'

const chinese = infertilityIn('zh')

test('renderPrompt(Chinese) uses Chinese labels, values, units and phrases', () => {
  const fields = { femaleAge: 34, tubalStatus: 'both blocked', pcos: true, amh: 2, dnaFragmentation: 'not done' }
  const text = renderPrompt(chinese, { fields }, { units: 'other', values: 'all', options: 'unlisted' })[0].content
  expect(text.split('\n').slice(1, 5)).toEqual([
    '女方年龄: 34 岁',
    'AMH: 14.3 pmol/L',
    '输卵管: 双侧阻塞',
    '多囊卵巢综合征: 是',
  ])
  expect(text).toContain('未查: 精子DNA碎片率')
  expect(text).toMatch(/未记录: BMI、/)
})

test('renderPrompt(Chinese, listed) writes the options of each layer in Chinese', () => {
  const text = renderPrompt(chinese, { fields: {} })[0].content
  expect(text).toContain('受精方式: IVF | ICSI | 半ICSI (若 助孕策略: 体外受精 | ')
})

const valueFor = (layer: DecisionLayer): fc.Arbitrary<string | number> =>
  layer.type === 'numeric'
    ? fc
        .integer({ min: 0, max: 20 })
        .map(i => (layer.range?.[0] ?? 0) + i * (layer.step ?? 1))
        .filter(value => value <= (layer.range?.[1] ?? 0))
    : fc.constantFrom(...layer.options)

/** Any plan that has exactly its applicable layers. */
const planOf = (specialty: Specialty): fc.Arbitrary<Plan> =>
  fc.tuple(...specialty.decisionLayers.map(valueFor)).map(values => {
    const plan: Record<string, string | number> = {}
    specialty.decisionLayers.forEach((layer, i) => {
      if (applicableLayers(specialty, plan).includes(layer)) plan[layer.name] = values[i]
    })
    return plan
  })

test.each(['en', 'zh'] as const)('parseCompletion is the inverse of renderCompletion (infertility, %s)', language => {
  const specialty = infertilityIn(language)
  fc.assert(
    fc.property(planOf(specialty), plan => {
      const text = renderCompletion(specialty, plan, '理由 and reasons.')[0].content
      expect(parseCompletion(specialty, text)).toEqual({ plan, reasoning: '理由 and reasons.' })
    }),
  )
})
