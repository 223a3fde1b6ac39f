/** @file Decisions about leaks: what is taken out, what is accepted, and that a redaction is scanned again. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PlanText, Resolution } from '../leaks/index.ts'
import { draftLeakDecisions, readLeakDecisions, whereIsLeak } from './leak-decisions.ts'
import { resolveLeaks } from './resolve-leaks.ts'

const text = (arm: string, number: number, words: string): PlanText => ({
  id: `c${number}/${arm}`,
  caseId: `c${number}`,
  coupleId: `k${number}`,
  arm,
  text: words,
})
const plain = (arm: string, number: number) => text(arm, number, `Case ${number} has a normal reserve. IVF follows.`)
const who = { by: 'R. Example', at: '2026-11-28' }
const redact = (findingId: string): Resolution => ({ findingId, action: 'redact', replacement: '[...]', ...who })
const accept = (findingId: string): Resolution => ({ findingId, action: 'accept', reason: 'a word of ours', ...who })

const texts = [
  text('sft', 1, 'As an AI model I saw Dr. Smith on 3 March 2024. IVF follows.'),
  ...[2, 3, 4].map(number => plain('sft', number)),
  ...[1, 2, 3, 4].map(number => plain('physician', number)),
]
const first = resolveLeaks(texts, [], {})
const findingOf = (kind: string, from = first) => {
  const found = from.findings.find(finding => finding.kind === kind)
  if (found?.in !== 'text') throw new Error(`no finding of kind ${kind}`)
  return found
}

test('resolveLeaks without decisions leaves every text, and says what is open', () => {
  expect(first.texts).toEqual(texts)
  expect(new Set(first.open.map(({ kind }) => kind))).toEqual(
    new Set(['assistant', 'own voice', 'title', 'identifier', 'date']),
  )
  expect(first).toMatchObject({ redacted: 0, unused: [], resolutions: [] })
})

test('what is redacted is gone, what was accepted in the same text stays accepted at its new place', () => {
  const decided = resolveLeaks(texts, [redact(findingOf('title').id), accept(findingOf('date').id)], {})
  const [{ text: shown }] = decided.texts
  expect(shown).toContain('[...]')
  expect(shown).not.toContain('Smith')
  const date = findingOf('date', decided)
  // The name was longer than what stands in its place.
  expect(date.start).toBeLessThan(findingOf('date').start)
  expect(decided.resolutions.map(({ findingId }) => findingId)).toEqual([date.id])
  expect(decided.open.map(({ id }) => id)).not.toContain(date.id)
  expect(decided).toMatchObject({ redacted: 1, unused: [] })
})

test('a redaction that is a tell itself is found in the second scan, and can be decided there', () => {
  const all = [1, 2, 3, 4].map(number => text('sft', number, `Seen by Dr. Smith, case ${number}.`))
  const others = [1, 2, 3, 4].map(number => plain('physician', number))
  const found = resolveLeaks([...all, ...others], [], {})
  const titles = found.findings.filter(({ kind }) => kind === 'title')
  expect(titles).toHaveLength(4)
  const again = resolveLeaks(
    [...all, ...others],
    titles.map(({ id }) => redact(id)),
    {},
  )
  expect(again.findings.some(({ kind }) => kind === 'title')).toBe(false)
  const ofArm = again.open.filter(finding => finding.in === 'arm')
  expect(ofArm.length).toBeGreaterThan(0)
  const decisions = [...titles.map(({ id }) => redact(id)), ...again.open.map(({ id }) => accept(id))]
  expect(resolveLeaks([...all, ...others], decisions, {}).open).toEqual([])
})

test('a decision about a text that has changed fits nothing, and is counted', () => {
  const { id } = findingOf('title')
  const changed = texts.map((one, i) => (i === 0 ? { ...one, text: `Now ${one.text}` } : one))
  expect(resolveLeaks(changed, [accept(id)], {})).toMatchObject({ unused: [id], resolutions: [] })
})

test('a finding about an arm cannot be redacted', () => {
  const arm = resolveLeaks(
    [...[1, 2, 3, 4].map(number => text('sft', number, `Seen? Case ${number}`)), ...texts.slice(4)],
    [],
    {},
  ).findings.find(finding => finding.in === 'arm')
  const given = [...[1, 2, 3, 4].map(number => text('sft', number, `Seen? Case ${number}`)), ...texts.slice(4)]
  expect(() => resolveLeaks(given, [redact(arm!.id)], {})).toThrow('got a redaction of a whole arm')
})

test('the draft has every open finding with its context, and reads as no decision until it is filled in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-leaks-'))
  const file = join(folder, 'review-leaks.yaml')
  expect(readLeakDecisions(file)).toEqual([])
  const draft = draftLeakDecisions(first.open, texts)
  for (const { id } of first.open) expect(draft).toContain(`# - finding: ${id}`)
  expect(draft).toContain('>>>Dr. Smith<<<')
  writeFileSync(file, draft)
  expect(readLeakDecisions(file)).toEqual([])
  const id = findingOf('title').id
  const filled = draft.replace(
    `# - finding: ${id}\n#   redact: "[...]"\n#   by: # who decided\n#   at: # when, such as 2026-11-28`,
    `- finding: ${id}\n  redact: "[...]"\n  by: R. Example\n  at: 2026-11-28`,
  )
  writeFileSync(file, filled)
  expect(readLeakDecisions(file)).toEqual([redact(id)])
  // Decided ones are kept in the next draft.
  writeFileSync(file, draftLeakDecisions([], texts, [redact(id), accept('x')]))
  expect(readLeakDecisions(file)).toEqual([redact(id), accept('x')])
})

test('whereIsLeak names case and arm, never words of a text or their hash; the draft shows the line that recurs', () => {
  const signed = [1, 2, 3].map(number => text('icl', number, `Case ${number}. As ever, your team of the ward.`))
  const others = [1, 2, 3].map(number => plain('physician', number))
  const all = [...signed, ...others]
  const { findings } = resolveLeaks(all, [], {})
  const ending = findings.find(one => one.in === 'arm' && one.arm === 'icl' && one.what.includes('ending'))
  if (ending === undefined) throw new Error('expected an ending that one arm has')
  expect(whereIsLeak(ending, all)).toBe('arm icl: one ending in 3 texts that no other arm has, such as that of case c1')
  expect(draftLeakDecisions([ending], all)).toContain('case c1: Case 1. As ever, your team of the ward.')
  expect(whereIsLeak(findingOf('title'), texts)).toMatch(/^case c1, arm sft, characters \d+ to \d+$/)
})

test.each([
  ['- { finding: a, redact: "x", accept: why, by: me, at: 2026-11-28 }', 'expected either `redact` or `accept`'],
  ['- { finding: a, accept: why, by: me, at: soon }', 'expected a date'],
  ['- { finding: a, accept: why, at: 2026-11-28 }', 'add "by"'],
  [
    '- { finding: a, accept: why, by: me, at: 2026-11-28 }\n- { finding: a, redact: "", by: me, at: 2026-11-28 }',
    'got two',
  ],
])('readLeakDecisions refuses %s', (yaml, message) => {
  const file = join(mkdtempSync(join(tmpdir(), 'bedside-leaks-')), 'review-leaks.yaml')
  writeFileSync(file, yaml)
  expect(() => readLeakDecisions(file)).toThrow(message)
})
