/**
 * @file Generation by a chat server that speaks the protocol of OpenAI. Retries with growing pauses are the client's:
 * 408, 409, 429 (as long as `retry-after` says, up to a minute), 5xx, timeouts and broken connections.
 */
import PQueue from 'p-queue'
import { seconds } from '../../support/index.ts'
import type { GenerateRequest, Prompt } from '../engine.ts'
import { type Answer, readAnswer } from './answer.ts'
import type { Budget } from './budget.ts'
import type { EndpointConfig } from './config.ts'
import { describeFailure, type EndpointFailure } from './failure.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { chatRequest } from './request.ts'

/** A server that completes prompts. Training and scoring are not its to do. */
export interface Endpoint {
  /**
   * Yields an answer or a failure for every prompt as it is ready, in no particular order. At most `concurrency`
   * requests are open at a time; leaving the loop or aborting the signal ends them. What goes beyond the budget is not
   * sent; what is open by then is waited for. Rejects with the signal's reason when it aborts.
   */
  generate(
    request: Omit<GenerateRequest, 'policy'> & { readonly budget?: Budget },
  ): AsyncIterable<Answer | EndpointFailure>
}

/** A promise that rejects when the signal aborts, and never resolves. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error)
    else signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}

/**
 * Connects to an endpoint; nothing is sent before `generate`. No variable of the environment is looked at: not for a key, an address, headers or a log.
 * @param key the key itself; null sends none.
 */
export async function endpoint(config: EndpointConfig, key: string | null): Promise<Endpoint> {
  const { OpenAI, APIError, APIConnectionTimeoutError } = await import('openai')
  const { baseUrl, timeout, retries, concurrency } = config
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey: key ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    timeout: Math.ceil(timeout * 1000),
    maxRetries: retries,
    // At its debug level the client prints whole requests, and the level can be set from outside.
    logLevel: 'off',
    fetch: guardedFetch(baseUrl, key),
  })
  const complete = async (
    prompt: Prompt,
    { settings, budget }: Parameters<Endpoint['generate']>[0],
    signal: AbortSignal,
  ): Promise<Answer | EndpointFailure> => {
    const { id } = prompt
    const request = chatRequest(config, prompt, settings)
    const settle = budget ? await budget.reserve(request) : () => {}
    if (settle === null) return { id, kind: 'limit', says: 'not asked: the most that may be spent is reached' }
    const began = seconds()
    try {
      const answer = await client.chat.completions.create(
        { ...request, messages: [...request.messages], stream: false },
        // Of its own: the client leaves a listener on the signal of every request.
        { signal: AbortSignal.any([signal]) },
      )
      const result = readAnswer(id, answer, request, seconds() - began)
      settle('kind' in result ? (result.served ?? null) : result)
      return result
    } catch (error) {
      settle(null)
      if (signal.aborted) throw signal.reason
      return describeFailure(id, error, { APIError, APIConnectionTimeoutError }, { tries: retries + 1, timeout })
    }
  }
  return {
    async *generate(request) {
      const { prompts, signal } = request
      const own = new AbortController()
      const either = AbortSignal.any([signal, own.signal])
      const queue = new PQueue({ concurrency })
      const ready: (Answer | EndpointFailure)[] = []
      let fault: unknown = null
      let wake = () => {}
      for (const prompt of prompts) {
        queue
          .add(async () => ready.push(await complete(prompt, request, either)))
          .catch((error: unknown) => {
            fault ??= error
          })
          .finally(() => wake())
      }
      // A pause between two tries cannot be cut short, so the waiting for it is.
      const stop = aborted(signal)
      stop.catch(() => {})
      try {
        for (let given = 0; given < prompts.length; ) {
          if (ready.length === 0) {
            if (fault !== null) throw fault
            await Promise.race([new Promise<void>(resolve => (wake = resolve)), stop])
            continue
          }
          given++
          yield ready.shift()!
        }
      } finally {
        queue.clear()
        own.abort()
      }
    },
  }
}
