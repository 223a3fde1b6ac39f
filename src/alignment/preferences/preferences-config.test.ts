import { expect, test } from 'vitest'
import { pairsConfig } from './preferences-config.ts'

test('pairsConfig({}) samples four completions at temperature 1', () => {
  expect(pairsConfig.parse({})).toEqual({ source: 'sampled', samples: 4, temperature: 1, maxNewTokens: 256 })
})

test('pairsConfig takes a file with source "file" only', () => {
  expect(pairsConfig.parse({ source: 'file', file: 'pairs.jsonl' }).file).toBe('pairs.jsonl')
  const problems = [
    { source: 'file' },
    { file: 'pairs.jsonl' },
    { source: 'perturbed', file: 'pairs.jsonl' },
    { source: 'file', file: 'pairs.jsonl', prompts: 3 },
  ].map(input => pairsConfig.safeParse(input).error?.issues.map(({ path, message }) => [path.join('.'), message]))
  expect(problems).toEqual([
    [['file', 'expected the path of a file of pairs, got undefined']],
    [['file', 'expected no file with source "sampled", got one']],
    [['file', 'expected no file with source "perturbed", got one']],
    [['prompts', 'expected no number with source "file", whose pairs are all taken, got one']],
  ])
})

test.each([[{ source: 'best' }], [{ samples: 0 }], [{ temperature: 0 }], [{ maxNewTokens: 1.5 }], [{ smaples: 4 }]])(
  'pairsConfig(%j) is refused',
  input => {
    expect(pairsConfig.safeParse(input).success).toBe(false)
  },
)
