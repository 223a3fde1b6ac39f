/** @file The stage `judges/<name>`: a language model is asked the clinicians' questions about the blinded sheets. */
import { join } from 'node:path'
import { endpoint, isThisMachine } from '../engines/endpoint/index.ts'
import { openKeptAnswers } from '../prompts/rationale/index.ts'
import type { ServedConfig } from '../review/index.ts'
import { loadMaterial, MATERIAL } from '../review/preparation/index.ts'
import {
  InputError,
  type JsonValue,
  type Stage,
  type StageContext,
  StudyError,
  writeFileAtomically,
  writeJsonl,
} from '../support/index.ts'
import { askJudge, type Reply } from './ask-judge.ts'
import type { JudgeConfig } from './config.ts'
import { type Fault, type Judgement, judgeArtifact, type JudgeSummary, type Unreadable } from './judgement.ts'
import { type Question, questionsFor, tasksOf } from './question.ts'
import { type ReadAnswer, readAnswer } from './read-answer.ts'

/** What the stage is made for. */
export interface JudgeRequest {
  readonly judge: string
  readonly config: JudgeConfig
  readonly review: ServedConfig
}

/** The key that the settings name; null when they name none. */
function secretOf(judge: string, { endpoint: { apiKeyVariable } }: JudgeConfig, context: StageContext): string | null {
  if (apiKeyVariable === undefined) return null
  const key = context.readSecret?.(apiKeyVariable)?.trim()
  if (key) return key
  throw new InputError(
    `expected a key in the environment variable ${apiKeyVariable}, got nothing`,
    { field: `judges.${judge}.endpoint.apiKeyVariable` },
    `set it in the shell that runs the study (export ${apiKeyVariable}=...)`,
  )
}

const isRefused = (reply: Reply): reply is Extract<Reply, { refused: string }> => 'refused' in reply

function readReply(reply: Reply, { form }: Question): ReadAnswer {
  return isRefused(reply) ? { fault: { kind: 'refused', says: reply.refused } } : readAnswer(reply, form)
}

/** Every answer to every question, read. */
function readAll(questions: readonly Question[], replies: readonly ReadonlyMap<string, Reply>[]) {
  const judgements: Judgement[] = []
  const unreadable: Unreadable[] = []
  for (const question of questions) {
    const { subject, request } = question
    for (const [repeat, own] of replies.entries()) {
      const reply = own.get(request)
      if (reply === undefined) throw new StudyError(`request ${request}: expected an answer, got none; run again`)
      const read = readReply(reply, question)
      const line = { ...subject, repeat, request }
      if ('said' in read) judgements.push({ ...line, ...read.said } as Judgement)
      else unreadable.push({ ...line, ...read.fault, text: isRefused(reply) ? null : reply.text })
    }
  }
  return { judgements, unreadable }
}

function countedKinds(unreadable: readonly Unreadable[]): Record<string, number> {
  const counts: Partial<Record<Fault['kind'], number>> = {}
  for (const { kind } of unreadable) counts[kind] = (counts[kind] ?? 0) + 1
  return counts as Record<string, number>
}

/**
 * The stage that writes judgements.jsonl, unreadable.jsonl and judge.json. It reads the material of the review and nothing
 * of the review itself: neither store nor ratings nor analysis know of it.
 */
export function judgeStage({ judge, config, review }: JudgeRequest): Stage {
  const tasks = tasksOf(review)
  return {
    title: `judge ${judge}`,
    artifact: judgeArtifact(judge),
    inputs: [MATERIAL],
    sources: [],
    settings: { judge, config, tasks } as unknown as JsonValue,
    module: import.meta.url,
    async run(context) {
      const { input, output, kept, seed, progress, signal } = context
      const material = await loadMaterial(input(MATERIAL))
      const { scale, instrument } = material.settings
      if (instrument === null) throw new StudyError(`judge ${judge}: expected an instrument of the review, got none`)
      const questions = questionsFor(material, instrument, scale, { config, tasks })
      const count = (task: string) => questions.filter(({ subject }) => subject.task === task).length
      const cases = new Set(questions.map(({ subject }) => subject.caseId)).size
      if (questions.length === 0) {
        const problem = 'expected something that the review asks its raters, got nothing to ask'
        throw new InputError(problem, { field: `judges.${judge}` }, 'ask for ratings or pairs, as the review does')
      }
      const { baseUrl, model } = config.endpoint
      const { host, origin } = new URL(baseUrl)
      const isRemote = !isThisMachine(baseUrl)
      const key = secretOf(judge, config, context)
      if (isRemote) progress.say(`  WARNING: ${cases} records leave this machine: they are sent to ${origin}`)
      if (material.summary.leaks.open > 0) {
        progress.say('  note: leaks are open; a text that is redacted later is judged again')
      }
      const answers = openKeptAnswers(kept ?? join(output, 'kept'), model)
      let replies: readonly ReadonlyMap<string, Reply>[]
      try {
        const connect = () => endpoint(config.endpoint, key)
        replies = await askJudge({ judge, questions, config, endpoint: connect, kept: answers, seed, progress, signal })
      } finally {
        answers.close()
      }
      const { judgements, unreadable } = readAll(questions, replies)
      const all = replies.flatMap(own => [...own.values()].flatMap(reply => (isRefused(reply) ? [] : [reply])))
      const { temperature, topP, maxNewTokens, repeats } = config
      const summary: JudgeSummary = {
        judge,
        model,
        server: host,
        settings: { temperature, topP, maxNewTokens, repeats, seed, language: instrument.caseLanguage },
        ownArms: config.ownArms,
        cases,
        questions: { rating: count('rating'), pair: count('pair') },
        unreadable: unreadable.length,
        requests: replies.reduce((sum, own) => sum + own.size, 0),
        promptTokens: all.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
        completionTokens: all.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
      }
      await writeJsonl(join(output, 'judgements.jsonl'), judgements)
      await writeJsonl(join(output, 'unreadable.jsonl'), unreadable)
      writeFileAtomically(join(output, 'judge.json'), `${JSON.stringify(summary, null, 1)}\n`)
      const byKind = countedKinds(unreadable)
      if (unreadable.length > 0) {
        const listed = Object.entries(byKind).map(([kind, times]) => `${kind} ${times}`)
        const of = judgements.length + unreadable.length
        progress.say(`  ${unreadable.length} of ${of} answers cannot be read: ${listed.join(', ')}`)
      }
      return { ...summary, recordsLeftThisMachine: isRemote, unreadable: byKind } as unknown as Record<
        string,
        JsonValue
      >
    },
  }
}
