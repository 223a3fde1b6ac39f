/** @file What an export holds: for each arm, what it was asked, what it answered, and how that was scored. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type AlignedPolicy, armNames } from '../../alignment/index.ts'
import type { BenchmarkEstimate, BenchmarkResults, Score } from '../../benchmark/index.ts'
import type { Message } from '../../engines/index.ts'
import type { Prediction } from '../../predictions/index.ts'
import type { Exemplar, PromptRow } from '../../prompts/index.ts'
import { hashJson, loadJsonl, type Manifest, StudyError } from '../../support/index.ts'
import { finishedManifest } from '../stage-state.ts'
import type { Study } from '../study-config.ts'

/** One test case of one arm. */
export interface ExportedCase {
  readonly row: PromptRow
  readonly prediction: Prediction
  /** What the policy was given: exemplars as earlier turns, then the prompt. */
  readonly messages: readonly Message[]
  readonly scores: readonly Score[]
}

/** One arm with its cases in the order of the test split, and the benchmark's figures of it over all cases. */
export interface ExportedArm {
  readonly arm: string
  readonly policy: AlignedPolicy
  readonly cases: readonly ExportedCase[]
  readonly estimates: readonly BenchmarkEstimate[]
  /** When its completions were begun and finished, as ISO 8601. */
  readonly started: string
  readonly finished: string
}

/** A finished benchmark with everything that it was computed from. */
export interface ExportedStudy {
  readonly name: string
  readonly seed: number
  /** Name of the base model, of the engine, and of the records' source: no path of this machine. */
  readonly base: string
  readonly engine: string
  readonly records: string
  readonly generation: { readonly maxNewTokens: number; readonly temperature: number; readonly topP: number }
  /** Of the benchmark: its key names everything that the export follows from. */
  readonly manifest: Manifest
  readonly arms: readonly ExportedArm[]
}

const RUN_FIRST = 'run the study first: bedside run'

/** The manifest of an input artifact of `reader`; throws StudyError when it is missing or changed since. */
function inputManifest(out: string, reader: Manifest, artifact: string): Manifest {
  const manifest = finishedManifest(join(out, artifact))
  if (manifest === null || hashJson(manifest.files) !== reader.inputs[artifact]) {
    throw new StudyError(`${reader.artifact} is older than ${artifact}; ${RUN_FIRST}`)
  }
  return manifest
}

function messagesOf(
  { prompt, record_id }: PromptRow,
  { exemplars }: Prediction,
  pool: ReadonlyMap<string, Exemplar>,
): Message[] {
  const shown = exemplars.flatMap(id => {
    const found = pool.get(id)
    if (!found) throw new StudyError(`case ${record_id}: exemplar ${id} is not in the policy; ${RUN_FIRST}`)
    return [...found.prompt, ...found.completion]
  })
  return [...shown, ...prompt]
}

async function readArm(
  out: string,
  arm: string,
  benchmark: Manifest,
  rows: readonly PromptRow[],
  scores: ReadonlyMap<string, readonly Score[]>,
  results: BenchmarkResults,
): Promise<ExportedArm> {
  const manifest = inputManifest(out, benchmark, `predictions/${arm}`)
  inputManifest(out, manifest, `policies/${arm}`)
  const folder = join(out, 'policies', arm)
  const policy = JSON.parse(readFileSync(join(folder, 'policy.json'), 'utf8')) as AlignedPolicy
  const exemplarFile = join(folder, 'exemplars.jsonl')
  const exemplars = existsSync(exemplarFile) ? await loadJsonl<Exemplar>(exemplarFile) : []
  const pool = new Map(exemplars.map(exemplar => [exemplar.recordId, exemplar]))
  const predictions = new Map(
    (await loadJsonl<Prediction>(join(out, 'predictions', arm, 'predictions.jsonl'))).map(one => [one.recordId, one]),
  )
  const cases = rows.flatMap((row): ExportedCase[] => {
    const prediction = predictions.get(row.record_id)
    if (prediction === undefined) return []
    const messages = messagesOf(row, prediction, pool)
    return [{ row, prediction, messages, scores: scores.get(`${arm} ${row.record_id}`) ?? [] }]
  })
  const estimates = results.estimates.filter(({ predictor, stratum }) => predictor === arm && stratum === 'all')
  return { arm, policy, cases, estimates, started: manifest.started, finished: manifest.finished }
}

/** Reads a study whose benchmark is finished; throws StudyError when it is not, or older than what it was computed from. */
export async function readExportedStudy({ config, out }: Study): Promise<ExportedStudy> {
  const manifest = finishedManifest(join(out, 'benchmark'))
  if (manifest === null) throw new StudyError(`the benchmark is not finished; ${RUN_FIRST}`)
  inputManifest(out, manifest, 'prompts')
  const rows = await loadJsonl<PromptRow>(join(out, 'prompts', 'test.jsonl'))
  const results = JSON.parse(readFileSync(join(out, 'benchmark', 'results.json'), 'utf8')) as BenchmarkResults
  const scores = new Map<string, Score[]>()
  for (const score of await loadJsonl<Score>(join(out, 'benchmark', 'scores.jsonl'))) {
    const key = `${score.arm} ${score.recordId}`
    const found = scores.get(key)
    if (found) found.push(score)
    else scores.set(key, [score])
  }
  const arms: ExportedArm[] = []
  for (const arm of armNames(config.arms)) arms.push(await readArm(out, arm, manifest, rows, scores, results))
  const { base, records, prediction } = config
  return {
    name: config.study,
    seed: config.seed,
    base: 'model' in base ? basename(base.model) : 'a new model',
    engine: base.engine,
    records: 'source' in records ? basename(records.source) : 'synthetic',
    generation: prediction,
    manifest,
    arms,
  }
}
