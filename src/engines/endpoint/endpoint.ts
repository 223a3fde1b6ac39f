/**
 * @file Generation by a chat server that speaks the protocol of OpenAI. Retries with growing pauses are the client's:
 * 408, 409, 429 (as long as `retry-after` says, up to a minute), 5xx, timeouts and broken connections.
 */
import type { ChatCompletion } from 'openai/resources/chat/completions'
import PQueue from 'p-queue'
import { randomStream } from '../../support/index.ts'
import type { Completion, GenerateRequest, Prompt } from '../engine.ts'
import type { EndpointConfig } from './config.ts'
import { describeFailure, type EndpointFailure } from './failure.ts'
import { guardedFetch } from './guarded-fetch.ts'

/** A server that completes prompts. Training and scoring are not its to do. */
export interface Endpoint {
  /**
   * Yields a completion or a failure for every prompt as it is ready, in no particular order. At most `concurrency`
   * requests are open at a time; leaving the loop or aborting the signal ends them. Tokens are the server's own count,
   * 0 where it gives none. Rejects with the signal's reason when it aborts.
   */
  generate(request: Omit<GenerateRequest, 'policy'>): AsyncIterable<Completion | EndpointFailure>
}

const SEEDS = 2 ** 31

/** What a thinking model says before its answer is not part of the answer. */
function withoutThoughts(text: string): string {
  const end = text.lastIndexOf('</think>')
  return end < 0 ? text : text.slice(end + '</think>'.length)
}

/** Reads an answer; null when it is not a chat completion with text. */
function readAnswer(id: string, answer: ChatCompletion): Completion | null {
  const choice = answer?.choices?.[0]
  const text = choice?.message?.content
  if (typeof text !== 'string') return null
  return {
    id,
    sample: 0,
    text: withoutThoughts(text).trim(),
    promptTokens: answer.usage?.prompt_tokens ?? 0,
    completionTokens: answer.usage?.completion_tokens ?? 0,
    finish: choice.finish_reason === 'length' ? 'length' : 'end',
  }
}

/** A promise that rejects when the signal aborts, and never resolves. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error)
    else signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}

/**
 * Connects to an endpoint; nothing is sent before `generate`. Each prompt has its own seed, drawn by its id from the
 * request's seed. No variable of the environment is looked at: not for a key, an address, headers or a log.
 * @param key the key itself; null sends none.
 */
export async function endpoint(config: EndpointConfig, key: string | null): Promise<Endpoint> {
  const { OpenAI, APIError, APIConnectionTimeoutError } = await import('openai')
  const { baseUrl, model, timeout, retries, concurrency } = config
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
    { id, messages }: Prompt,
    { maxNewTokens, temperature, topP, seed }: GenerateRequest['settings'],
    signal: AbortSignal,
  ): Promise<Completion | EndpointFailure> => {
    try {
      const answer = await client.chat.completions.create(
        {
          model,
          messages: messages.map(({ role, content }) => ({ role, content })),
          max_tokens: maxNewTokens,
          temperature,
          top_p: topP,
          seed: randomStream(seed, 'endpoint', id).integer(SEEDS),
          stream: false,
        },
        // Of its own: the client leaves a listener on the signal of every request.
        { signal: AbortSignal.any([signal]) },
      )
      return readAnswer(id, answer) ?? { id, kind: 'passing', says: 'expected a chat completion, got something else' }
    } catch (error) {
      if (signal.aborted) throw signal.reason
      return describeFailure(id, error, { APIError, APIConnectionTimeoutError }, { tries: retries + 1, timeout })
    }
  }
  return {
    async *generate({ prompts, settings, signal }) {
      const own = new AbortController()
      const either = AbortSignal.any([signal, own.signal])
      const queue = new PQueue({ concurrency })
      const ready: (Completion | EndpointFailure)[] = []
      let fault: unknown = null
      let wake = () => {}
      for (const prompt of prompts) {
        queue
          .add(async () => ready.push(await complete(prompt, settings, either)))
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
