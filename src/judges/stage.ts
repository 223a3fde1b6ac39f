/** @file The stage `judges/<name>`: a language model is asked the clinicians' questions about the blinded sheets. */
import { join } from 'node:path'
import { openInquiry } from '../engines/endpoint/index.ts'
import type { ServedConfig } from '../review/index.ts'
import { loadMaterial, MATERIAL } from '../review/preparation/index.ts'
import {
  InputError,
  type JsonValue,
  PostponedError,
  type Stage,
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
    async run({ input, output, kept, seed, progress, signal, readSecret }) {
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
      if (material.summary.leaks.open > 0) {
        progress.say('  note: leaks are open; a text that is redacted later is judged again')
      }
      const inquiry = openInquiry({
        config: config.endpoint,
        setting: `judges.${judge}.endpoint`,
        noun: 'question',
        records: cases,
        kept: kept ?? join(output, 'kept'),
        readSecret,
        progress,
        signal,
      })
      let replies: readonly ReadonlyMap<string, Reply>[]
      try {
        replies = await askJudge({ judge, questions, config, inquiry, seed, progress })
        progress.say(`  ${inquiry.summary()}`)
      } catch (error) {
        // No part of the study waits for a comparator; its answers so far are kept.
        throw error instanceof StudyError && !signal.aborted ? new PostponedError(error.message) : error
      } finally {
        inquiry.close()
      }
      const { judgements, unreadable } = readAll(questions, replies)
      const { temperature, topP, maxNewTokens, repeats } = config
      const summary: JudgeSummary = {
        judge,
        model: config.endpoint.model,
        server: new URL(config.endpoint.baseUrl).host,
        settings: { temperature, topP, maxNewTokens, repeats, seed, language: instrument.caseLanguage },
        ownArms: config.ownArms,
        cases,
        questions: { rating: count('rating'), pair: count('pair') },
        unreadable: unreadable.length,
        requests: replies.reduce((sum, own) => sum + own.size, 0),
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
      return { ...inquiry.counts(), cases, questions: summary.questions, unreadable: byKind }
    },
  }
}
