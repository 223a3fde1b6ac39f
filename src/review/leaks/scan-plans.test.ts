/** @file Tells of whole arms, what is done about findings, and that nothing of a text stands in any of it. */
import { expect, test } from 'vitest'
import { InputError } from '../../support/index.ts'
import type { PlanText } from './finding.ts'
import { lengthBands } from './length-bands.ts'
import { redactTexts, requireResolved, type Resolution, unresolved } from './resolution.ts'
import { scanPlans } from './scan-plans.ts'
import { templateTells } from './template-tells.ts'

const CASES = 20

/** Twenty cases of two arms; `write` gives the text of an arm and a case. */
const texts = (write: (arm: string, i: number) => string, arms: readonly string[] = ['a-arm', 'b-arm']): PlanText[] =>
  Array.from({ length: CASES }, (_, i) =>
    arms.map(arm => ({ id: `${arm}-${i}`, caseId: `case-${i}`, coupleId: `couple-${i}`, arm, text: write(arm, i) })),
  ).flat()

const BODY = (i: number) =>
  `Age ${25 + i} and a reserve of ${i} follicles favour the antagonist protocol.\n\nDose: ${100 + 5 * i} IU`
const CHINESE = (i: number) => `女方${25 + i}岁，窦卵泡${i}个，建议拮抗剂方案。`

test('templateTells(equal texts) finds nothing', () => {
  expect(templateTells(texts((_, i) => BODY(i)))).toEqual([])
  expect(scanPlans(texts((_, i) => BODY(i)))).toEqual([])
})

test.each<[string, (i: number) => string, string]>([
  ['a heading', i => `Summary:\n${BODY(i)}`, 'has: heading'],
  ['a list', i => `- ${BODY(i)}`, 'has: list -'],
  ['a numbered list', i => `1. ${BODY(i)}`, 'has: list 1.'],
  ['an ending', i => `${BODY(i)}\nPlan stands as written.`, 'has: ending'],
  ['an opening', i => `Considering the reserve: ${BODY(i)}`, 'has: opening'],
  ['bold type', i => `**Plan** ${BODY(i)}`, 'has: bold'],
  ['a language', i => CHINESE(i), 'has: language Chinese'],
  ['a long dash', i => BODY(i).replace(' favour', ' \u2014 favour'), 'has: long dash'],
  ['nothing at all', () => '', 'has: empty'],
])('templateTells(%s in one arm) names it, and where', (_, other, what) => {
  const tells = templateTells(texts((arm, i) => (arm === 'a-arm' ? BODY(i) : other(i))))
  const [tell] = tells.filter(own => own.arm === 'b-arm' && own.what.startsWith(what))
  expect(tell).toMatchObject({ in: 'arm', kind: 'template', severity: 'likely' })
  expect(tell.textIds).toHaveLength(CASES)
})

test('templateTells(what all arms have but one) says what it lacks', () => {
  const write = (arm: string, i: number) => (arm === 'b-arm' ? BODY(i).replace('\n\n', ' ') : BODY(i))
  const tells = templateTells(texts(write, ['a-arm', 'b-arm', 'c-arm']))
  const [tell] = tells.filter(({ what }) => what === 'lacks: line break')
  expect(tell).toMatchObject({ arm: 'b-arm', severity: 'likely' })
  expect(tell.textIds).toHaveLength(CASES)
})

test('templateTells(a list in a tenth of an arm) is a hint, in every arm alike nothing', () => {
  const rare = (only: boolean) => (arm: string, i: number) =>
    i < 3 && (!only || arm === 'b-arm') ? `- ${BODY(i)}` : BODY(i)
  const [tell] = templateTells(texts(rare(true))).filter(({ what }) => what === 'has: list -')
  expect(tell).toMatchObject({ arm: 'b-arm', severity: 'hint', textIds: ['b-arm-0', 'b-arm-1', 'b-arm-2'] })
  expect(templateTells(texts(rare(false)))).toEqual([])
})

