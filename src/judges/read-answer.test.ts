/** @file Answers of a judge: what is of the form is read, anything else is a fault, and nothing is guessed. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultConsent, defaultCriteria, instrumentSchema, overallComparison } from '../review/instrument/index.ts'
import { CHOICES, HARMS } from '../review/index.ts'
import { pairForm, ratingForm } from './answer-form.ts'
import { readAnswer } from './read-answer.ts'

const layers = [{ id: 'dose', label: { en: 'Dose', zh: '剂量' } }]
const [first, second] = defaultCriteria
const instrument = instrumentSchema.parse({
  criteria: [first, { ...second, layers: ['dose'] }],
  comparisons: [overallComparison],
  layers,
  consent: defaultConsent,
})
const decided = {
  reasoning: '',
  decisions: [{ layer: 'dose', group: 'Dose', label: 'Dose', value: '150', applies: true }],
}
const forms = { rating: ratingForm(instrument, [1, 5], decided), pair: pairForm(instrument) }
const end = (text: string) => ({ text, finish: 'end' }) as const
const harms = ['none', ...HARMS] as const

test('readAnswer reads what is of the form, alone or in one fence', () => {
  const score = fc.integer({ min: 1, max: 5 })
  fc.assert(
    fc.property(score, score, fc.constantFrom(...harms), fc.boolean(), (whole, dose, harm, fenced) => {
      const answer = JSON.stringify({ scores: { reasoningClarity: whole, keyInformation: { dose } }, harm })
      expect(readAnswer(end(fenced ? `\`\`\`json\n${answer}\n\`\`\`\n` : ` ${answer}\n`), forms.rating)).toEqual({
        said: {
          scores: [
            { criterion: 'reasoningClarity', layer: null, score: whole },
            { criterion: 'keyInformation', layer: 'dose', score: dose },
          ],
          harm,
        },
      })
    }),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...CHOICES),
      fc.constantFrom(...harms),
      fc.constantFrom(...harms),
      (choice, left, right) => {
        const answer = JSON.stringify({ choices: { overall: choice }, harms: { left, right } })
        expect(readAnswer(end(answer), forms.pair)).toEqual({
          said: { choices: [{ criterion: 'overall', choice }], harms: { left, right } },
        })
      },
    ),
  )
})

const good = { scores: { reasoningClarity: 3, keyInformation: { dose: 2 } }, harm: 'none' }
const other = (changed: object) => JSON.stringify({ ...good, ...changed })

test.each([
  ['', 'empty'],
  ['I cannot judge this.', 'not JSON'],
  [`Here it is: ${JSON.stringify(good)}`, 'not JSON'],
  [`${JSON.stringify(good)}${JSON.stringify(good)}`, 'not JSON'],
  ['null', 'wrong form'],
  [`[${JSON.stringify(good)}]`, 'wrong form'],
  [other({ harm: 'No' }), 'wrong form'],
  [other({ comment: 'her AMH is 0.67' }), 'wrong form'],
  [other({ scores: { reasoningClarity: 6, keyInformation: { dose: 2 } } }), 'wrong form'],
  [other({ scores: { reasoningClarity: 3.5, keyInformation: { dose: 2 } } }), 'wrong form'],
  [other({ scores: { reasoningClarity: '3', keyInformation: { dose: 2 } } }), 'wrong form'],
  [other({ scores: { reasoningClarity: 3 } }), 'wrong form'],
])('readAnswer(%s) is a fault', (text, kind) => {
  const read = readAnswer(end(text), forms.rating)
  expect(read).toMatchObject({ fault: { kind } })
  // What a model says may repeat the record.
  expect(JSON.stringify(read)).not.toMatch(/AMH|comment/)
})

test('readAnswer of half an answer says that it was cut, and takes a whole one that ends at the limit', () => {
  const text = JSON.stringify(good)
  expect(readAnswer({ text: text.slice(0, 30), finish: 'length' }, forms.rating)).toMatchObject({
    fault: { kind: 'cut' },
  })
  expect(readAnswer({ text, finish: 'length' }, forms.rating)).toHaveProperty('said')
})
