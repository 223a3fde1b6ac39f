/** @file The request for one prompt as it is sent, and the name that its answer is kept under. */
import { hashJson, type JsonValue, randomStream } from '../../support/index.ts'
import type { GenerateSettings, Message, Prompt } from '../engine.ts'
import type { EndpointConfig } from './config.ts'

/** The body of a chat completion, by the protocol's names. */
export interface ChatRequest {
  readonly model: string
  readonly messages: readonly Message[]
  readonly max_tokens: number
  readonly temperature: number
  readonly top_p: number
  readonly seed: number
}

const SEEDS = 2 ** 31

/** The request for a prompt; each prompt has its own seed, drawn by its id from the seed of the settings. */
export function chatRequest(
  { model }: Pick<EndpointConfig, 'model'>,
  { id, messages }: Prompt,
  { maxNewTokens, temperature, topP, seed }: GenerateSettings,
): ChatRequest {
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    max_tokens: maxNewTokens,
    temperature,
    top_p: topP,
    seed: randomStream(seed, 'endpoint', id).integer(SEEDS),
  }
}

/** The hash of a request and of the address that it goes to: two models of one name may stand at two addresses. */
export function requestName({ baseUrl }: Pick<EndpointConfig, 'baseUrl'>, request: ChatRequest): string {
  return hashJson({ baseUrl, request } as unknown as JsonValue)
}
