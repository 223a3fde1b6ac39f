/**
 * @file Answers that a server gave, by the request that they answer. They outlive the artifact: a change of a setting, of
 * Bedside's code or of the approvals asks again only what was never asked in these very words.
 */
import { join } from 'node:path'
import type { Completion, GenerateSettings, Prompt } from '../../engines/index.ts'
import { hashJson, resumeJsonl } from '../../support/index.ts'

/** A line of `answers.jsonl`. */
interface KeptAnswer extends Completion {
  /** Hash of the model's name, the messages and how the answer is drawn. */
  readonly request: string
}

/** The answers so far, and where new ones go. */
export interface KeptAnswers {
  find(prompt: Prompt, settings: GenerateSettings): Completion | undefined
  /** On the disk when this returns, also after a power cut. */
  keep(prompt: Prompt, settings: GenerateSettings, answer: Completion): void
  close(): void
}

/** Opens the kept answers of a model; a last line that was cut off is dropped. */
export function openKeptAnswers(folder: string, model: string): KeptAnswers {
  const { finished, writer } = resumeJsonl<KeptAnswer>(join(folder, 'answers.jsonl'))
  const byRequest = new Map(finished.map(({ request, ...answer }) => [request, answer]))
  const nameOf = ({ messages }: Prompt, settings: GenerateSettings) => hashJson({ model, messages, settings })
  return {
    find(prompt, settings) {
      const answer = byRequest.get(nameOf(prompt, settings))
      return answer && { ...answer, id: prompt.id }
    },
    keep(prompt, settings, answer) {
      const request = nameOf(prompt, settings)
      byRequest.set(request, answer)
      writer.write(JSON.stringify({ request, ...answer }))
      writer.sync()
    },
    close: () => writer.close(),
  }
}
