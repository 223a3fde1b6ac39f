import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Specialty } from '../specialty/index.ts'
import { arbitraryPlan, arbitrarySpecialty } from './arbitrary-specialty.ts'
import { parseCompletion } from './parse.ts'
import { renderCompletion } from './render.ts'

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

test('parseCompletion(renderCompletion(plan, reasoning)) gives both back, for any specialty', () => {
  const cases = arbitrarySpecialty.chain(any => fc.tuple(fc.constant(any), arbitraryPlan(any), texts))
  fc.assert(
    fc.property(cases, ([any, plan, reasoning]) => {
      const [message] = renderCompletion(any, plan, reasoning)
      expect(parseCompletion(any, message.content)).toEqual({ plan, reasoning: normalised(reasoning) })
    }),
    { numRuns: 500 },
  )
})

test('parseCompletion(a line deleted, repeated or garbled) reports it or still reads the same plan', () => {
  const cases = arbitrarySpecialty.chain(any => fc.tuple(fc.constant(any), arbitraryPlan(any), texts))
  const garble = fc.tuple(fc.constantFrom('delete', 'repeat', 'cut', 'insert'), fc.nat(), fc.nat(), fc.string({ minLength: 1, maxLength: 3 }))
  fc.assert(
    fc.property(cases, garble, ([any, plan, reasoning], [how, where, at, noise]) => {
      const lines = renderCompletion(any, plan, reasoning)[0].content.split('\n')
      const i = where % lines.length
      const line = lines[i]
      const inBlock = i >= lines.lastIndexOf('<plan>')
      const position = at % (line.length + 1)
      if (how === 'delete') lines.splice(i, 1)
      else if (how === 'repeat') lines.splice(i, 0, line)
      else if (how === 'cut') lines[i] = line.slice(0, position)
      else lines[i] = line.slice(0, position) + noise + line.slice(position)
      const parsed = parseCompletion(any, lines.join('\n'))
      if (inBlock && (how === 'delete' || how === 'repeat')) expect(parsed).toHaveProperty('errors')
      // A value may be cut or lengthened into another allowed one only if that is what the line now says.
      if ('plan' in parsed && !(how === 'cut' || how === 'insert')) expect(parsed.plan).toEqual(plan)
      if ('plan' in parsed && inBlock) {
        const again = renderCompletion(any, parsed.plan, null)[0].content.split('\n')
        const block = lines.slice(lines.lastIndexOf('<plan>')).map(text => text.trim().replace(/:\s*/, ': '))
        const stated = block.filter(Boolean)
        if (how === 'delete' || how === 'repeat') expect(again).toEqual(stated)
      }
    }),
    { numRuns: 1000 },
  )
})
