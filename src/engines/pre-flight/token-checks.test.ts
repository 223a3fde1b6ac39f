import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadTokenizer, openTokenizer, type Tokenizer } from '../../model/index.ts'
import type { Message } from '../engine.ts'
import { checkEndOfTurn } from './end-of-turn.ts'
import { checkEndTokens } from './end-tokens.ts'
import { checkLossTokens, lossTokens } from './loss-tokens.ts'
import { maskSample } from './mask-sample.ts'
import { rowCounter } from './row-tokens.ts'
import { checkDay, checkTemplate } from './template-check.ts'
import { checkLengths, quantiles } from './token-census.ts'
import type { TrainingRow } from './training-rows.ts'

const FOREIGN = join(import.meta.dirname, '../../model/fixtures/foreign-tokenizers')
const qwen = loadTokenizer(join(FOREIGN, 'qwen2'))
const llama = loadTokenizer(join(FOREIGN, 'llama3'))
const [END] = qwen.endTokenIds

const row = (line: number, prompt: string, ...texts: readonly string[]): TrainingRow => ({
  id: `r${line}`,
  split: 'train',
  line,
  prompt: [{ role: 'user', content: prompt }],
  completions: texts.map(content => ({ name: 'completion', messages: [{ role: 'assistant', content }] })),
})
const count = (rows: readonly TrainingRow[], tokenizer: Tokenizer = qwen) =>
  rows.map(rowCounter(tokenizer, new Set(tokenizer.endTokenIds)))
const lines = (findings: readonly { readonly records: readonly { readonly line: number }[] }[]) =>
  findings.map(({ records }) => records.map(({ line }) => line))

test('a row is counted as the tokenizer encodes it', () => {
  const [counted] = count([row(1, 'Which protocol?', 'The antagonist.')])
  const { ids, promptLength } = qwen.encodeExample(counted.row.prompt, counted.row.completions[0].messages)
  expect(counted).toMatchObject({ refused: null, prompt: promptLength })
  expect(counted.completions).toEqual([{ name: 'completion', whole: ids.length, goesOn: true, ends: true }])
})

test('a row whose prompt is not how the whole begins is found', () => {
  const shifting = openTokenizer({
    ...qwen.files,
    chatTemplate: qwen.files.chatTemplate.replace(
      "message.role + '\\n'",
      "message.role + (' ' if message.content == 'odd' else '\\n')",
    ),
  })
  const counted = count([row(1, 'q', 'a'), row(2, 'q', 'odd'), row(3, 'q', 'b')], shifting)
  const [finding, ...others] = checkTemplate(counted)
  expect(others).toEqual([])
  expect(finding).toMatchObject({ severity: 'error', check: 'template', records: [{ id: 'r2', line: 2 }] })
})

test('a template that writes the day into the prompts is warned of', () => {
  expect(checkDay(qwen.files.chatTemplate)).toEqual([])
  const [finding] = checkDay(`{{ strftime_now('%d %b %Y') }}${qwen.files.chatTemplate}`)
  expect(finding).toMatchObject({ severity: 'warning', check: 'template', records: [] })
})

test('a special token in a text, and a conversation that the template refuses, are found by their rows', () => {
  expect(
    lines(checkTemplate(count([row(1, 'q', 'a'), row(2, 'q <|im_end|>', 'a'), row(3, 'q', '<|im_start|>')]))),
  ).toEqual([[2, 3]])
  const refusing = openTokenizer({
    ...qwen.files,
    chatTemplate: `{% if messages[0]['content'] == 'no' %}{{ raise_exception('no') }}{% endif %}${qwen.files.chatTemplate}`,
  })
  const findings = checkTemplate(count([row(1, 'q', 'a'), row(2, 'no', 'a')], refusing))
  expect(lines(findings)).toEqual([[2]])
  // What the template says may hold the conversation: only ours is printed.
  expect(findings[0].says).not.toContain('no,')
})

test('rows over the context are found with their tokens; the room for new ones counts', () => {
  const rows = [row(1, 'a'), row(2, 'a b c d e f g')]
  const [short, long] = count(rows)
  const at = (contextLength: number, room: number) =>
    checkLengths([short, long], { contextLength, room }).flatMap(({ severity, records }) =>
      severity === 'error' ? records.map(({ line, tokens }) => [line, tokens]) : [],
    )
  expect(at(long.prompt, 0)).toEqual([])
  expect(at(long.prompt - 1, 0)).toEqual([[2, long.prompt]])
  expect(at(long.prompt, 1)).toEqual([[2, long.prompt + 1]])
  expect(at(short.prompt + 9, 10)).toEqual([
    [1, short.prompt + 10],
    [2, long.prompt + 10],
  ])
})

