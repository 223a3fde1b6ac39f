/** @file Puts questions to a judge: each request once, answers kept by their request, refusals counted as answers that cannot be read. */
import type { Endpoint, EndpointFailure } from '../engines/endpoint/index.ts'
import type { Completion, GenerateSettings, Prompt } from '../engines/index.ts'
import type { KeptAnswers } from '../prompts/rationale/index.ts'
import { InterruptedError, type Progress, randomStream, StudyError } from '../support/index.ts'
import type { JudgeConfig } from './config.ts'
import type { Question } from './question.ts'

/** What came of one request: an answer, or why the server refuses it. */
export type Reply = Completion | { readonly refused: string }

/** Requests in a row that came to nothing before the server counts as gone. */
const MOST_WITHOUT_ANSWER = 5
const AGAIN = 'run the same command again to go on: what was answered is kept'

const isFailure = (result: Completion | EndpointFailure): result is EndpointFailure => 'kind' in result

/** How a repeat is drawn: each with a seed of its own, or a server that samples would say the same again. */
export function drawing(
  { maxNewTokens, temperature, topP }: Pick<JudgeConfig, 'maxNewTokens' | 'temperature' | 'topP'>,
  seed: number,
  repeat: number,
): GenerateSettings {
  return { maxNewTokens, temperature, topP, seed: randomStream(seed, 'judge repeat', repeat).integer(2 ** 31) }
}

/**
 * Answers by request, one map a repeat. Answers that are kept are not asked for again. Throws StudyError when the server
 * cannot be reached, refuses everything, or leaves requests open that another run may get answered; InterruptedError when
 * the signal aborts.
 */
export async function askJudge(options: {
  readonly judge: string
  readonly questions: readonly Question[]
  readonly config: JudgeConfig
  readonly endpoint: () => Promise<Endpoint>
  readonly kept: KeptAnswers
  readonly seed: number
  readonly progress: Progress
  readonly signal: AbortSignal
}): Promise<readonly ReadonlyMap<string, Reply>[]> {
  const { judge, questions, config, kept, seed, progress, signal } = options
  const prompts = [...new Map(questions.map(({ request, messages }) => [request, { id: request, messages }])).values()]
  const check = `check judges.${judge}.endpoint`
  const task = progress.begin(`asking the judge ${judge}`, prompts.length * config.repeats)
  const replies: Map<string, Reply>[] = []
  let [answers, refusals, unanswered, inARow] = [0, 0, 0, 0]
  for (let repeat = 0; repeat < config.repeats; repeat++) {
    const settings = drawing(config, seed, repeat)
    const own = new Map<string, Reply>()
    const take = (reply: Reply, request: string) => {
      own.set(request, reply)
      task.update(++answers)
    }
    const fail = ({ id, kind, says }: EndpointFailure) => {
      if (kind === 'setup') throw new StudyError(`judge ${judge}: ${says}; ${check} and the server, then ${AGAIN}`)
      if (kind === 'request') {
        inARow = 0
        // Some servers answer 400 to a model that they do not have.
        if (++refusals >= MOST_WITHOUT_ANSWER && refusals === answers + 1) {
          throw new StudyError(`judge ${judge}: the server refuses every request: ${says}; ${check}, then ${AGAIN}`)
        }
        take({ refused: says }, id)
        return
      }
      unanswered++
      if (++inARow >= MOST_WITHOUT_ANSWER) {
        const problem = `${inARow} requests in a row without an answer, the last one: ${says}`
        throw new StudyError(`judge ${judge}: ${problem}; ${AGAIN}`)
      }
    }
    const open: Prompt[] = []
    for (const prompt of prompts) {
      const answer = kept.find(prompt, settings)
      if (answer) take(answer, prompt.id)
      else open.push(prompt)
    }
    if (open.length > 0) {
      const asked = new Map(open.map(prompt => [prompt.id, prompt]))
      const server = await options.endpoint()
      for await (const result of server.generate({ prompts: open, settings, signal })) {
        if (signal.aborted) throw new InterruptedError(`interrupted while the judge ${judge} was asked`)
        if (isFailure(result)) {
          fail(result)
          continue
        }
        inARow = 0
        kept.keep(asked.get(result.id)!, settings, result)
        take(result, result.id)
      }
    }
    replies.push(own)
  }
  task.finish(`${answers} answers`)
  if (unanswered > 0) throw new StudyError(`judge ${judge}: ${unanswered} requests without an answer; ${AGAIN}`)
  return replies
}
