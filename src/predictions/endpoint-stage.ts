/** @file The predictions stage of an arm whose model is behind a server; everything but who answers is as for the others. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AlignedPolicy, IclEndpointConfig } from '../alignment/index.ts'
import { type Answer, type EndpointFailure, isFailure, openInquiry } from '../engines/endpoint/index.ts'
import type { PromptRow } from '../prompts/index.ts'
import type { Specialty } from '../specialty/index.ts'
import { type JsonValue, loadJsonl, type Progress, type Stage, writeJsonl } from '../support/index.ts'
import type { PredictionConfig } from './config.ts'
import { type FittedPrompt, fitExemplars } from './exemplar-fit.ts'
import { exemplarsByCase } from './exemplars-by-case.ts'
import { type Prediction, toPrediction } from './prediction.ts'
import { summarise } from './summary.ts'
import { estimateTokens } from './token-estimate.ts'

/** A prediction of an answer, or of none: a case that got none counts as wrong on every layer, never as missing. */
function predictionOf(
  specialty: Specialty,
  arm: string,
  result: Answer | EndpointFailure,
  fitted: FittedPrompt,
): Prediction {
  if (!isFailure(result)) {
    const { drawing, servedBy } = result
    return { ...toPrediction(specialty, arm, result, fitted), served: { drawing, servedBy } }
  }
  const { id, says, served } = result
  const { promptTokens = 0, completionTokens = 0 } = served ?? {}
  return {
    recordId: id,
    arm,
    text: '',
    plan: null,
    parseErrors: [`not answered: ${says}`],
    promptTokens,
    completionTokens,
    finish: 'end',
    exemplars: fitted.exemplars,
    droppedExemplars: fitted.droppedExemplars,
    notAnswered: says,
    ...(served && { served: { drawing: served.drawing, servedBy: served.servedBy } }),
  }
}

/** Cases without an answer by reason; says so, since each counts as wrong. */
function tellNotAnswered(predictions: readonly Prediction[], arm: string, progress: Progress): Record<string, number> {
  const reasons: Record<string, number> = {}
  for (const { notAnswered } of predictions) {
    if (notAnswered !== undefined) reasons[notAnswered] = (reasons[notAnswered] ?? 0) + 1
  }
  for (const [reason, count] of Object.entries(reasons)) {
    const remedy = reason.includes('context_length_exceeded')
      ? ` (lower arms.${arm}.shots or set arms.${arm}.endpoint.contextLength)`
      : ''
    progress.say(`  note: ${count} of ${predictions.length} cases count as wrong: ${reason}${remedy}`)
  }
  return reasons
}

/**
 * The stage that writes predictions.jsonl for an arm on an endpoint, in the order of the test split. Answers are kept, so a
 * run that is cut off asks only what is open. Throws StudyError as the inquiry does, and when cases are without an answer
 * that another run may get, unless the settings say that these count as wrong.
 */
export function endpointPredictionsStage(options: {
  readonly arm: string
  readonly endpoint: IclEndpointConfig
  readonly config: PredictionConfig
  readonly specialty: Specialty
}): Stage {
  const { arm, endpoint, config, specialty } = options
  const { contextLength, unanswered, ...server } = endpoint
  const { baseUrl, model, price } = server
  // How patiently a server is asked, and how much may be spent, does not change what it answers.
  const decides = { baseUrl, model, unanswered, ...(contextLength && { contextLength }), ...(price && { price }) }
  return {
    title: `predictions ${arm}`,
    artifact: `predictions/${arm}`,
    inputs: ['prompts', `policies/${arm}`],
    sources: [],
    settings: { endpoint: decides, ...config, specialty: specialty as unknown as JsonValue },
    module: import.meta.url,
    async run({ input, output, kept, readSecret, seed, progress, signal }) {
      const policyFolder = input(`policies/${arm}`)
      const policy = JSON.parse(readFileSync(join(policyFolder, 'policy.json'), 'utf8')) as AlignedPolicy
      const rows = await loadJsonl<PromptRow>(join(input('prompts'), 'test.jsonl'))
      const choose = await exemplarsByCase(policy, specialty, policyFolder, seed)
      const count = async (cases: Parameters<typeof estimateTokens>[0]) => estimateTokens(cases, contextLength)
      const fitted = await fitExemplars(count, rows, choose, config.maxNewTokens)
      const alone = contextLength === undefined ? [] : fitted.filter(({ exemplars }) => exemplars.length === 0)
      const { tokens } = estimateTokens(alone.map(({ prompt: { id, messages } }) => ({ id, prompt: messages })))
      const tight = tokens.filter(({ prompt }) => prompt + config.maxNewTokens > contextLength!).length
      if (tight > 0) {
        progress.say(
          `  note: ${tight} of ${rows.length} prompts may be too long for arms.${arm}.endpoint.contextLength (${contextLength}) even without exemplars, by an estimate; a server may refuse or cut them`,
        )
      }
      const fittedById = new Map(fitted.map(found => [found.prompt.id, found]))
      const inquiry = openInquiry({
        config: server,
        setting: `arms.${arm}.endpoint`,
        noun: 'case',
        records: rows.length + new Set(fitted.flatMap(({ exemplars }) => exemplars)).size,
        kept: kept ?? join(output, 'kept'),
        readSecret,
        progress,
        signal,
      })
      try {
        const predictions = new Map<string, Prediction>()
        const task = progress.begin(`predictions ${arm}`, rows.length)
        const prompts = fitted.map(({ prompt }) => prompt)
        for await (const result of inquiry.ask(prompts, { ...config, seed })) {
          predictions.set(result.id, predictionOf(specialty, arm, result, fittedById.get(result.id)!))
          task.update(predictions.size)
        }
        if (unanswered === 'stop') inquiry.requireAnswers()
        const ordered = rows.map(row => predictions.get(row.record_id)!)
        await writeJsonl(join(output, 'predictions.jsonl'), ordered)
        const contextSetting = `arms.${arm}.endpoint.contextLength`
        const said = summarise(ordered, { maxNewTokens: config.maxNewTokens, contextSetting })
        task.finish(said.inBrief)
        progress.say(`  ${inquiry.summary()}`)
        for (const note of said.notes) progress.say(`  note: ${note}`)
        const notAnswered = tellNotAnswered(ordered, arm, progress)
        return { ...said.counts, ...inquiry.counts(), notAnswered }
      } finally {
        inquiry.close()
      }
    },
  }
}
