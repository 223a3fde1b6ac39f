/** @file The benchmark stage: predictions of every arm and baseline against the recorded decisions. */
import { join } from 'node:path'
import type { Prediction } from '../predictions/index.ts'
import type { PromptRow, Stratum } from '../prompts/index.ts'
import type { PatientRecord } from '../records/index.ts'
import type { Plan, Specialty } from '../specialty/index.ts'
import {
  InterruptedError,
  type JsonValue,
  readJsonl,
  type Stage,
  type StageContext,
  StudyError,
  writeFileAtomically,
  writeJsonl,
} from '../support/index.ts'
import type { TrainingCase } from './baseline.ts'
import { baselines } from './baselines.ts'
import type { BenchmarkConfig } from './config.ts'
import { effectiveCouples, estimateLayer } from './estimates.ts'
import { estimateGaps } from './gaps.ts'
import { headlineMetric, type MetricName, metrics, metricsOf } from './metrics/index.ts'
import { summariseReadability } from './readability.ts'
import type {
  BenchmarkDifference,
  BenchmarkEstimate,
  BenchmarkResults,
  Predictor,
  RareSituationResult,
  SeenEstimate,
  StratumGap,
} from './results.ts'
import { type ReferenceCase, type Score, scoreCase, scoredLayers } from './score.ts'

const strata: readonly Stratum[] = ['head', 'mid', 'tail']

/** The stage that scores all arms and baselines on the test split; writes scores.jsonl and results.json. */
export function benchmarkStage(options: {
  readonly specialty: Specialty
  readonly arms: readonly string[]
  readonly config: BenchmarkConfig
}): Stage {
  const { specialty, arms, config } = options
  return {
    title: 'benchmark',
    artifact: 'benchmark',
    inputs: ['records', 'split', 'prompts', ...arms.map(arm => `predictions/${arm}`)],
    sources: [],
    settings: { ...config, arms, specialty } as unknown as JsonValue,
    module: import.meta.url,
    run: context => runBenchmark(options, context),
  }
}

