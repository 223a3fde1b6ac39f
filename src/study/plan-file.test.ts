/** @file Registration with a study: only the one that has the plan says what could be seen. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { InputError } from '../support/index.ts'
import { loadPlan } from '../analysis/index.ts'
import { planOfReview } from './plan-and-review.ts'
import { checkPlan, checkStudyPlan, planSizeNote, registerPlanFile } from './plan-file.ts'
import { loadStudy } from './study-config.ts'

const root = mkdtempSync(join(tmpdir(), 'bedside-plan-file-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const study = `study: tiny
specialty: infertility
records: { synthetic: { couples: 120, seed: 5, goldShare: 0 } }
arms: { icl: { shots: 1 }, sft: { epochs: 1 } }
`
const plan = `plan: tiny
title: A plan
seed: 4
hypotheses:
  - { id: agreement, question: benchmark, first: sft, second: icl }
`
let folder = ''
let file = ''
let count = 0
beforeEach(() => {
  folder = join(root, String(++count))
  mkdirSync(folder)
  file = join(folder, 'analysis-plan.yaml')
  writeFileSync(file, plan)
})
const write = (name: string, more: string) => {
  writeFileSync(join(folder, name), `${study}${more}`)
  return join(folder, name)
}
const register = (given?: string) => registerPlanFile(file, { signer: 'A. B.', reason: undefined, study: given })

test('registerPlanFile(--study of a study with another plan, or with none) is refused', () => {
  expect(() => register(write('other.yaml', 'plan: another.yaml\n'))).toThrow(
    'a study with this plan, got one with another',
  )
  expect(() => register(write('none.yaml', ''))).toThrow('a study with this plan, got one with none')
  expect(register(write('own.yaml', 'plan: analysis-plan.yaml\n')).seen).toEqual({ benchmark: false, review: false })
})

test('registerPlanFile(beside a study without a plan yet) asks that study, and refuses one with another plan', () => {
  write('study.yaml', 'plan: another.yaml\n')
  expect(() => register()).toThrow('a study with this plan, got one with another')
  write('study.yaml', '')
  expect(register().seen).toEqual({ benchmark: false, review: false })
})

test('registerPlanFile(beside no study) does not know what could be seen', () => {
  expect(register().seen).toEqual({ benchmark: null, review: null })
})

const problemOf = (name: string, more: string): InputError => {
  try {
    checkStudyPlan(loadStudy(write(name, more)))
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error('nothing was found')
}

test.each([
  ['without a title', 'title: A plan\n', '', /title/, 1],
  ['without a seed', 'seed: 4\n', '', /seed/, 1],
  ['with an arm that the study lacks', 'first: sft', 'first: grpo', /the study has no "grpo"/, 5],
])('checkStudyPlan(a plan %s) says so at its place', (_, before, after, says, line) => {
  writeFileSync(file, plan.replace(before, after))
  const error = problemOf('study.yaml', 'plan: analysis-plan.yaml\n')
  expect(error.message).toMatch(says)
  expect(error.place).toMatchObject({ file, line })
})

test('checkStudyPlan(a plan that is not there) says so at its place in the study file, and none is no problem', () => {
  const error = problemOf('study.yaml', 'plan: missing.yaml\n')
  expect(error.place).toMatchObject({ file: join(folder, 'study.yaml'), line: 5 })
  expect(error.message).toContain('got nothing at "missing.yaml"')
  expect(() => checkStudyPlan(loadStudy(write('other.yaml', '')))).not.toThrow()
})

test('checkStudyPlan(a plan that was changed since it was signed) says so', () => {
  const named = write('study.yaml', 'plan: analysis-plan.yaml\n')
  register()
  expect(() => checkStudyPlan(loadStudy(named))).not.toThrow()
  writeFileSync(file, plan.replace('seed: 4', 'seed: 5'))
  expect(problemOf('study.yaml', 'plan: analysis-plan.yaml\n').message).toContain('is not version 1')
})

test('checkPlan(beside a review of another size) computes the power of that size and says that the two differ', () => {
  const asked = plan.replace(
    'agreement, question: benchmark, first: sft, second: icl',
    'liked, question: preference, first: sft, second: icl',
  )
  writeFileSync(file, `${asked}sampleSize: { cases: 60, raters: 3, preference: { win: 0.8 } }\n`)
  const review = (size: string) => `plan: analysis-plan.yaml\nreview: { compare: [sft, icl], ${size} }\n`
  const small = write('study.yaml', review('cases: 10, raters: 2'))
  const { power, sizeNote } = checkPlan(file, small)
  expect(power[0].line).toContain('with 10 cases, 2 raters')
  expect(sizeNote).toContain("for 60 cases by 3 raters, the study's `review` for 10 by 2")
  expect(planSizeNote(file, small)).toBe(sizeNote)
  expect(checkPlan(file, write('study.yaml', review('cases: 60')))).toMatchObject({
    sizeNote: null,
    power: [{ cases: 60 }],
  })
})

test('registerPlanFile keeps the power of the review as it is set, and a line for each claim without one', () => {
  const liked = '  - { id: liked, question: preference, first: sft, second: icl }\n'
  writeFileSync(file, `${plan}${liked}sampleSize: { cases: 60, raters: 3, preference: { win: 0.8 } }\n`)
  write('study.yaml', 'plan: analysis-plan.yaml\nreview: { compare: [sft, icl], cases: 10, raters: 2 }\n')
  const { power } = register()
  expect(power[0]).toContain('Power of a preference question (liked: primary) with 10 cases, 2 raters')
  expect(power.slice(1)).toEqual(['Power of agreement (primary): not computed, sampleSize.benchmark is missing.'])
})

test('planOfReview: a review that says no cases takes 120, or all of a smaller test split, whose size the benchmark has too', () => {
  const benchmark = 'benchmark: { cases: 300, firstOnly: 0.1, secondOnly: 0.05 }'
  writeFileSync(file, `${plan}sampleSize: { cases: 60, raters: 3, ${benchmark} }\n`)
  const sized = (more: string) => {
    const { config } = loadStudy(write('study.yaml', `${more}review: { compare: [sft, icl] }\n`))
    const { plan: own, note } = planOfReview(loadPlan(file).plan, config)
    return { cases: own.sampleSize?.cases, tested: own.sampleSize?.benchmark?.cases, note }
  }
  expect(sized('')).toMatchObject({ cases: 120, tested: 300, note: expect.stringContaining('for 120 by 3') })
  const small = sized('split: { test: 45 }\n')
  expect(small).toMatchObject({ cases: 45, tested: 45 })
  expect(small.note).toContain('for 300 test cases, `split.test` has 45 couples')
  const wide = loadStudy(write('wide.yaml', 'split: { test: 45 }\nreview: { compare: [sft, icl], cases: 50 }\n')).config
  expect(planOfReview(loadPlan(file).plan, wide).note).toContain('50 cases are to be reviewed, and `split.test` has 45')
})

test('checkPlan(a rating of two arms that no visit rates both) is refused', () => {
  const claim = 'clarity, question: rating, first: sft, second: icl, criterion: reasoningClarity'
  writeFileSync(file, plan.replace('agreement, question: benchmark, first: sft, second: icl', claim))
  const tasks = 'tasks: { pairs: { of: [[sft, physician], [icl, physician]] } }'
  const named = write('study.yaml', `plan: analysis-plan.yaml\nreview: { compare: [sft, icl, physician], ${tasks} }\n`)
  expect(() => checkPlan(file, named)).toThrow(/no visit .* rates both "sft" and "icl"/)
})

test('checkPlan(a pair that one visit in three compares) has the power of those visits; one that none compares is refused', () => {
  const claims = 'liked, question: preference, first: sft, second: icl'
  const asked = plan.replace('agreement, question: benchmark, first: sft, second: icl', claims)
  writeFileSync(file, `${asked}sampleSize: { cases: 60, raters: 3, preference: { win: 0.8 } }\n`)
  const review = (tasks: string) =>
    `plan: analysis-plan.yaml\nreview: { compare: [sft, icl, physician], cases: 60, raters: 3${tasks} }\n`
  const [third] = checkPlan(file, write('study.yaml', review(''))).power
  const [whole] = checkPlan(file, write('study.yaml', review(', tasks: { pairs: { perCase: all } }'))).power
  expect(third.line).toContain('33.3 % of the visits of the review show the two arms, which leaves 60 cases by 1')
  expect(third.power).toBeLessThan(whole.power)
  const others = review(', tasks: { pairs: { of: [[sft, physician]] }, ratings: all }')
  expect(() => checkPlan(file, write('study.yaml', others))).toThrow(/no visit .* compares "sft" and "icl"/)
})

test('checkPlan(a criterion that the review does not ask) is refused at its line, with those that it asks', () => {
  const claim = (question: string, criterion: string) =>
    writeFileSync(
      file,
      `${plan}  - { id: x, question: ${question}, first: sft, second: icl, criterion: ${criterion} }\n`,
    )
  const review = (more: string) => write('study.yaml', `review: { compare: [icl, sft, physician]${more} }\n`)
  review('')
  claim('rating', 'feasability')
  expect(() => checkPlan(file)).toThrow(/analysis-plan.yaml:6:\d+.*no "feasability", expected one of .*feasibility/)
  claim('rating', 'feasibility')
  expect(() => checkPlan(file)).not.toThrow()
  // A criterion that is scored layer by layer has no score of the plan as a whole.
  review(', perLayer: { feasibility: [strategy] }')
  expect(() => checkPlan(file)).toThrow(/feasibility \(strategy\)/)
  claim('rating', '"feasibility (strategy)"')
  expect(() => checkPlan(file)).not.toThrow()
  claim('preference', 'clarity')
  expect(() => checkPlan(file)).toThrow(/no "clarity", expected one of overall/)
})
