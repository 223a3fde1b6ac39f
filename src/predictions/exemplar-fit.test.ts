import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation, Message } from '../engines/index.ts'
import type { Exemplar, PromptRow } from '../prompts/index.ts'
import { fitExemplars } from './exemplar-fit.ts'

const user = (content: string): Message[] => [{ role: 'user', content }]
const assistant = (content: string): Message[] => [{ role: 'assistant', content }]

/** Counts one token a character, with a context of 100. */
const count = async (conversations: readonly Conversation[]) => ({
  tokens: conversations.map(({ prompt }) => {
    const length = prompt.reduce((sum, { content }) => sum + content.length, 0)
    return { prompt: length, whole: length }
  }),
  contextLength: 100,
})

const exemplar = (name: string): Exemplar => ({
  recordId: name,
  prompt: user(name.repeat(15)),
  completion: assistant(name.repeat(5)),
  fields: {},
  referencePlan: {},
  synthetic: true,
})
const exemplars = ['a', 'b', 'c'].map(exemplar)

const row = (id: string, length: number) =>
  ({ record_id: id, prompt: user('x'.repeat(length)), fields: {} }) as unknown as PromptRow

const fitInto100 = (rows: readonly PromptRow[], choose: (row: PromptRow) => readonly Exemplar[] = () => exemplars) =>
  fitExemplars(count, rows, choose, 10)

test('fitExemplars leaves out whole exemplars, the first ones first, until prompt and answer fit', async () => {
  // Room for the prompt is 100 - 10; three exemplars take 60, two 40, one 20.
  const fitted = await fitInto100([row('short', 30), row('mid', 31), row('long', 80)])
  expect(fitted.map(({ droppedExemplars }) => droppedExemplars)).toEqual([0, 1, 3])
  expect(fitted.map(found => found.exemplars)).toEqual([['a', 'b', 'c'], ['b', 'c'], []])
  expect(fitted[0].prompt.messages).toHaveLength(7)
  expect(fitted[1].prompt.messages[0].content).toBe('b'.repeat(15))
  expect(fitted[2].prompt.messages).toEqual(user('x'.repeat(80)))
})

test('fitExemplars(exemplars chosen for each case) puts before each case its own', async () => {
  const fitted = await fitInto100([row('one', 30), row('two', 60)], ({ record_id }) =>
    record_id === 'one' ? [exemplars[2]] : [exemplars[1], exemplars[0]],
  )
  expect(fitted.map(found => [found.exemplars, found.droppedExemplars])).toEqual([
    [['c'], 0],
    [['a'], 1],
  ])
})

test('fitExemplars(case too long even alone) keeps none and does not cut the case', async () => {
  const [fitted] = await fitInto100([row('huge', 500)])
  expect(fitted).toMatchObject({ exemplars: [], droppedExemplars: 3 })
  expect(fitted.prompt.messages[0].content).toHaveLength(500)
})

test('fitExemplars(no exemplars) changes nothing', async () => {
  const [fitted] = await fitInto100([row('any', 30)], () => [])
  expect(fitted).toEqual({
    prompt: { id: 'any', messages: user('x'.repeat(30)) },
    exemplars: [],
    droppedExemplars: 0,
  })
})

test('fitExemplars leaves out no more than it must', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 120 }), fc.nat(20), async (length, count) => {
      const many = Array.from({ length: count }, () => exemplar('e'))
      const [{ droppedExemplars }] = await fitInto100([row('any', length)], () => many)
      // Each exemplar takes 20 of the 90 tokens that the prompt may have.
      const room = Math.max(0, Math.floor((90 - length) / 20))
      expect(droppedExemplars).toBe(Math.max(0, count - room))
    }),
  )
})
