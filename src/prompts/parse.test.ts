import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applicableLayers,
  builtIn,
  type DecisionLayer,
  type Plan,
  type Specialty,
  withoutLayers,
} from '../specialty/index.ts'
import { parseCompletion } from './parse.ts'
import { renderCompletion } from './render.ts'

/** A word or two that could be a label or an option; distinct indices keep labels and options apart. */
const words = fc.stringMatching(/^[A-Za-z\u4e00-\u9fff<>/|.,()%-]{1,8}( [A-Za-z0-9]{1,6})?$/)

/** A layer; numeric ones have a range of up to 40 steps. */
function arbitraryLayer(index: number): fc.Arbitrary<DecisionLayer> {
  const common = words.map(label => ({ name: `layer${index}`, label: `${label}${index}` }))
  const chosen = fc
    .record({
      common,
      type: fc.constantFrom('nominal' as const, 'ordinal' as const),
      options: fc.array(words, { minLength: 2, maxLength: 5 }),
    })
    .map(({ common: named, type, options }) => ({ ...named, type, options: options.map((text, i) => `${text}-${i}`) }))
  const numeric = fc
    .record({
      common,
      low: fc.integer({ min: -50, max: 300 }),
      step: fc.constantFrom(0.25, 1, 12.5, 25),
      steps: fc.integer({ min: 1, max: 40 }),
      unit: fc.option(fc.constantFrom('IU/day', '%', 'mg per day'), { nil: undefined }),
    })
    .map(({ common: named, low, step, steps, unit }) => ({
      ...named,
      type: 'numeric' as const,
      options: [],
      range: [low, low + step * steps] as const,
      step,
      unit,
    }))
  return fc.oneof(chosen, numeric)
}

/** One to four layers; some hang on an option of the layer before. */
const arbitrarySpecialty: fc.Arbitrary<Specialty> = fc.integer({ min: 1, max: 4 }).chain(count =>
  fc
    .record({
      layers: fc.tuple(...Array.from({ length: count }, (_, i) => arbitraryLayer(i))),
      conditional: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
    })
    .map(({ layers, conditional }) => ({
      name: 'arbitrary',
      title: 'Arbitrary',
      instruction: 'Decide.',
      fields: [],
      outcomes: [],
      baselineFields: [],
      decisionLayers: layers.map((layer, i) => {
        const before = layers[i - 1]
        const hangs = conditional[i] && before !== undefined && before.options.length > 0
        return hangs ? { ...layer, appliesWhen: { layer: before.name, values: before.options.slice(0, 1) } } : layer
      }),
    })),
)

/** A plan with a value at every layer that applies. */
function arbitraryPlan(specialty: Specialty): fc.Arbitrary<Plan> {
  const values = specialty.decisionLayers.map(layer => {
    if (layer.type !== 'numeric') return fc.constantFrom(...layer.options)
    const [low, high] = layer.range ?? [0, 0]
    const step = layer.step ?? 1
    return fc.integer({ min: 0, max: Math.round((high - low) / step) }).map(i => low + i * step)
  })
  return fc.tuple(...values).map(drawn => {
    const plan: Record<string, string | number> = {}
    specialty.decisionLayers.forEach((layer, i) => {
      if (applicableLayers(specialty, plan).includes(layer)) plan[layer.name] = drawn[i]
    })
    return plan
  })
}

const specialty: Specialty = {
  name: 'register',
  title: 'A register',
  instruction: 'Decide.',
  fields: [],
  decisionLayers: [
    { name: 'dose', label: 'Dose', type: 'numeric', options: [], range: [100, 300], step: 25, unit: 'IU/day' },
    { name: 'transfer', label: 'Transfer', type: 'nominal', options: ['fresh', 'freeze-all'] },
    {
      name: 'embryos',
      label: 'Embryos',
      type: 'ordinal',
      options: ['1', '2'],
      appliesWhen: { layer: 'transfer', values: ['fresh'] },
    },
  ],
  outcomes: [],
  baselineFields: [],
}

/** Errors of a completion whose block has these lines. */
function errorsOf(...lines: string[]): readonly string[] {
  const parsed = parseCompletion(specialty, ['<plan>', ...lines, '</plan>'].join('\n'))
  return 'errors' in parsed ? parsed.errors : []
}

const texts = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 5 }).map(lines => lines.join('\n')),
)

/** What rendering makes of reasoning text: `\n` line ends, nothing blank around it. */
const normalised = (text: string | null) => text?.replace(/\r\n?/g, '\n').trim() || null

const cases = arbitrarySpecialty.chain(any => fc.tuple(fc.constant(any), arbitraryPlan(any), texts))

test('parseCompletion(renderCompletion(plan, reasoning)) gives both back, for any specialty', () => {
  fc.assert(
    fc.property(cases, ([any, plan, reasoning]) => {
      const [message] = renderCompletion(any, plan, reasoning)
      expect(parseCompletion(any, message.content)).toEqual({ plan, reasoning: normalised(reasoning) })
    }),
    { numRuns: 500 },
  )
})

/** Text without any white space, for comparing what two blocks state. */
const squeezed = (text: string) => text.replace(/\s/g, '')

test('parseCompletion(a line of the block deleted or repeated) is always an error', () => {
  fc.assert(
    fc.property(cases, fc.boolean(), fc.nat(), ([any, plan, reasoning], repeat, where) => {
      const lines = renderCompletion(any, plan, reasoning)[0].content.split('\n')
      const opens = lines.lastIndexOf('<plan>')
      const i = opens + (where % (lines.length - opens))
      lines.splice(i, repeat ? 0 : 1, ...(repeat ? [lines[i]] : []))
      expect(parseCompletion(any, lines.join('\n'))).toHaveProperty('errors')
    }),
    { numRuns: 500 },
  )
})

