import { expect, test } from 'vitest'
import type { AlignedPolicy } from '../alignment/index.ts'
import type { Engine, Message } from '../engines/index.ts'
import type { PromptRow } from '../prompts/index.ts'
import { fitExemplars } from './exemplar-fit.ts'

const user = (content: string): Message[] => [{ role: 'user', content }]
const assistant = (content: string): Message[] => [{ role: 'assistant', content }]

/** An engine that counts one token a character, with a context of 100. */
const engine = {
  countTokens: async (_: string, conversations: readonly { prompt: readonly Message[] }[]) => ({
    tokens: conversations.map(({ prompt }) => {
      const length = prompt.reduce((sum, { content }) => sum + content.length, 0)
      return { prompt: length, whole: length }
    }),
    contextLength: 100,
  }),
} as unknown as Engine

const policy: AlignedPolicy = {
  arm: 'icl',
  method: 'icl',
  checkpoint: 'policies/base',
  exemplars: ['a', 'b', 'c'].map(name => ({
    recordId: name,
    prompt: user(name.repeat(15)),
    completion: assistant(name.repeat(5)),
  })),
}

const row = (id: string, length: number) =>
  ({ record_id: id, prompt: user('x'.repeat(length)) }) as unknown as PromptRow

test('fitExemplars leaves out whole exemplars, the first ones first, until prompt and answer fit', async () => {
  // Room for the prompt is 100 - 10; three exemplars take 60, two 40, one 20.
  const fitted = await fitExemplars(engine, 'folder', policy, [row('short', 30), row('mid', 31), row('long', 80)], 10)
  expect(fitted.map(({ droppedExemplars }) => droppedExemplars)).toEqual([0, 1, 3])
  expect(fitted[0].prompt.messages).toHaveLength(7)
  expect(fitted[1].prompt.messages[0].content).toBe('b'.repeat(15))
  expect(fitted[2].prompt.messages).toEqual(user('x'.repeat(80)))
})

test('fitExemplars(case too long even alone) keeps none and does not cut the case', async () => {
  const [fitted] = await fitExemplars(engine, 'folder', policy, [row('huge', 500)], 10)
  expect(fitted.droppedExemplars).toBe(3)
  expect(fitted.prompt.messages[0].content).toHaveLength(500)
})

test('fitExemplars(policy without exemplars) changes nothing', async () => {
  const [fitted] = await fitExemplars(engine, 'folder', { ...policy, exemplars: [] }, [row('any', 30)], 10)
  expect(fitted).toEqual({ prompt: { id: 'any', messages: user('x'.repeat(30)) }, droppedExemplars: 0 })
})