async function runBenchmark(
  { specialty, arms, config }: Parameters<typeof benchmarkStage>[0],
  { input, output, seed, progress, signal }: StageContext,
) {
  const { plans, prompts, rareCounts } = await loadTraining(input)
  const cases: ReferenceCase[] = []
  for await (const row of readJsonl<PromptRow>(join(input('prompts'), 'test.jsonl'))) {
    const { record_id: recordId, couple_id: coupleId, stratum, reference_plan: plan } = row
    const seenInTraining = prompts.has(JSON.stringify(row.prompt))
    const { weight, rare_situations: rareSituations, fields } = row
    cases.push({ recordId, coupleId, stratum, plan, fields, seenInTraining, weight, rareSituations })
  }
  if (cases.length === 0) throw new StudyError('benchmark: expected test cases, got none; enlarge the test split')
  const predictors: Predictor[] = arms.map(name => ({ name, kind: 'arm', description: 'aligned model' }))
  const scores = new Map<string, Score[]>()
  const readability = []
  for (const arm of arms) {
    const predictions = await loadPredictions(join(input(`predictions/${arm}`), 'predictions.jsonl'), cases)
    scores.set(
      arm,
      cases.flatMap(reference => {
        const { plan = null, text = null } = predictions.get(reference.recordId) ?? {}
        return scoreCase(specialty, arm, reference, { plan, reasoning: text })
      }),
    )
    readability.push(
      summariseReadability(
        arm,
        cases.map(({ recordId }) => recordId),
        predictions,
      ),
    )
  }
  const { training, fieldsOf } = await loadFields(input, cases, plans)
  const fitting = progress.begin('baselines', specialty.decisionLayers.length)
  let fitted = 0
  for (const baseline of baselines) {
    const { name, description } = baseline
    // A regression of each layer takes nearly all of the time.
    const predict = baseline.fit(training, specialty, () => fitting.update(++fitted))
    predictors.push({ name, kind: 'baseline', description })
    scores.set(
      name,
      cases.flatMap(reference => {
        const answer = { plan: predict(fieldsOf(reference.recordId)), reasoning: null }
        return scoreCase(specialty, name, reference, answer)
      }),
    )
  }
  fitting.finish()
  await writeJsonl(join(output, 'scores.jsonl'), [...scores.values()].flat())

  const layers = scoredLayers(specialty)
  const estimates: BenchmarkEstimate[] = []
  const differences: BenchmarkDifference[] = []
  const seenEstimates: SeenEstimate[] = []
  const gaps: StratumGap[] = []
  const weights = new Map(cases.map(({ coupleId, weight }) => [coupleId, weight]))
  const overSamples = new Set(weights.values()).size > 1
  const reweighted = { estimates: [] as BenchmarkEstimate[], differences: [] as BenchmarkDifference[] }
  const situations = (specialty.rareSituations ?? []).map(({ name, label }) => ({
    name,
    label,
    estimates: [] as RareSituationResult['estimates'][number][],
  }))
  const task = progress.begin('intervals', layers.length * (strata.length + 1))
  let done = 0
  for (const layer of layers) {
    for (const stratum of ['all', ...strata] as const) {
      if (signal.aborted) throw new InterruptedError('interrupted; run the same command again to continue')
      const selected = new Map(
        [...scores].map(([name, all]) => [
          name,
          all.filter(score => score.layer === layer.name && (stratum === 'all' || score.stratum === stratum)),
        ]),
      )
      const found = estimateLayer({ layer, stratum, predictors, scores: selected, ...config, seed })
      estimates.push(...found.estimates)
      differences.push(...found.differences)
      if (overSamples) {
        const again = { layer, stratum, predictors, scores: selected, ...config, seed, weights, part: 're-weighted' }
        const other = estimateLayer(again)
        reweighted.estimates.push(...other.estimates)
        reweighted.differences.push(...other.differences)
      }
      task.update(++done, layer.label)
    }
    const ofLayer = new Map([...scores].map(([name, all]) => [name, all.filter(score => score.layer === layer.name)]))
    gaps.push(...estimateGaps({ layer, scores: ofLayer, estimates, ...config, seed }))
    for (const situation of situations) {
      const selected = new Map(
        [...ofLayer].map(([name, all]) => [name, all.filter(score => score.rareSituations.includes(situation.name))]),
      )
      const part = { only: headlineMetric[layer.type], part: `rare situation ${situation.name}` }
      const found = estimateLayer({ layer, stratum: 'all', predictors, scores: selected, ...config, seed, ...part })
      situation.estimates.push(...found.estimates.map(({ stratum: _, role: __, ...estimate }) => estimate))
    }
    for (const seen of [true, false]) {
      const selected = new Map(
        [...scores].map(([name, all]) => [
          name,
          all.filter(score => score.layer === layer.name && score.seenInTraining === seen),
        ]),
      )
      const part = { only: headlineMetric[layer.type], part: seen ? 'seen in training' : 'not seen in training' }
      const found = estimateLayer({ layer, stratum: 'all', predictors, scores: selected, ...config, seed, ...part })
      seenEstimates.push(...found.estimates.map(({ stratum: _, role: __, ...estimate }) => ({ ...estimate, seen })))
    }
  }
  task.finish()

  const results: BenchmarkResults = {
    reference: 'the recorded decision: every figure is agreement with the record',
    level: config.level,
    resamples: config.resamples,
    seed,
    cases: cases.length,
    couples: new Set(cases.map(({ coupleId }) => coupleId)).size,
    strata: countStrata(cases),
    predictors,
    layers: layers.map(layer => ({
      name: layer.name,
      label: layer.label,
      type: layer.type,
      unit: layer.unit,
      partOf: layer.partOf,
      n: (scores.get(predictors[0].name) ?? []).filter(score => score.layer === layer.name).length,
    })),
    metrics: Object.values(metrics)
      .filter(metric => layers.some(layer => metricsOf(layer).some(({ name }) => name === metric.name)))
      .map(({ name, label, higherIsBetter, scale, citation }) => ({
        name: name as MetricName,
        label,
        higherIsBetter,
        scale,
        citation,
      })),
    estimates,
    differences,
    gaps,
    reweighted: overSamples
      ? { effectiveCouples: effectiveCouples(scores.get(predictors[0].name) ?? [], weights), ...reweighted }
      : null,
    rareSituations: situations.map(({ estimates, ...situation }) => {
      const own = cases.filter(({ rareSituations }) => rareSituations.includes(situation.name))
      const couples = new Set(own.map(({ coupleId }) => coupleId)).size
      const trainingCases = rareCounts.get(situation.name) ?? 0
      return { ...situation, cases: own.length, couples, trainingCases, estimates }
    }),
    seenInTraining: {
      cases: cases.filter(({ seenInTraining }) => seenInTraining).length,
      estimates: seenEstimates,
    },
    readability,
  }
  writeFileAtomically(join(output, 'results.json'), `${JSON.stringify(results, null, 1)}\n`)
  return { cases: results.cases, couples: results.couples, predictors: predictors.map(({ name }) => name) }
}

