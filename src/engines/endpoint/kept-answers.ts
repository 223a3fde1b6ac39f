/**
 * @file Answers that a server gave, by the request that they answer. They outlive the artifact: a change of a setting or
 * of Bedside's code asks again only what was never asked in these very words.
 */
import { join } from 'node:path'
import { makeFolder, resumeJsonl } from '../../support/index.ts'
import type { Answer } from './answer.ts'
import type { EndpointFailure } from './failure.ts'

/** What is kept: an answer, or that the model refused one, which was paid for as well. */
export type KeptResult = Answer | (EndpointFailure & { readonly kind: 'refusal' })

/** The answers so far, and where new ones go. */
export interface KeptAnswers {
  /** All of them, also those to requests that are asked no more. */
  readonly all: readonly KeptResult[]
  /** By the name of the request. */
  find(request: string): KeptResult | undefined
  /** On the disk when this returns, also after a power cut. */
  keep(request: string, result: KeptResult): void
  close(): void
}

/** Opens `answers.jsonl` of a folder, which is made for its owner alone when it is not there; a last line that was cut off is dropped. */
export function openKeptAnswers(folder: string): KeptAnswers {
  makeFolder(folder, 0o700)
  const { finished, writer } = resumeJsonl<KeptResult & { readonly request: string }>(join(folder, 'answers.jsonl'))
  const byRequest = new Map<string, KeptResult>()
  for (const { request, ...result } of finished) byRequest.set(request, result as KeptResult)
  return {
    all: [...byRequest.values()],
    find: request => byRequest.get(request),
    keep(request, result) {
      byRequest.set(request, result)
      writer.write(JSON.stringify({ request, ...result }))
      writer.sync()
    },
    close: () => writer.close(),
  }
}
