/**
 * @file One arm in the form of lm-eval 0.4.13 with --log_samples: `samples_<task>_<time>.jsonl` and `results_<time>.json`.
 * One task for the study; a metric for each decision layer, which a case without the layer does not have.
 */
import { sha256 } from '../../support/index.ts'
import type { ExportedArm, ExportedCase, ExportedStudy } from './exported-study.ts'

/** Names of lm-eval's keys hold letters, digits and underscores; a comma would begin the name of a filter. */
const nameOf = (text: string) => text.replace(/\W/g, '_')

/** The metrics of a case by name: agreement with the record, and being within the rules, for each layer that it has. */
function metricsOf({ scores }: ExportedCase): Readonly<Record<string, number>> {
  return Object.fromEntries(
    scores.flatMap(({ layer, correct, withinRules }) => [
      [`agreement_${nameOf(layer)}`, correct ? 1 : 0],
      ...(withinRules === null ? [] : [[`within_rules_${nameOf(layer)}`, withinRules ? 1 : 0]]),
    ]),
  )
}

type Hashes = Readonly<Record<'doc_hash' | 'prompt_hash' | 'target_hash', string>>

/** A line of the samples file. Hashes are taken as lm-eval takes them, of the same texts. */
function sampleOf(
  study: ExportedStudy,
  found: ExportedCase,
  index: number,
): Hashes & Readonly<Record<string, unknown>> {
  const { row, prediction, messages } = found
  const metrics = metricsOf(found)
  const target = row.completion.map(({ content }) => content).join('\n')
  const doc = {
    record_id: row.record_id,
    couple_id: row.couple_id,
    stratum: row.stratum,
    prompt: row.prompt,
    reference_plan: row.reference_plan,
  }
  const prompt = JSON.stringify(messages)
  const { maxNewTokens, temperature, topP } = study.generation
  const settings = { max_gen_toks: maxNewTokens, temperature, top_p: topP, do_sample: temperature > 0, until: [] }
  return {
    doc_id: index,
    doc,
    target,
    arguments: { gen_args_0: { arg_0: prompt, arg_1: settings } },
    resps: [[prediction.text]],
    filtered_resps: [prediction.text],
    filter: 'none',
    metrics: Object.keys(metrics),
    doc_hash: sha256(JSON.stringify(doc, null, 2)),
    prompt_hash: sha256(prompt),
    target_hash: sha256(target),
    ...metrics,
  }
}

/** Mean, and its standard error by the sample standard deviation, of each metric over the cases that have it. */
function aggregates(cases: readonly ExportedCase[]): Readonly<Record<string, number | 'N/A'>> {
  const values = new Map<string, number[]>()
  for (const found of cases) {
    for (const [name, value] of Object.entries(metricsOf(found))) {
      const list = values.get(name)
      if (list) list.push(value)
      else values.set(name, [value])
    }
  }
  return Object.fromEntries(
    [...values].flatMap(([name, list]) => {
      const { length: n } = list
      const mean = list.reduce((sum, value) => sum + value, 0) / n
      const squares = list.reduce((sum, value) => sum + (value - mean) ** 2, 0)
      return [
        [`${name},none`, mean],
        // Of one case there is none.
        [`${name}_stderr,none`, n > 1 ? Math.sqrt(squares / (n - 1) / n) : 'N/A'],
      ]
    }),
  )
}

/** The files of one arm below `<study>-<arm>/`, as name and text. */
export function lmEvalFiles(study: ExportedStudy, arm: ExportedArm): ReadonlyMap<string, string> {
  const task = nameOf(`bedside_${study.name}`)
  const model = `${study.name}-${arm.arm}`
  const samples = arm.cases.map((found, index) => sampleOf(study, found, index))
  const results = aggregates(arm.cases)
  const metricNames = [...new Set(samples.flatMap(sample => sample['metrics'] as readonly string[]))]
  const { maxNewTokens, temperature, topP } = study.generation
  const count = samples.length
  const shots = arm.cases.reduce((most, { prediction }) => Math.max(most, prediction.exemplars.length), 0)
  const hashes = samples.map(({ doc_hash, prompt_hash, target_hash }) => doc_hash + prompt_hash + target_hash)
  const seconds = (iso: string) => iso.replace(/\.\d+Z$/, 'Z')
  const whole = {
    results: { [task]: { alias: task, sample_len: count, ...results } },
    group_subtasks: { [task]: [] },
    configs: {
      [task]: {
        task,
        output_type: 'generate_until',
        test_split: 'test',
        num_fewshot: shots,
        metric_list: metricNames.map(metric => ({ metric, aggregation: 'mean', higher_is_better: true })),
        generation_kwargs: { max_gen_toks: maxNewTokens, temperature, top_p: topP },
        metadata: { version: 1, study: study.name, arm: arm.arm, benchmark_key: study.manifest.key },
      },
    },
    versions: { [task]: 1 },
    'n-shot': { [task]: shots },
    higher_is_better: { [task]: Object.fromEntries(metricNames.map(metric => [metric, true])) },
    'n-samples': { [task]: { original: count, effective: count } },
    config: {
      model: 'bedside',
      model_args: `base=${study.base},engine=${study.engine},arm=${arm.arm}`,
      random_seed: study.seed,
      bedside_version: study.manifest.versions['bedside'],
    },
    git_hash: study.manifest.commit,
    task_hashes: { [task]: sha256(hashes.join('')) },
    model_source: 'bedside',
    model_name: model,
    model_name_sanitized: model,
    start_date: seconds(arm.started),
    end_date: seconds(arm.finished),
  }
  // As lm-eval writes a time into a name: without zone, colons as hyphens.
  const time = arm.finished.replace(/Z$/, '').replaceAll(':', '-')
  return new Map([
    [`${model}/samples_${task}_${time}.jsonl`, samples.map(sample => `${JSON.stringify(sample)}\n`).join('')],
    [`${model}/results_${time}.json`, `${JSON.stringify(whole, null, 2)}\n`],
  ])
}
