/** @file Puts questions to a judge: each request once a repeat; what is refused counts as an answer that cannot be read. */
import { type Inquiry, isFailure } from '../engines/endpoint/index.ts'
import type { Completion, GenerateSettings } from '../engines/index.ts'
import { type Progress, randomStream } from '../support/index.ts'
import type { JudgeConfig } from './config.ts'
import type { Question } from './question.ts'

/** What came of one request: an answer, or why there is none and will be none. */
export type Reply = Pick<Completion, 'text' | 'finish'> | { readonly refused: string }

/** How a repeat is drawn: each with a seed of its own, or a server that samples would say the same again. */
function drawing(
  { maxNewTokens, temperature, topP }: Pick<JudgeConfig, 'maxNewTokens' | 'temperature' | 'topP'>,
  seed: number,
  repeat: number,
): GenerateSettings {
  return { maxNewTokens, temperature, topP, seed: randomStream(seed, 'judge repeat', repeat).integer(2 ** 31) }
}

/**
 * Replies by request, one map a repeat; questions that send the same words share one. Throws what the inquiry throws, and
 * StudyError at the end when requests are open that another run may get answered.
 */
export async function askJudge(options: {
  readonly judge: string
  readonly questions: readonly Question[]
  readonly config: JudgeConfig
  readonly inquiry: Inquiry
  readonly seed: number
  readonly progress: Progress
}): Promise<readonly ReadonlyMap<string, Reply>[]> {
  const { judge, questions, config, inquiry, seed, progress } = options
  const prompts = [...new Map(questions.map(({ request, messages }) => [request, { id: request, messages }])).values()]
  const task = progress.begin(`asking the judge ${judge}`, prompts.length * config.repeats)
  const replies: Map<string, Reply>[] = []
  let answers = 0
  for (let repeat = 0; repeat < config.repeats; repeat++) {
    const own = new Map<string, Reply>()
    for await (const result of inquiry.ask(prompts, drawing(config, seed, repeat))) {
      if (isFailure(result)) {
        if (result.kind === 'passing') continue
        own.set(result.id, { refused: result.says })
      } else own.set(result.id, { text: result.text, finish: result.finish })
      task.update(++answers)
    }
    replies.push(own)
  }
  task.finish(`${answers} answers`)
  inquiry.requireAnswers()
  return replies
}
