/** @file Reasons written by a model: asked for in rounds, checked, and asked for again where they were rejected. */
import type { Endpoint, EndpointFailure } from '../../engines/endpoint/index.ts'
import type { Completion, GenerateSettings, Message, Prompt } from '../../engines/index.ts'
import type { Specialty } from '../../specialty/index.ts'
import { InterruptedError, type Progress, randomStream, StudyError } from '../../support/index.ts'
import { askAgain } from './ask.ts'
import type { RationaleChecks } from './check-rationale.ts'
import type { RationaleModelConfig } from './config.ts'
import type { KeptAnswers } from './kept-answers.ts'
import type { RationaleCase } from '../../specialty/stated-numbers/index.ts'
import type { RejectedRow } from './rationale.ts'

/** A record that the model is asked about, with the first request for it. */
export interface AskedRecord extends RationaleCase {
  readonly recordId: string
  readonly messages: readonly Message[]
}

/** What came of asking. */
export interface ModelTexts {
  /** Accepted texts by record id. */
  readonly texts: ReadonlyMap<string, string>
  /** Rejected ones, and requests that the server refused, in the order of the records. */
  readonly rejected: readonly RejectedRow[]
  readonly answers: number
  readonly promptTokens: number
  readonly completionTokens: number
}

/** Requests in a row that came to nothing before the server counts as gone. */
const MOST_WITHOUT_ANSWER = 5
const SETTINGS = 'prompts.rationale.model.endpoint'
const AGAIN = 'run the same command again to go on: what was answered is kept'

const isFailure = (result: Completion | EndpointFailure): result is EndpointFailure => 'kind' in result

/** How an attempt is drawn: each with a seed of its own, or a rejected text would come back as it was. */
function drawing(
  { maxNewTokens, temperature, topP }: RationaleModelConfig,
  seed: number,
  attempt: number,
): GenerateSettings {
  return { maxNewTokens, temperature, topP, seed: randomStream(seed, 'rationale attempt', attempt).integer(2 ** 31) }
}

/**
 * Asks about every record, checks each answer, and asks again for rejected ones up to `attempts` times. Answers that are
 * kept are not asked for again, so a run that was cut off goes on. Throws StudyError when the server cannot be reached or
 * refuses every request, when it stops answering, and at the end when some records are without an answer that another
 * run may get; InterruptedError when the signal aborts. No message holds anything of a record but its id.
 */
export async function modelTexts(options: {
  readonly endpoint: () => Promise<Endpoint>
  readonly records: readonly AskedRecord[]
  readonly config: RationaleModelConfig
  readonly checks: RationaleChecks
  readonly specialty: Specialty
  readonly kept: KeptAnswers
  readonly seed: number
  readonly progress: Progress
  readonly signal: AbortSignal
}): Promise<ModelTexts> {
  const { records, config, checks, specialty, kept, seed, progress, signal } = options
  const byId = new Map(records.map(record => [record.recordId, record]))
  const texts = new Map<string, string>()
  const rejected: RejectedRow[] = []
  let [answers, promptTokens, completionTokens, unanswered, inARow, refused] = [0, 0, 0, 0, 0, 0]
  const task = progress.begin('asking for reasons', records.length)
  let open: Prompt[] = records.map(({ recordId, messages }) => ({ id: recordId, messages }))

  for (let attempt = 1; attempt <= config.attempts && open.length > 0; attempt++) {
    const settings = drawing(config, seed, attempt)
    const again: Prompt[] = []
    const take = (answer: Completion) => {
      const record = byId.get(answer.id)!
      answers++
      promptTokens += answer.promptTokens
      completionTokens += answer.completionTokens
      const { text, reasons } = checks.answer(record, answer)
      if (text !== null && reasons.length === 0) {
        texts.set(answer.id, text)
        task.update(texts.size)
        return
      }
      rejected.push({ record_id: answer.id, source: 'model', attempt, reasons, text: answer.text })
      again.push({ id: answer.id, messages: askAgain(specialty, record.messages, answer.text, reasons) })
    }
    const fail = ({ id, kind, says }: EndpointFailure) => {
      progress.say(`  record ${id}: ${says}`)
      if (kind === 'setup') {
        throw new StudyError(`${says}; check ${SETTINGS} and the server, then ${AGAIN}`)
      }
      if (kind === 'request') {
        inARow = 0
        // Some servers answer 400 to a model that they do not have.
        if (++refused >= MOST_WITHOUT_ANSWER && answers === 0) {
          throw new StudyError(`the server refuses every request: ${says}; check ${SETTINGS}, then ${AGAIN}`)
        }
        rejected.push({ record_id: id, source: 'model', attempt, reasons: [`not answered: ${says}`], text: null })
        return
      }
      unanswered++
      if (++inARow >= MOST_WITHOUT_ANSWER) {
        throw new StudyError(`${inARow} requests in a row without an answer, the last one: ${says}; ${AGAIN}`)
      }
    }

    const toAsk: Prompt[] = []
    for (const prompt of open) {
      const answer = kept.find(prompt, settings)
      if (answer) take(answer)
      else toAsk.push(prompt)
    }
    if (toAsk.length > 0) {
      const asked = new Map(toAsk.map(prompt => [prompt.id, prompt]))
      const server = await options.endpoint()
      for await (const result of server.generate({ prompts: toAsk, settings, signal })) {
        if (signal.aborted) throw new InterruptedError('interrupted while reasons were written')
        if (isFailure(result)) {
          fail(result)
          continue
        }
        inARow = 0
        kept.keep(asked.get(result.id)!, settings, result)
        take(result)
      }
    }
    open = again
  }
  task.finish(`${texts.size} of ${records.length} accepted`)
  if (unanswered > 0) throw new StudyError(`${unanswered} records without an answer from the server; ${AGAIN}`)
  const place = new Map(records.map(({ recordId }, i) => [recordId, i]))
  rejected.sort((a, b) => place.get(a.record_id)! - place.get(b.record_id)! || a.attempt - b.attempt)
  return { texts, rejected, answers, promptTokens, completionTokens }
}