test('quantiles are order statistics', () => {
  expect(quantiles([])).toEqual({ median: 0, p95: 0, max: 0, sum: 0 })
  expect(quantiles([3, 1, 2])).toEqual({ median: 2, p95: 3, max: 3, sum: 6 })
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 1 }), lengths => {
      const { median, p95, max } = quantiles(lengths)
      const below = (limit: number) => lengths.filter(length => length <= limit).length / lengths.length
      expect(below(median)).toBeGreaterThanOrEqual(0.5)
      expect(below(median - 1)).toBeLessThan(0.5)
      expect(below(p95)).toBeGreaterThanOrEqual(0.95)
      expect(below(p95 - 1)).toBeLessThan(0.95)
      expect(max).toBe(Math.max(...lengths))
    }),
  )
})

test('the share of loss tokens: completions of the training rows; a warning below 5 %', () => {
  const rows = [row(1, 'q', 'a'), { ...row(2, 'q', 'a b c'), split: 'validation' as const }]
  const counted = count(rows)
  // 'a', the end token and the line end after it.
  expect(lossTokens(counted)).toEqual({ loss: 3, all: counted[0].completions[0].whole })
  expect(checkLossTokens(counted, false)[0].severity).toBe('note')
  expect(checkLossTokens(count([row(1, 'q '.repeat(60), 'a')]), false)[0].severity).toBe('warning')
  expect(checkLossTokens(counted, true)[0].says).toContain('all')
  expect(checkLossTokens(count([row(1, 'q')]), false)).toEqual([])
})

const sound = { tokenizer: END, model: [END], padding: END + 1 }

test('completions without an end token are found by their rows; white space may follow it', () => {
  const open = openTokenizer({
    ...qwen.files,
    chatTemplate: qwen.files.chatTemplate.replace("+ '<|im_end|>' + '\\n'", "+ '\\n'"),
  })
  expect(checkEndTokens(sound, count([row(1, 'q', 'a')]))).toEqual([])
  expect(lines(checkEndTokens(sound, count([row(1, 'q', 'a'), row(2, 'r', 'b')], open)))).toEqual([[1, 2]])
})

test('a text after the end token is no end', () => {
  const more = openTokenizer({
    ...qwen.files,
    chatTemplate: `${qwen.files.chatTemplate}{% if not add_generation_prompt %}bye{% endif %}`,
  })
  expect(lines(checkEndTokens(sound, count([row(1, 'q', 'a')], more)))).toEqual([[1]])
})

test('an end token that the model does not know, or that is the padding token, is a warning', () => {
  const warnings = (tokens: Partial<typeof sound> | { padding: null }) =>
    checkEndTokens({ ...sound, ...tokens }, []).map(({ severity }) => severity)
  expect(warnings({})).toEqual([])
  expect(warnings({ model: [END + 7] })).toEqual(['warning'])
  expect(warnings({ padding: END })).toEqual(['warning'])
  expect(warnings({ padding: null })).toEqual(['warning'])
})

test('checkEndOfTurn: GRPO must see the end that the template writes', () => {
  expect(checkEndOfTurn(qwen, row(1, 'q'))).toEqual([])
  expect(checkEndOfTurn(llama, row(1, 'q'))).toEqual([])
  const base = openTokenizer({
    ...llama.files,
    tokenizerConfig: { ...llama.files.tokenizerConfig, eos_token: '<|end_of_text|>' },
  })
  expect(checkEndOfTurn(base, row(1, 'q')).map(({ severity, check }) => [severity, check])).toEqual([
    ['error', 'end-token'],
  ])
})

test('maskSample shows the prompt and the completion as they are trained on', () => {
  const prompt: readonly Message[] = [{ role: 'user', content: 'Which?' }]
  const sample = maskSample(qwen, { ...row(4, '', 'This.'), prompt }, false)
  const { ids, promptLength } = qwen.encodeExample(prompt, [{ role: 'assistant', content: 'This.' }])
  expect(sample).toBe(
    [
      'train line 4, id r4',
      `=== prompt: ${promptLength} tokens, not learnt ===`,
      '<|im_start|>system\nYou help.<|im_end|>\n<|im_start|>user\nWhich?<|im_end|>\n<|im_start|>assistant\n',
      `=== completion: ${ids.length - promptLength} tokens, learnt ===`,
      'This.<|im_end|>\n',
      '=== end ===\n',
    ].join('\n'),
  )
})
