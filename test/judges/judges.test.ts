/** @file Judges behind a real server on this machine: what is sent, what is read, and how known behaviour is told. SYNTHETIC. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pageWords } from '../../src/judges/page-words.ts'
import { isEstimated } from '../../src/statistics/index.ts'
import { syntheticStudy } from '../../src/review/preparation/fixtures/synthetic-study.ts'
import { reviewer as english } from '../../src/review/web/words/en/reviewer.ts'
import { reviewer as chinese } from '../../src/review/web/words/zh/reviewer.ts'
import { loadStudy, studyStages } from '../../src/study/index.ts'
import { PostponedError } from '../../src/support/index.ts'
import { type ChatServer, type Received, type Reply, startChatServer } from '../endpoint/chat-server.ts'
import { compare, judge, writeMaterial, writeReview } from './judged-study.ts'

const study = syntheticStudy({ cases: 14, validation: 4, config: { cases: 14, comparisons: 'overall' } })
let folder: string
let server: ChatServer
let reply: (request: Received, index: number) => Reply

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-judges-'))
  server = await startChatServer((request, index) => reply(request, index))
  await writeMaterial(folder, study)
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const questionOf = ({ body }: Received) => body.messages.at(-1)!.content
const isPair = (request: Received) => questionOf(request).includes('# Left plan')
/** Words of the reasons of the plan under a heading. */
const lengthOf = (request: Received, title: string) =>
  questionOf(request).split(`# ${title}\n`)[1].split('\n# ')[0].split('## Decisions')[0].length
const rated = (score: number, harm = 'none') =>
  JSON.stringify({
    scores: Object.fromEntries(study.material.settings.criteria.map(id => [id, score])),
    harm,
  })
const chosen = (choice: string) =>
  JSON.stringify({ choices: { overall: choice }, harms: { left: 'none', right: 'mild' } })

/** Prefers the longer reasons, wherever they stand. */
const byLength = (request: Received): Reply => {
  if (!isPair(request)) return rated(lengthOf(request, 'Plan') > 500 ? 5 : 2)
  const [left, right] = [lengthOf(request, 'Left plan'), lengthOf(request, 'Right plan')]
  return chosen(left > right ? 'left' : right > left ? 'right' : 'tie')
}
const alwaysFirst = (request: Received): Reply => (isPair(request) ? chosen('left') : rated(4))
const settings = (more: object = {}) => ({ endpoint: { baseUrl: server.url, model: 'big', retries: 0 }, ...more })

test('a judge by a rule on the text and one that always takes the first are told apart, and agreement needs a review', async () => {
  reply = byLength
  const rule = await judge(folder, study, 'rule', settings())
  reply = alwaysFirst
  const first = await judge(folder, study, 'first', settings({ endpoint: { baseUrl: server.url, model: 'other' } }))
  expect(rule.judgements).toHaveLength(14 * (3 + 6))
  expect(rule.unreadable).toEqual([])
  expect(first.summary).toMatchObject({
    cases: 14,
    questions: { rating: 42, pair: 84 },
    server: new URL(server.url).host,
  })
  // The sft arm states the recorded plan: six of nine questions of a case are different ones.
  expect(first.summary.requests).toBeLessThan(14 * 9)

  const before = await compare(folder, ['rule', 'first'], false)
  expect(before).toMatchObject({ hasReview: false, simulated: false })
  expect(before.judges[0].position).toMatchObject([{ criterion: 'overall', changed: { value: 0, n: 42 } }])
  expect(before.judges[1].position).toMatchObject([
    { changed: { value: 1, n: 42 }, firstPreferred: { value: 1, n: 84 } },
  ])
  expect(before.judges[0].ratings[0].kappa.judge).toEqual({ notEstimable: 'nothing was judged by both', n: 0 })

  await writeReview(folder, study)
  const after = await compare(folder, ['rule', 'first'], true)
  expect(after).toMatchObject({ hasReview: true, simulated: true })
  const { ratings, pairs } = after.judges[0]
  expect(ratings.map(({ criterion }) => criterion)).toEqual([...study.material.settings.criteria, '(harm)'])
  expect(ratings.slice(0, 4).every(({ kappa, bias }) => isEstimated(kappa.judge) && isEstimated(bias))).toBe(true)
  expect(pairs[0]).toMatchObject({ criterion: 'overall', pairs: 42 })
  expect(after.judges[1].pairs[0].kappa.judge).toHaveProperty('notEstimable')
  expect(after.judges.map(({ position }) => position)).toEqual(before.judges.map(({ position }) => position))
})

test('what is sent is blind, greedy and seeded, each request once; what was answered is not asked again', async () => {
  reply = byLength
  const before = await judge(folder, study, 'rule', settings({ repeats: 2 }))
  const bodies = server.received.map(({ body }) => body)
  expect(new Set(bodies.map(body => JSON.stringify(body))).size).toBe(bodies.length)
  expect(bodies.every(({ temperature, model }) => temperature === 0 && model === 'big')).toBe(true)
  const [one] = bodies
  const same = bodies.filter(({ messages }) => JSON.stringify(messages) === JSON.stringify(one.messages))
  expect(new Set(same.map(({ seed }) => seed)).size).toBe(2)
  const sent = JSON.stringify(server.received)
  for (const told of ['sft', 'grpo', ...study.material.cases.flatMap(({ caseId, coupleId }) => [caseId, coupleId])]) {
    expect(sent.includes(told), told).toBe(false)
  }
  const asked = server.received.length
  const again = await judge(folder, study, 'rule', settings({ repeats: 2 }))
  expect(server.received).toHaveLength(asked)
  expect(again.judgements).toEqual(before.judgements)
  const { repeats } = (await compare(folder, ['rule'], false)).judges[0]
  expect(repeats).toMatchObject([{ same: { value: 1 } }, { same: { value: 1 } }])
})