test('parseCompletion(a garbled line) is an error, or reads exactly what the garbled text states', () => {
  const garble = fc.record({
    where: fc.nat(),
    at: fc.nat(),
    cut: fc.nat({ max: 4 }),
    noise: fc.string({ maxLength: 3 }),
  })
  fc.assert(
    fc.property(cases, garble, ([any, plan, reasoning], { where, at, cut, noise }) => {
      const lines = renderCompletion(any, plan, reasoning)[0].content.split('\n')
      const opens = lines.lastIndexOf('<plan>')
      const i = opens + (where % (lines.length - opens))
      const position = at % (lines[i].length + 1)
      lines[i] = lines[i].slice(0, position) + noise + lines[i].slice(position + cut)
      const parsed = parseCompletion(any, lines.join('\n'))
      if ('errors' in parsed) return
      const read = renderCompletion(any, parsed.plan, null)[0].content
      expect(squeezed(read)).toBe(squeezed(lines.slice(opens).join('\n')))
    }),
    { numRuns: 1000 },
  )
})

test('parseCompletion(any text) never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      expect(parseCompletion(specialty, `<plan>\n${text}\n</plan>`)).toBeTypeOf('object')
    }),
  )
})

test('parseCompletion reads layers in any order, with blanks at line ends and Windows line ends', () => {
  const text = 'Because.\r\n\r\n<plan>\r\nTransfer: freeze-all \r\n\r\nDose:  150 IU/day\r\n</plan>\r\n'
  expect(parseCompletion(specialty, text)).toEqual({
    plan: { dose: 150, transfer: 'freeze-all' },
    reasoning: 'Because.',
  })
})

test('parseCompletion says what is wrong with the block', () => {
  const errors = (text: string) => {
    const parsed = parseCompletion(specialty, text)
    return 'errors' in parsed ? parsed.errors : []
  }
  const block = '<plan>\nDose: 150 IU/day\nTransfer: freeze-all\n</plan>'
  expect(errors('')).toEqual(['no plan block: expected a line "<plan>"'])
  expect(errors('Dose: 150 IU/day')).toEqual(['no plan block: expected a line "<plan>"'])
  expect(errors('<plan>\nDose: 150 IU/day')).toEqual([
    'plan block not closed: expected a line "</plan>" after the plan',
  ])
  expect(errors(`${block}\n${block}`)).toEqual(['second plan block: expected one opening and one closing line'])
  expect(errors(`${block}\nGood luck.`)).toEqual(['text after the plan block: expected nothing after "</plan>"'])
})

test('parseCompletion says what is wrong with each line, and nothing that follows from it', () => {
  const rest = 'Transfer: freeze-all'
  expect(errorsOf('Dose: 150 IU/day', 'Transfre: freeze-all')).toEqual([
    'unknown layer: "Transfre", did you mean "Transfer"?',
    'missing layer: Transfer applies and is not stated',
  ])
  expect(errorsOf('Dose: 150 IU/day', 'nonsense', rest)).toEqual([
    'unreadable line: expected "label: value", got "nonsense"',
  ])
  expect(errorsOf('Dose: 150 IU/day', 'Transfer: frsh')).toEqual([
    'option not allowed: Transfer has no option "frsh", did you mean "fresh"?',
  ])
  expect(errorsOf('Dose: much', rest)).toEqual(['not a number: Dose expects a number, got "much"'])
  expect(errorsOf('Dose: 0150 IU/day', rest)).toEqual(['not a number: Dose expects a number, got "0150 IU/day"'])
  expect(errorsOf('Dose: 150 mg', rest)).toEqual(['wrong unit: Dose expects "IU/day", got "mg"'])
  expect(errorsOf('Dose: 150', rest)).toEqual(['wrong unit: Dose expects "IU/day", got ""'])
  expect(errorsOf('Dose: 450 IU/day', rest)).toEqual(['out of range: Dose expects 100-300 IU/day, got 450'])
  expect(errorsOf('Dose: 160 IU/day', rest)).toEqual([
    'off the step: Dose expects 100 plus a multiple of 25 IU/day, got 160',
  ])
  expect(errorsOf('Dose: 150 IU/day', 'Dose: 175 IU/day', rest)).toEqual(['duplicate layer: Dose is stated twice'])
  expect(errorsOf(rest)).toEqual(['missing layer: Dose applies and is not stated'])
  expect(errorsOf('Dose: 150 IU/day', 'Transfer: fresh')).toEqual(['missing layer: Embryos applies and is not stated'])
  expect(errorsOf('Dose: 150 IU/day', rest, 'Embryos: 1')).toEqual([
    'layer does not apply: Embryos is stated, but the rest of the plan excludes it',
  ])
})

test('parseCompletion passes over a layer that the study goes on without', () => {
  const whole = builtIn['infertility']
  const cut = withoutLayers(whole, ['adjuvant'])
  const text = '<plan>\nStrategy: expectant management\nAdjuvant: none\n</plan>'
  expect(parseCompletion(cut, text)).toEqual({ plan: { strategy: 'expectant management' }, reasoning: null })
  expect(parseCompletion(whole, text)).toHaveProperty('errors')
  expect(renderCompletion(cut, { strategy: 'expectant management', adjuvant: 'none' }, null)).not.toContain('Adjuvant')
})
