import { expect, test } from 'vitest'
import { renderCompletion } from '../../prompts/index.ts'
import { cyclePlan } from '../../specialty/fixtures/cycle-plan.ts'
import type { Plan } from '../../specialty/index.ts'
import { rejectedOf } from './rejected.ts'

const specialty = cyclePlan
const reference = { protocol: 'antagonist', startingDose: 150, fertilisation: 'ICSI' }
const textOf = (plan: Plan, reasoning: string | null = null) => renderCompletion(specialty, plan, reasoning)[0].content
const chosen = textOf(reference, 'Because.')
const end = (text: string) => ({ text, finish: 'end' as const })
const cut = (text: string) => ({ text, finish: 'length' as const })
const choose = (...samples: { text: string; finish: 'end' | 'length' }[]) =>
  rejectedOf({ specialty, reference, chosen, samples })

const right = textOf(reference, 'Another reason.')
const wrongDose = textOf({ ...reference, startingDose: 175 })
const wrongTwice = textOf({ ...reference, protocol: 'mild', fertilisation: 'IVF' })

test('rejectedOf takes the first readable one that is wrong, before an unreadable one', () => {
  expect(choose(end('no plan'), end(right), end(wrongDose), end(wrongTwice))).toEqual({
    text: wrongDose,
    wrongOn: ['startingDose'],
  })
  expect(choose(end(wrongTwice))).toEqual({ text: wrongTwice, wrongOn: ['protocol', 'fertilisation'] })
})

test('rejectedOf takes the first unreadable one when every readable one is right', () => {
  expect(choose(end(right), end('no plan'), end('none here'))).toEqual({ text: 'no plan', wrongOn: ['unreadable'] })
})

test('rejectedOf passes over what was cut and what is blank', () => {
  expect(choose(cut(wrongDose), cut('no plan'), end(' \n'))).toEqual({ none: 'none ended' })
  expect(choose(cut(wrongDose), end(wrongTwice))).toMatchObject({ text: wrongTwice })
  expect(choose()).toEqual({ none: 'none ended' })
})

test('rejectedOf(the chosen text, or the recorded plan with other reasons) is none: all right', () => {
  expect(choose(end(`${chosen}\n`), end(right), cut('no plan'))).toEqual({ none: 'all right' })
  // A supplied chosen text that does not read as a plan is still never its own opposite.
  expect(rejectedOf({ specialty, reference, chosen: 'free text', samples: [end(' free text')] })).toEqual({
    none: 'all right',
  })
})
