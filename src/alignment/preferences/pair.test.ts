import { expect, test } from 'vitest'
import type { PromptRow } from '../../prompts/index.ts'
import { pairRow } from './pair.ts'

const row: Pick<PromptRow, 'record_id' | 'prompt' | 'completion'> = {
  record_id: 'r1',
  prompt: [{ role: 'user', content: 'prompt' }],
  completion: [{ role: 'assistant', content: 'recorded' }],
}

test('pairRow prefers the recorded completion, or the text given', () => {
  const rejected = { text: 'worse', wrongOn: ['protocol'] }
  expect(pairRow(row, 'sampled', rejected)).toEqual({
    prompt: row.prompt,
    chosen: row.completion,
    rejected: [{ role: 'assistant', content: 'worse' }],
    record_id: 'r1',
    source: 'sampled',
    rejected_wrong_on: ['protocol'],
  })
  expect(pairRow(row, 'file', rejected, 'mine').chosen).toEqual([{ role: 'assistant', content: 'mine' }])
})