test('lengthBands counts each arm in common bands, and says how well length tells it', () => {
  const { arms, limits } = lengthBands(texts((arm, i) => 'x'.repeat(arm === 'a-arm' ? 10 + i : 100 + i)))
  expect(limits).toHaveLength(4)
  // Forty texts in five bands of eight: the short arm fills the first two and half of the third.
  expect(arms.map(({ bands }) => bands)).toEqual([
    [8, 8, 4, 0, 0],
    [0, 0, 4, 8, 8],
  ])
  expect(arms[0].auc).toMatchObject({ value: 0 })
  const found = scanPlans(texts((arm, i) => (arm === 'a-arm' ? BODY(i) : `${BODY(i)} ${'More of it. '.repeat(20)}`)))
  expect(found.filter(({ kind }) => kind === 'length')).toMatchObject([
    { arm: 'a-arm', what: 'shorter than the others', severity: 'likely' },
    { arm: 'b-arm', what: 'longer than the others', severity: 'likely' },
  ])
  expect(lengthBands([])).toEqual({ limits: [], arms: [] })
})

const leaking = texts((arm, i) => (i === 0 && arm === 'a-arm' ? `As an AI, ChatGPT says: ${BODY(i)}` : BODY(i)))
const at = '2026-11-28T08:00:00Z'

test('what must be resolved is, by redaction or by acceptance, and then nothing is open', () => {
  const found = scanPlans(leaking)
  expect(found.map(({ kind }) => kind).sort()).toEqual(['assistant', 'model name'])
  expect(unresolved(found, [])).toHaveLength(2)
  expect(() => requireResolved(found, [])).toThrow(
    'expected no open leaks, got 2 (1 assistant, 1 model name); take each out of its text, or accept it with a reason',
  )
  const resolutions: Resolution[] = found.map(({ id }) => ({
    findingId: id,
    by: 'm.s.',
    at,
    action: 'redact',
    replacement: '[...]',
  }))
  requireResolved(found, resolutions)
  const clean = redactTexts(leaking, found, resolutions)
  expect(clean[0].text).toBe(`[...], [...] says: ${BODY(0)}`)
  expect(clean.slice(1)).toEqual(leaking.slice(1))
  expect(scanPlans(clean)).toEqual([])
  const accepted: Resolution[] = found.map(({ id }) => ({
    findingId: id,
    by: 'm.s.',
    at,
    action: 'accept',
    reason: 'a quotation',
  }))
  requireResolved(found, accepted)
  expect(redactTexts(leaking, found, accepted)).toEqual(leaking)
})

test('places that overlap are taken out once', () => {
  const [text] = texts(() => 'Signed by Dr Hartwell today.')
  const found = scanPlans([text])
  expect(found.length).toBeGreaterThan(1)
  const resolutions: Resolution[] = found.map(({ id }) => ({
    findingId: id,
    by: 'm.s.',
    at,
    action: 'redact',
    replacement: '#',
  }))
  expect(redactTexts([text], found, resolutions)[0].text).not.toMatch(/Hartwell|Dr|Signed/)
})

test('a resolution without a person, a reason or a finding is refused, and so is one of a text that has changed', () => {
  const found = scanPlans(leaking)
  const [{ id }] = found
  const decide = (change: object) => () =>
    requireResolved(found, [{ findingId: id, by: 'm.s.', at, action: 'accept', reason: 'r', ...change } as Resolution])
  expect(decide({ by: ' ' })).toThrow('expected who decided')
  expect(decide({ reason: '' })).toThrow('expected a reason')
  expect(decide({ findingId: 'x' })).toThrow(InputError)
  const changed = scanPlans(leaking.map(text => ({ ...text, text: text.text.replace('ChatGPT', 'ChatGPT now') })))
  expect(changed.map(own => own.id)).not.toContain(id)
  const tells = scanPlans(texts((arm, i) => (arm === 'a-arm' ? BODY(i) : `- ${BODY(i)}`)))
  const redactions = tells.map(
    (tell): Resolution => ({ findingId: tell.id, by: 'm.s.', at, action: 'redact', replacement: '' }),
  )
  expect(() => requireResolved(tells, redactions)).toThrow('expected a reason, got a redaction of a whole arm')
})

test('no finding and no error holds words of a text', () => {
  const secret = texts(
    (arm, i) => `Secretword:\nsecretword ${i} ${arm === 'a-arm' ? 'Dr Secretword' : ''}\nsecretword ends`,
  )
  const found = scanPlans(secret)
  expect(found.length).toBeGreaterThan(10)
  expect(JSON.stringify(found).toLowerCase()).not.toContain('secretword')
  expect(() => requireResolved(found, [])).not.toThrow(/secretword/i)
  expect(() => scanPlans([...secret, secret[0]])).toThrow('expected 41 ids of texts, got 40')
})
