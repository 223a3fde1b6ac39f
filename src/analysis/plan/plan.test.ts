/** @file The plan, its register and the roles that follow from it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { iutPower, logitSdForIcc, mcnemarPower } from '../../statistics/index.ts'
import type { AnalysisPlan, Hypothesis } from './analysis-plan.ts'
import { describePlan } from './describe-plan.ts'
import { loadCurrentPlan, loadPlan } from './load-plan.ts'
import { plannedPower, powerNotComputed } from './planned-power.ts'
import { readRegister, registerFile, registerPlan, type Seen } from './registration.ts'
import { roleOf } from './role.ts'

const folder = mkdtempSync(join(tmpdir(), 'bedside-plan-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = `plan: demo
title: A plan
seed: 4
hypotheses:
  - { id: paradox, question: paradox, preferred: sft, accurate: grpo }
  - { id: clarity, question: rating, first: sft, second: grpo, criterion: clarity }
  - { id: feasibility, question: rating, first: sft, second: grpo, criterion: feasibility, direction: first-higher }
  - { id: agreement, question: benchmark, first: grpo, second: sft }
  - { id: liked, question: preference, first: sft, second: physician, margin: 0.1, role: secondary }
`
let file: string
let count = 0
beforeEach(() => {
  file = join(folder, `plan-${++count}.yaml`)
  writeFileSync(file, text)
})

const nothingSeen: Seen = { benchmark: false, review: false }
const sign = (plan: AnalysisPlan, changes: Partial<Parameters<typeof registerPlan>[2]> = {}) =>
  registerPlan(file, plan, {
    signer: 'A. Statistician',
    registeredAt: '2026-11-01T00:00:00.000Z',
    reason: null,
    seen: nothingSeen,
    power: [],
    ...changes,
  })
const rewrite = (from: string, to: string) => writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
const hypothesis = (plan: AnalysisPlan, id: string) => plan.hypotheses.find(one => one.id === id) as Hypothesis

test('the hash of a plan does not depend on spaces, comments or the order of keys, but on every value', () => {
  const { hash } = loadPlan(file)
  rewrite('title: A plan\nseed: 4', '# a comment\nseed: 4\ntitle:   A plan')
  expect(loadPlan(file).hash).toBe(hash)
  rewrite('seed: 4', 'seed: 5')
  expect(loadPlan(file).hash).not.toBe(hash)
})

test.each([
  ['seed: 4', 'seed: 4\nsede: 1', /Unrecognized key|unknown|sede/],
  ['first: grpo, second: sft }', 'first: grpo, second: physician }', /agrees with the record by construction/],
  ['second: physician', 'second: sft', /expected two different arms, got "sft" twice/],
  ['id: clarity', 'id: feasibility', /expected different ids, got "feasibility" twice/],
  ['criterion: feasibility', 'criterion: clarity', /expected each comparison once, got that of "clarity" again/],
  [
    '  - { id: liked,',
    '  - { id: one, question: preference, first: physician, second: sft, margin: 0.2 }\n  - { id: liked,',
    /expected each comparison once, got that of "one" again/,
  ],
])('a plan with %j as %j is refused with its place', (from, to, message) => {
  rewrite(from, to)
  expect(() => loadPlan(file)).toThrow(message)
  expect(() => loadPlan(file)).toThrow(/plan-\d+\.yaml:\d+:\d+/)
})

test('registration chains versions, asks for a reason, and refuses what is registered already', () => {
  const first = sign(loadPlan(file).plan)
  expect(first).toMatchObject({ version: 1, reason: null, previous: null })
  expect(() => sign(loadPlan(file).plan)).toThrow('registered already, as version 1')
  rewrite('seed: 4', 'seed: 5')
  expect(() => loadCurrentPlan(file)).toThrow('the plan is not version 1')
  expect(() => sign(loadPlan(file).plan)).toThrow('say why with --reason')
  const second = sign(loadPlan(file).plan, { reason: 'another seed' })
  expect(second).toMatchObject({ version: 2, reason: 'another seed', previous: first.hash })
  expect(loadCurrentPlan(file).versions).toHaveLength(2)
})

test('a register that was changed by hand is refused', () => {
  sign(loadPlan(file).plan)
  const register = registerFile(file)
  const whole = readFileSync(register, 'utf8')
  for (const [from, to] of [
    ['"alpha": 0.05', '"alpha": 0.1'],
    ['A. Statistician', 'B. Statistician'],
    ['2026-11-01T00', '2026-10-01T00'],
    ['"benchmark": false', '"benchmark": null'],
  ]) {
    expect(whole).toContain(from)
    writeFileSync(register, whole.replace(from, to))
    expect(() => readRegister(file), to).toThrow('version 1 was changed after it was signed')
  }
  writeFileSync(register, '{')
  expect(() => readRegister(file)).toThrow('expected JSON')
})

test('a hypothesis keeps its role only when it was registered before what it looks at', () => {
  const { plan } = loadPlan(file)
  const [paradox, clarity, agreement, liked] = ['paradox', 'clarity', 'agreement', 'liked'].map(id =>
    hypothesis(plan, id),
  )
  const unrated = { firstRatedAt: null, undated: false }
  const ratedFrom = (firstRatedAt: string, undated = false) => ({ firstRatedAt, undated })
  expect(roleOf(clarity, [], unrated)).toEqual({ role: 'exploratory', because: 'the plan is not registered' })
  const version = sign(plan)
  expect(roleOf(clarity, [version], unrated)).toEqual({ role: 'primary' })
  expect(roleOf(liked, [version], unrated)).toEqual({ role: 'secondary' })
  expect(roleOf(clarity, [version], ratedFrom('2026-10-31T00:00:00.000Z')).because).toBe(
    'registered after the first rating',
  )
  const late = { ...version, seen: { benchmark: true, review: false } }
  expect(roleOf(agreement, [late], null).because).toBe('registered after the benchmark')
  expect(roleOf(paradox, [late], unrated).role).toBe('exploratory')
  expect(roleOf(clarity, [late], unrated).role).toBe('primary')
  const unknown = { ...version, seen: { benchmark: null, review: null } }
  expect(roleOf(agreement, [unknown], null).because).toBe('registered without a study file')
  // A time of rating after the registration says more than what lay in the folder.
  expect(roleOf(clarity, [unknown], ratedFrom('2026-11-02T00:00:00.000Z')).role).toBe('primary')
  // One dated line says nothing of the lines without a time.
  expect(roleOf(clarity, [unknown], ratedFrom('2026-11-02T00:00:00.000Z', true)).role).toBe('exploratory')
  expect(roleOf(clarity, [version], ratedFrom('2026-11-02T00:00:00.000Z', true)).role).toBe('primary')
})

test('a hypothesis that an amendment leaves alone counts from its first version, a changed one from the amendment', () => {
  sign(loadPlan(file).plan)
  rewrite('margin: 0.1', 'margin: 0.2')
  const amended = loadPlan(file).plan
  sign(amended, { reason: 'a wider margin', registeredAt: '2026-11-20T00:00:00.000Z' })
  const { versions } = loadPlan(file)
  expect(roleOf(hypothesis(amended, 'clarity'), versions, ratedOnce).role).toBe('primary')
  expect(roleOf(hypothesis(amended, 'liked'), versions, ratedOnce).role).toBe('exploratory')
})

const ratedOnce = { firstRatedAt: '2026-11-10T00:00:00.000Z', undated: false }

test.each([
  ['the level of significance', 'seed: 4', 'seed: 4\nalpha: 0.1', 'exploratory'],
  ['the seed', 'seed: 4', 'seed: 5', 'exploratory'],
  ['the resamples', 'seed: 4', 'seed: 4\nresamples: 2000', 'exploratory'],
  ['the ties', 'seed: 4', 'seed: 4\nties: left-out', 'exploratory'],
  ['what is left out', 'seed: 4', 'seed: 4\nexclusions: [{ what: rater, id: r7, reason: late }]', 'exploratory'],
  ['the number of raters', 'seed: 4', 'seed: 4\nfewestRaters: 3', 'exploratory'],
  ['a claim of the same family', ', direction: first-higher', '', 'exploratory'],
  ['a claim of the same family, dropped', / {2}- \{ id: feasibility.*\n/, '', 'exploratory'],
  ['a claim of another family', 'margin: 0.1', 'margin: 0.2', 'primary'],
  ['the title', 'title: A plan', 'title: The plan', 'primary'],
  [
    'a new claim of the same family',
    '  - { id: agreement',
    '  - { id: use, question: rating, first: sft, second: grpo, criterion: use }\n  - { id: agreement',
    'primary',
  ],
])('after an amendment, seen, of %s a claim has the role that is left to it', (_, from, to, role) => {
  sign(loadPlan(file).plan)
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
  sign(loadPlan(file).plan, { reason: 'seen', registeredAt: '2026-11-20T00:00:00.000Z' })
  const { plan, versions } = loadPlan(file)
  expect(roleOf(hypothesis(plan, 'clarity'), versions, ratedOnce).role).toBe(role)
})

test('describePlan says every claim, its family and its test', () => {
  const lines = describePlan(loadPlan(file).plan).join('\n')
  expect(lines).toContain('Family rating: 2 hypotheses, adjusted together by Holm')
  expect(lines).toContain(
    'feasibility (primary): these raters score sft higher than grpo on feasibility; Wilcoxon signed-rank test of the case means, one-sided',
  )
  expect(lines).toContain('and whether sft is not worse by 0.1 or more, one-sided')
  expect(lines).toMatch(
    /paradox \(primary\): grpo agrees with the record more often than sft on whole-plan, and these raters prefer sft/,
  )
  expect(lines).toContain('The paradox, family paradox: one, without a correction')
  rewrite('seed: 4', 'seed: 4\nexclusions: [{ what: case, id: c1, reason: a slip }]')
  rewrite(
    '  - { id: clarity',
    '  - { id: other, question: paradox, preferred: grpo, accurate: sft }\n  - { id: clarity',
  )
  const more = describePlan(loadPlan(file).plan).join('\n')
  expect(more).toContain('The paradox, family paradox: 2, adjusted together by Holm')
  expect(more).toContain('Left out of the review, not of the benchmark: case c1 (a slip).')
})

test('plannedPower counts the claims of other questions that stand in the same family', () => {
  const size = 'sampleSize: { cases: 20, raters: 1, benchmark: { cases: 200, firstOnly: 0.16, secondOnly: 0.08 } }'
  const inFamily = text.replaceAll('question: rating', 'family: benchmark, question: rating')
  writeFileSync(file, `${inFamily}${size}\n`)
  expect(plannedPower(loadPlan(file).plan)[0].alpha).toBeCloseTo(0.05 / 3, 12)
})

test('plannedPower simulates every assumption, at the level that the first step of Holm has', () => {
  const size =
    'sampleSize: { cases: 60, raters: 3, preference: { win: 0.7 }, rating: { difference: 0.5 }, ' +
    'benchmark: { cases: 200, firstOnly: 0.16, secondOnly: 0.08 } }'
  expect(plannedPower(loadPlan(file).plan)).toEqual([])
  writeFileSync(file, `${text}${size}\n`)
  const found = plannedPower(loadPlan(file).plan)
  expect(found.map(({ question, alpha }) => [question, alpha])).toEqual([
    ['preference', 0.05],
    ['rating', 0.025],
    ['benchmark', 0.05],
    ['paradox', 0.05],
  ])
  for (const { power, needed, cases } of found) {
    expect(power).toBeGreaterThan(0.15)
    expect(power >= 0.8).toBe((needed ?? Infinity) <= cases)
  }
  expect(found[2].standardError).toBeNull()
  expect(powerNotComputed(loadPlan(file).plan)).toEqual([])
})

test('plannedPower(paradox) is the power of the intersection-union test, says its claim, and what to do where it is low', () => {
  const assumed = 'preference: { win: 0.65 }, benchmark: { cases: 300, firstOnly: 0.05, secondOnly: 0.1 }'
  writeFileSync(file, `${text}sampleSize: { cases: 60, raters: 3, ${assumed} }\n`)
  const paradox = plannedPower(loadPlan(file).plan, { search: false })[2]
  const preference = { raters: 3, winProbability: 0.65, tieRate: 0.15, caseSd: logitSdForIcc(0.65, 0.3) }
  // The larger share is the accurate arm's, whichever side of the benchmark claim it stands on.
  const design = { cases: 60, preferredOnly: 0.05, accurateOnly: 0.1, preference, alpha: 0.05, seed: 4 }
  expect(paradox).toMatchObject({ question: 'paradox', power: iutPower(design).power, needed: null })
  expect(paradox.power).toBeLessThan(0.2)
  expect(paradox.line).toMatch(
    /^Power of a paradox question \(paradox: primary\) with 60 cases.* This is low: .*`review\.cases`/,
  )
})

test('plannedPower(benchmark claims that are all one-sided) is that of the one-sided test', () => {
  const size = 'sampleSize: { cases: 20, raters: 1, benchmark: { cases: 300, firstOnly: 0.1, secondOnly: 0.05 } }'
  const design = { firstOnly: 0.1, secondOnly: 0.05, alpha: 0.05 }
  const powerOf = (plan: string) => {
    writeFileSync(file, `${plan}${size}\n`)
    return plannedPower(loadPlan(file).plan, { search: false })[0]
  }
  expect(powerOf(text).power).toBe(mcnemarPower(300, design).power)
  const oneSided = powerOf(text.replace(/(question: benchmark.*?) \}/, '$1, direction: first-higher }'))
  expect(oneSided.power).toBe(mcnemarPower(300, { ...design, alternative: 'greater' }).power)
  expect(oneSided.line).toContain('one-sided; for 80 %')
})

test('powerNotComputed names what each claim lacks, and a size that is not stated', () => {
  writeFileSync(file, `${text}sampleSize: { cases: 60, raters: 3, preference: { win: 0.7 } }\n`)
  const lines = powerNotComputed(loadPlan(file).plan)
  expect(lines).toContain('Power of paradox (primary): not computed, sampleSize.benchmark is missing.')
  expect(lines).toContain('Power of clarity (primary): not computed, sampleSize.rating is missing.')
  expect(lines.some(line => line.includes('liked'))).toBe(false)
  writeFileSync(file, text)
  expect(powerNotComputed(loadPlan(file).plan)).toContain(
    'Power of liked (secondary): not computed, sampleSize is missing.',
  )
})

test('plannedPower counts only visits that show the two arms: one in ten of 60 cases by 3 raters is 18 cases by one', () => {
  const sized = (cases: number, raters: number) =>
    `${text}sampleSize: { cases: ${cases}, raters: ${raters}, preference: { win: 0.7 }, rating: { difference: 0.5 } }\n`
  const powerOf = (size: string, shown?: { preference: number; rating: number }) => {
    writeFileSync(file, size)
    return plannedPower(loadPlan(file).plan, { search: false, ...(shown && { shown }) })
  }
  const shown = { preference: 0.1, rating: 2 / 3 }
  const [preference, rating] = powerOf(sized(60, 3), shown)
  expect(preference.power).toBe(powerOf(sized(18, 1))[0].power)
  expect(rating.power).toBe(powerOf(sized(60, 2))[1].power)
  expect(preference.line).toContain('10 % of the visits of the review show the two arms, which leaves 18 cases by 1')
  const [never] = powerOf(sized(60, 3), { preference: 0, rating: 1 })
  expect(never).toMatchObject({ power: 0 })
  expect(never.line).toContain('no visit of the review shows the two arms')
})
