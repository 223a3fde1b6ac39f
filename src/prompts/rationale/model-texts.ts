/** @file Reasons written by a model: asked for in rounds, checked, and asked for again where they were rejected. */
import { type Inquiry, isFailure } from '../../engines/endpoint/index.ts'
import type { GenerateSettings, Message, Prompt } from '../../engines/index.ts'
import type { Specialty } from '../../specialty/index.ts'
import { type Progress, randomStream } from '../../support/index.ts'
import { askAgain } from './ask.ts'
import type { RationaleChecks } from './check-rationale.ts'
import type { RationaleModelConfig } from './config.ts'
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
}

/** How an attempt is drawn: each with a seed of its own, or a rejected text would come back as it was. */
function drawing(
  { maxNewTokens, temperature, topP }: RationaleModelConfig,
  seed: number,
  attempt: number,
): GenerateSettings {
  return { maxNewTokens, temperature, topP, seed: randomStream(seed, 'rationale attempt', attempt).integer(2 ** 31) }
}

/**
 * Asks about every record, checks each answer, and asks again for rejected ones up to `attempts` times. Throws as the
 * inquiry does, and at the end when some records are without an answer that another run may get.
 */
export async function modelTexts(options: {
  readonly inquiry: Inquiry
  readonly records: readonly AskedRecord[]
  readonly config: RationaleModelConfig
  readonly checks: RationaleChecks
  readonly specialty: Specialty
  readonly seed: number
  readonly progress: Progress
}): Promise<ModelTexts> {
  const { inquiry, records, config, checks, specialty, seed, progress } = options
  const byId = new Map(records.map(record => [record.recordId, record]))
  const texts = new Map<string, string>()
  const rejected: RejectedRow[] = []
  const task = progress.begin('asking for reasons', records.length)
  let open: Prompt[] = records.map(({ recordId, messages }) => ({ id: recordId, messages }))

  for (let attempt = 1; attempt <= config.attempts && open.length > 0; attempt++) {
    const again: Prompt[] = []
    for await (const result of inquiry.ask(open, drawing(config, seed, attempt))) {
      const { id } = result
      if (isFailure(result)) {
        if (result.kind === 'passing') continue
        const reasons = [`not answered: ${result.says}`]
        rejected.push({ record_id: id, source: 'model', attempt, reasons, text: null })
        continue
      }
      const record = byId.get(id)!
      const { text, reasons } = checks.answer(record, result)
      if (text !== null && reasons.length === 0) {
        texts.set(id, text)
        task.update(texts.size)
        continue
      }
      rejected.push({ record_id: id, source: 'model', attempt, reasons, text: result.text })
      again.push({ id, messages: askAgain(specialty, record.messages, result.text, reasons) })
    }
    open = again
  }
  task.finish(`${texts.size} of ${records.length} accepted`)
  inquiry.requireAnswers()
  const place = new Map(records.map(({ recordId }, i) => [recordId, i]))
  rejected.sort((a, b) => place.get(a.record_id)! - place.get(b.record_id)! || a.attempt - b.attempt)
  return { texts, rejected }
}
