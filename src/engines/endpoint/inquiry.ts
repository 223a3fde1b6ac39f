/**
 * @file An inquiry: all that one artifact asks of a server. What was answered is kept and not asked again, what is spent
 * is counted and limited, and a server that is gone ends the inquiry instead of making a study of failures.
 */
import { InputError, InterruptedError, type JsonValue, type Progress, StudyError } from '../../support/index.ts'
import type { GenerateSettings, Prompt } from '../engine.ts'
import { isThisMachine } from './address.ts'
import type { Answer } from './answer.ts'
import { billOf, describeBill } from './bill.ts'
import { openBudget } from './budget.ts'
import type { EndpointConfig } from './config.ts'
import { endpoint } from './endpoint.ts'
import type { EndpointFailure } from './failure.ts'
import { type KeptResult, openKeptAnswers } from './kept-answers.ts'
import { chatRequest, requestName } from './request.ts'
import type { Served } from './served.ts'

/** What an inquiry is about. */
export interface InquiryOptions {
  readonly config: EndpointConfig
  /** Where the endpoint stands in the study file, for errors: `arms.icl.endpoint`. */
  readonly setting: string
  /** One thing that is asked about and that an id names: `record`, `case`. */
  readonly noun: string
  /** How many patients' records the requests hold, for the warning before they leave this machine. */
  readonly records: number
  /** Folder in which answers are kept. */
  readonly kept: string
  /** Looks up the environment variable that holds the key. */
  readonly readSecret: ((variable: string) => string | undefined) | undefined
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** An inquiry that is open. */
export interface Inquiry {
  /**
   * Yields an answer or a failure for every prompt, in no particular order; the kept ones first. Can be called again, for
   * a next round. Throws StudyError when the server cannot be reached, refuses every request, stops answering or the
   * limit is reached; InterruptedError when the signal aborts. No message holds anything of a record but its id.
   */
  ask(prompts: readonly Prompt[], settings: GenerateSettings): AsyncIterable<Answer | EndpointFailure>
  /** Throws StudyError when requests are without an answer that another run may get. */
  requireAnswers(): void
  /** What this inquiry's answers came to, kept ones included, and who gave them; for the manifest. */
  counts(): Readonly<Record<string, JsonValue>>
  /** The same in one line. */
  summary(): string
  close(): void
}

/** Requests in a row that came to nothing before the server counts as gone. */
const MOST_WITHOUT_ANSWER = 5
/** How every message about an inquiry that stopped ends. */
const AGAIN = 'run the same command again to go on: what was answered is kept'

/** Whether a request came to nothing. */
export const isFailure = (result: Answer | EndpointFailure): result is EndpointFailure => 'kind' in result

const servedOf = (result: KeptResult): Served => (isFailure(result) ? result.served! : result)

function keyOf({ config: { apiKeyVariable }, setting, readSecret }: InquiryOptions): string | null {
  if (apiKeyVariable === undefined) return null
  const key = readSecret?.(apiKeyVariable)?.trim()
  if (key) return key
  throw new InputError(
    `expected a key in the environment variable ${apiKeyVariable}, got nothing`,
    { field: `${setting}.apiKeyVariable` },
    `set it in the shell that runs the study (export ${apiKeyVariable}=...)`,
  )
}

/**
 * Opens an inquiry; nothing is sent before `ask`. Says so first when records are to leave this machine. Throws InputError
 * when the key that the settings name is not there.
 */
export function openInquiry(options: InquiryOptions): Inquiry {
  const { config, setting, noun, records, progress, signal } = options
  const { baseUrl, model, price, most } = config
  const key = keyOf(options)
  const isRemote = !isThisMachine(baseUrl)
  const { host, origin } = new URL(baseUrl)
  if (isRemote) progress.say(`  WARNING: ${records} records leave this machine: they are sent to ${origin}`)
  const kept = openKeptAnswers(options.kept)
  const before = billOf(kept.all.map(servedOf), price)
  const budget = openBudget(config, { requests: before.answers, cost: before.cost?.amount ?? 0 })
  const served: Served[] = []
  let [unanswered, inARow, refused, keptOnes] = [0, 0, 0, 0]

  const take = (result: KeptResult) => {
    inARow = 0
    served.push(servedOf(result))
  }
  const count = ({ kind, says }: EndpointFailure) => {
    if (kind === 'setup') throw new StudyError(`${host}: ${says}; check ${setting} and the server, then ${AGAIN}`)
    if (kind === 'request') {
      inARow = 0
      // Some servers answer 400 to a model that they do not have.
      if (++refused >= MOST_WITHOUT_ANSWER && served.length === 0) {
        throw new StudyError(`${host}: the server refuses every request: ${says}; check ${setting}, then ${AGAIN}`)
      }
    }
    if (kind !== 'passing') return
    unanswered++
    if (++inARow >= MOST_WITHOUT_ANSWER) {
      throw new StudyError(`${host}: ${inARow} requests in a row without an answer, the last one: ${says}; ${AGAIN}`)
    }
  }
  /** The tokens of an answer are what the limit counts by. */
  const checkCounts = ({ promptTokens }: Served) => {
    if (most?.cost === undefined || promptTokens > 0) return
    throw new StudyError(
      `${setting}.most.cost: expected the server to count tokens, since the cost follows from them, got no counts; set most.requests instead`,
    )
  }
  const stopAtLimit = (left: number) => {
    const limits = [
      most?.requests === undefined ? [] : [`requests ${most.requests}`],
      most?.cost === undefined ? [] : [`cost ${most.cost} ${price?.currency}`],
    ].flat()
    throw new StudyError(
      `${setting}.most (${limits.join(', ')}) is reached and ${left} requests were not sent; what was answered is kept, raise the limit and run the same command again`,
    )
  }

  return {
    async *ask(prompts, settings) {
      const toAsk = new Map<string, { readonly prompt: Prompt; readonly name: string }>()
      for (const prompt of prompts) {
        const name = requestName(config, chatRequest(config, prompt, settings))
        const found = kept.find(name)
        if (!found) {
          toAsk.set(prompt.id, { prompt, name })
          continue
        }
        take(found)
        keptOnes++
        yield { ...found, id: prompt.id }
      }
      if (toAsk.size === 0) return
      const server = await endpoint(config, key)
      let left = 0
      const open = [...toAsk.values()].map(({ prompt }) => prompt)
      for await (const result of server.generate({ prompts: open, settings, signal, budget })) {
        if (signal.aborted) throw new InterruptedError('interrupted while a model was asked')
        if (isFailure(result)) {
          if (result.kind === 'limit') {
            left++
            continue
          }
          progress.say(`  ${noun} ${result.id}: ${result.says}`)
          count(result)
        }
        if (!isFailure(result) || result.kind === 'refusal') {
          const answered = result as KeptResult
          kept.keep(toAsk.get(result.id)!.name, answered)
          take(answered)
          checkCounts(servedOf(answered))
        }
        yield result
      }
      if (left > 0) stopAtLimit(left)
    },
    requireAnswers() {
      if (unanswered > 0)
        throw new StudyError(`${host}: ${unanswered} ${noun}s without an answer from the server; ${AGAIN}`)
    },
    counts() {
      const { cost, ...bill } = billOf(served, price)
      const names = served.map(({ servedBy }) => [servedBy.model, servedBy.fingerprint].filter(Boolean).join(' '))
      return {
        server: host,
        model,
        servedBy: [...new Set(names)]
          .filter(name => name !== '')
          .sort()
          .join(', '),
        recordsLeftThisMachine: isRemote,
        ...bill,
        ...(cost !== null && { cost: `${cost.amount} ${cost.currency}` }),
      }
    },
    summary() {
      if (keptOnes > 0 && keptOnes === served.length) {
        return `${model} at ${host}: nothing was sent, all ${keptOnes} answers are kept from before`
      }
      const kept = keptOnes === 0 ? '' : `; ${keptOnes} of the answers are kept from before`
      return `${model} at ${host}: ${describeBill(billOf(served, price))}${kept}`
    },
    close: () => kept.close(),
  }
}
