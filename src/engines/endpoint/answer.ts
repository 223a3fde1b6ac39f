/** @file What a server answers, read from what it sends. */
import type { ChatCompletion } from 'openai/resources/chat/completions'
import type { Completion } from '../engine.ts'
import type { EndpointFailure } from './failure.ts'
import type { ChatRequest } from './request.ts'
import type { Served } from './served.ts'

/** A completion by a server. */
export interface Answer extends Completion, Served {}

const textOr = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const countOf = (value: unknown) => (Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : 0)

/** What a thinking model says before its answer is not part of the answer. */
function withoutThoughts(text: string): string {
  const end = text.lastIndexOf('</think>')
  return end < 0 ? text : text.slice(end + '</think>'.length)
}

function servedOf(answer: ChatCompletion, request: ChatRequest, seconds: number): Served {
  return {
    promptTokens: countOf(answer.usage?.prompt_tokens),
    completionTokens: countOf(answer.usage?.completion_tokens),
    seconds: Math.round(seconds * 1000) / 1000,
    drawing: {
      temperature: request.temperature,
      topP: request.top_p,
      seed: request.seed,
      maxNewTokens: request.max_tokens,
    },
    servedBy: { model: textOr(answer.model), fingerprint: textOr(answer.system_fingerprint) },
  }
}

/**
 * Reads what a server answered with success. A model that was cut off while it thought gives an empty text with the
 * finish `length`. What is no chat completion counts as passing: the next try may get one.
 */
export function readAnswer(
  id: string,
  answer: ChatCompletion,
  request: ChatRequest,
  seconds: number,
): Answer | EndpointFailure {
  const choice = answer?.choices?.[0]
  const message = choice?.message
  const isFiltered = choice?.finish_reason === 'content_filter'
  if (isFiltered || textOr(message?.refusal) !== null) {
    const says = isFiltered ? 'a filter of the server stopped the answer' : 'the model refused to answer'
    return { id, kind: 'refusal', says, served: servedOf(answer, request, seconds) }
  }
  const isCut = choice?.finish_reason === 'length'
  const text = message?.content ?? (message && isCut ? '' : null)
  if (typeof text !== 'string') {
    return { id, kind: 'passing', says: 'expected a chat completion, got something else' }
  }
  return {
    id,
    sample: 0,
    text: withoutThoughts(text).trim(),
    finish: isCut ? 'length' : 'end',
    ...servedOf(answer, request, seconds),
  }
}