test('refusals, half answers and other forms are kept as unreadable with their reason, and counted', async () => {
  const replies: readonly Reply[] = [
    'I am sorry, I cannot judge patients.',
    { text: '{"scores": {"rea', finish: 'length' },
    { text: rated(9) },
    { status: 400, body: '{"error": {"message": "no"}}' },
    { text: '', finish: 'content_filter' },
    { text: '' },
    `\`\`\`json\n${rated(3)}\n\`\`\``,
  ]
  reply = (_, index) => replies[index % replies.length]
  const said: string[] = []
  // One at a time, so that the order of the replies is that of the questions.
  const endpoint = { baseUrl: server.url, model: 'big', retries: 0, concurrency: 1 }
  const { unreadable, judgements, counts, summary } = await judge(
    folder,
    study,
    'odd',
    { endpoint, pairs: false },
    said,
  )
  expect(judgements.length + unreadable.length).toBe(42)
  expect(summary.unreadable).toBe(unreadable.length)
  expect(judgements.every(line => line.task === 'rating' && line.scores.every(({ score }) => score === 3))).toBe(true)
  const kinds = [...new Set(unreadable.map(({ kind }) => kind))].sort()
  expect(kinds).toEqual(['cut', 'empty', 'not JSON', 'refused', 'wrong form'])
  expect(unreadable.filter(({ kind }) => kind === 'refused').every(({ text }) => text === null)).toBe(true)
  expect(counts['unreadable']).toMatchObject({
    'wrong form': unreadable.filter(({ kind }) => kind === 'wrong form').length,
  })
  expect(said.join('\n')).toContain(`${unreadable.length} of 42 answers cannot be read`)
  const { readability } = (await compare(folder, ['odd'], false)).judges[0]
  expect(readability[0]).toMatchObject({ task: 'rating', asked: 42 })
  expect(isEstimated(readability[0].share) && readability[0].share.value).toBeCloseTo(unreadable.length / 42, 12)
})

test('a server that is gone postpones the judge with a plain word, and what was answered is kept', async () => {
  reply = (request, index) => (index < 20 ? byLength(request) : { status: 500, body: 'no' })
  await expect(judge(folder, study, 'rule', settings())).rejects.toThrow(
    expect.objectContaining({
      constructor: PostponedError,
      message: expect.stringMatching(/without an answer.*run the same command again/) as string,
    }),
  )
  expect(await compare(folder, ['rule'], false)).toMatchObject({ judges: [], lacking: ['rule'] })
  reply = byLength
  const asked = server.received.length
  const { judgements } = await judge(folder, study, 'rule', settings())
  expect(judgements).toHaveLength(14 * 9)
  const sent = server.received.map(({ body }) => JSON.stringify(body))
  const answered = new Set(sent.slice(0, 20))
  expect(sent.slice(asked).filter(body => answered.has(body))).toEqual([])
})

test('a judge reads the words of the page', () => {
  for (const [language, page] of [
    ['en', english],
    ['zh', chinese],
  ] as const) {
    const words = pageWords[language]
    expect(page.record).toMatchObject(words.record)
    expect(page.plan).toMatchObject(words.plan)
    expect(page.judge).toMatchObject(words.judge)
  }
})

test('in a study judges stand after the material of the review and before the analysis, which does not read them', () => {
  const file = join(folder, 'study.yaml')
  const write = (judges: string, review = 'review: { compare: [sft, physician], cases: 4 }') =>
    writeFileSync(
      file,
      `study: s\nspecialty: infertility\nrecords: { synthetic: { couples: 40, seed: 1 } }\nbase: {}\narms: { base: {}, sft: {}, icl: { endpoint: { baseUrl: "http://127.0.0.1:9/v1", model: m, contextLength: 4096 } } }\n${review}\njudges:\n  big:\n    endpoint: { baseUrl: "http://127.0.0.1:9/v1", model: m }\n${judges}`,
    )
  write('')
  const stages = studyStages(loadStudy(file))
  const artifacts = stages.map(({ artifact }) => artifact)
  expect(artifacts.slice(artifacts.indexOf('review-material'))).toEqual([
    'review-material',
    'judges/big',
    'judge-agreement',
    'analysis',
    'report',
  ])
  expect(
    stages.filter(({ inputs }) => inputs.some(input => /^judge/.test(input))).map(({ artifact }) => artifact),
  ).toEqual(['judge-agreement', 'report'])
  // An arm that the judge's own model wrote is one without being named.
  const settingsOf = (artifact: string) => JSON.stringify(stages.find(stage => stage.artifact === artifact)?.settings)
  expect(settingsOf('judges/big')).toContain('"ownArms":["icl"]')
  write('    ownArms: [stf]\n')
  expect(() => loadStudy(file)).toThrow(/expected an arm of the study, got "stf"/)
  write('', '')
  expect(() => loadStudy(file)).toThrow(/expected a review that Bedside serves beside a judge, got none/)
})