function countStrata(cases: readonly ReferenceCase[]): Record<Stratum, number> {
  const counts: Record<Stratum, number> = { head: 0, mid: 0, tail: 0 }
  for (const { stratum } of cases) counts[stratum]++
  return counts
}

/** An arm's predictions by record; an unknown or repeated record means that the artifact is not of this split. */
async function loadPredictions(
  file: string,
  cases: readonly ReferenceCase[],
): Promise<ReadonlyMap<string, Prediction>> {
  const known = new Set(cases.map(({ recordId }) => recordId))
  const predictions = new Map<string, Prediction>()
  for await (const prediction of readJsonl<Prediction>(file)) {
    const { recordId } = prediction
    if (!known.has(recordId) || predictions.has(recordId)) {
      const fault = known.has(recordId) ? 'is there twice' : 'is not in the test split'
      throw new StudyError(`${file}: expected one prediction a test case, record ${recordId} ${fault}; run again`)
    }
    predictions.set(recordId, prediction)
  }
  return predictions
}

/** The training decisions by record, and the training prompts as text. */
async function loadTraining(input: StageContext['input']) {
  const plans = new Map<string, Plan>()
  const prompts = new Set<string>()
  const rareCounts = new Map<string, number>()
  for await (const row of readJsonl<PromptRow>(join(input('prompts'), 'train.jsonl'))) {
    plans.set(row.record_id, row.reference_plan)
    prompts.add(JSON.stringify(row.prompt))
    for (const name of row.rare_situations) rareCounts.set(name, (rareCounts.get(name) ?? 0) + 1)
  }
  return { plans, prompts, rareCounts }
}

/** Fields of the training and test records; the other records are read past. */
async function loadFields(
  input: StageContext['input'],
  cases: readonly ReferenceCase[],
  plans: ReadonlyMap<string, Plan>,
) {
  const testIds = new Set(cases.map(({ recordId }) => recordId))
  const training: TrainingCase[] = []
  const testFields = new Map<string, PatientRecord['fields']>()
  for await (const { recordId, fields } of readJsonl<PatientRecord>(join(input('records'), 'records.jsonl'))) {
    const plan = plans.get(recordId)
    if (plan) training.push({ fields, plan })
    else if (testIds.has(recordId)) testFields.set(recordId, fields)
  }
  return {
    training,
    fieldsOf: (recordId: string) => {
      const fields = testFields.get(recordId)
      if (!fields)
        throw new StudyError(`benchmark: record ${recordId} of the test split is not in records.jsonl; run again`)
      return fields
    },
  }
}
