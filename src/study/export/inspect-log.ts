/**
 * @file One arm as an evaluation log of Inspect (the JSON form of version 2, as inspect_ai 0.3.285 reads it). `inspect view`
 * shows the cases; the figures are those of our benchmark, not computed anew.
 */
import type { Score } from '../../benchmark/index.ts'
import { hashJson } from '../../support/index.ts'
import type { ExportedArm, ExportedCase, ExportedStudy } from './exported-study.ts'

/** An id in the form of Inspect's, from what it stands for: the same export has the same ids. */
function idOf(...parts: readonly string[]): string {
  return hashJson(parts).slice(0, 22)
}

const TIME = (iso: string) => iso.replace(/\.\d+Z$/, '+00:00')

/** The model as Inspect names one: provider and name. */
const modelOf = (study: ExportedStudy, arm: string) => `bedside/${study.name}-${arm}`

/** 1 or 0; what the record says, and whether the rules leave it open, stand beside it. */
function scoreOf({ correct, predicted, truth, withinRules, parsed }: Score): object {
  return {
    value: correct ? 1 : 0,
    answer: predicted === null ? null : String(predicted),
    explanation: parsed ? null : 'no readable plan',
    metadata: { recorded: truth, withinRules },
  }
}

function sampleOf(model: string, { row, prediction, messages, scores }: ExportedCase): object {
  const { text, promptTokens, completionTokens, finish } = prediction
  const usage = {
    input_tokens: promptTokens,
    output_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  }
  const answer = { role: 'assistant', content: text, source: 'generate', model }
  const input = messages.map(({ role, content }) => ({ role, content, source: 'input' }))
  return {
    id: row.record_id,
    epoch: 1,
    input,
    target: row.completion.map(({ content }) => content).join('\n'),
    messages: [...input, answer],
    output: {
      model,
      choices: [{ message: answer, stop_reason: finish === 'end' ? 'stop' : 'max_tokens' }],
      completion: text,
      usage,
    },
    scores: Object.fromEntries(scores.map(score => [score.layer, scoreOf(score)])),
    metadata: {
      coupleId: row.couple_id,
      stratum: row.stratum,
      weight: row.weight,
      rareSituations: row.rare_situations,
      synthetic: row.synthetic,
      parseErrors: prediction.parseErrors,
      exemplars: prediction.exemplars,
      droppedExemplars: prediction.droppedExemplars,
    },
    model_usage: { [model]: usage },
  }
}

/** The benchmark's figures of a layer; what could not be estimated is left out. */
function metricsOf({ estimates }: ExportedArm, layer: string): object {
  return Object.fromEntries(
    estimates.flatMap(({ layer: own, metric, role, estimate }) => {
      if (own !== layer || !('value' in estimate)) return []
      const { value, ...rest } = estimate
      return [[metric, { name: metric, value, metadata: { role, ...rest } }]]
    }),
  )
}

function resultsOf(arm: ExportedArm): object {
  const layers = new Set(arm.cases.flatMap(({ scores }) => scores.map(({ layer }) => layer)))
  return {
    total_samples: arm.cases.length,
    completed_samples: arm.cases.length,
    scores: [...layers].map(layer => {
      const scored = arm.cases.filter(({ scores }) => scores.some(score => score.layer === layer)).length
      const metrics = metricsOf(arm, layer)
      return {
        name: layer,
        scorer: 'bedside-benchmark',
        scored_samples: scored,
        unscored_samples: arm.cases.length - scored,
        params: {},
        metrics,
      }
    }),
  }
}

/** The log of one arm, as its file name and its content. */
export function inspectLog(study: ExportedStudy, arm: ExportedArm): { readonly file: string; readonly log: object } {
  const { manifest, generation } = study
  const task = `${study.name}-${arm.arm}`
  const model = modelOf(study, arm.arm)
  const taskId = idOf('task', manifest.key, arm.arm)
  const config = {
    max_tokens: generation.maxNewTokens,
    temperature: generation.temperature,
    top_p: generation.topP,
    seed: study.seed,
  }
  const started = TIME(arm.started)
  const log = {
    version: 2,
    status: 'success',
    eval: {
      eval_id: idOf('eval', manifest.key, arm.arm),
      run_id: idOf('run', manifest.key),
      created: started,
      task,
      task_id: taskId,
      task_version: 0,
      task_display_name: `${study.name}: ${arm.arm}`,
      task_attribs: {},
      task_args: { study: study.name, arm: arm.arm, method: arm.policy.method, exemplars: arm.policy.exemplars },
      task_args_passed: {},
      dataset: {
        name: `${study.name} test split`,
        location: study.records,
        samples: arm.cases.length,
        sample_ids: arm.cases.map(({ row }) => row.record_id),
        shuffled: false,
      },
      model,
      model_generate_config: config,
      model_args: { base: study.base, engine: study.engine, checkpoint: arm.policy.checkpoint },
      config: { epochs: 1 },
      ...(manifest.commit !== null && { revision: { type: 'git', origin: '', commit: manifest.commit } }),
      packages: manifest.versions,
      metadata: { benchmarkKey: manifest.key, madeBy: 'bedside export inspect' },
    },
    plan: { name: 'plan', steps: [{ solver: 'bedside', params: {} }], config },
    results: resultsOf(arm),
    stats: { started_at: started, completed_at: TIME(arm.finished), model_usage: {} },
    samples: arm.cases.map(each => sampleOf(model, each)),
  }
  return { file: `${started.replaceAll(':', '-')}_${task}_${taskId}.json`, log }
}
