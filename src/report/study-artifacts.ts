/** @file Everything that the report reads, loaded once. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnalysisResults } from '../analysis/index.ts'
import type { BenchmarkResults } from '../benchmark/index.ts'
import type { Prediction } from '../predictions/index.ts'
import type { PromptRow, Stratum } from '../prompts/index.ts'
import type { ImportReport, Split, SyntheticMarginals } from '../records/index.ts'
import { JUDGE_AGREEMENT, type JudgeAgreement } from '../judges/index.ts'
import { type MachineBaseline, MATERIAL, type MaterialSummary, type ReviewSummary } from '../review/index.ts'
import type { Plan, Specialty } from '../specialty/index.ts'
import {
  type JsonValue,
  type Manifest,
  readJsonl,
  readManifest,
  type StageContext,
  StudyError,
} from '../support/index.ts'
import type { TrainingCurve } from './figures.ts'
import { readTrainingCurve } from './training-events.ts'

/** What the report is told of the study. */
export interface ReportedStudy {
  readonly name: string
  readonly title: string
  /** True when the records were generated; only then may a case be shown. */
  readonly synthetic: boolean
  /** The whole study file with its defaults. */
  readonly settings: JsonValue
}

/** One case with what each arm said about it. Exists only for synthetic records. */
export interface SampleCase {
  readonly recordId: string
  readonly stratum: Stratum
  readonly prompt: string
  readonly referencePlan: Plan
  readonly answers: readonly { readonly arm: string; readonly text: string; readonly plan: Plan | null }[]
}

/** The study as the report sees it. */
export interface StudyArtifacts {
  readonly study: ReportedStudy
  readonly specialty: Specialty
  readonly arms: readonly string[]
  readonly importReport: ImportReport
  readonly split: Split['counts']
  /** How a synthetic cohort compares with published figures; null for records that were not generated here. */
  readonly marginals: SyntheticMarginals | null
  readonly results: BenchmarkResults
  readonly analysis: AnalysisResults
  /** Null for a study without a review. */
  readonly review: ReviewSummary | null
  /** How a served review was prepared; null for a study that serves none. */
  readonly material: { readonly summary: MaterialSummary; readonly baseline: MachineBaseline } | null
  /** Language models that were asked what raters are asked; null for a study without any. For comparison only. */
  readonly judges: JudgeAgreement | null
  /** Artifact -> manifest, in the order of the flow. */
  readonly manifests: ReadonlyMap<string, Manifest>
  /** Policy -> its training curve; without points for one without training. */
  readonly curves: ReadonlyMap<string, TrainingCurve>
  /** Empty unless the data are synthetic. */
  readonly samples: readonly SampleCase[]
  readonly seed: number
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    throw new StudyError(`${file}: expected a JSON artifact, got none; run the study again`)
  }
}

const messageText = (messages: PromptRow['prompt']) => messages.map(({ content }) => content).join('\n\n')

/** The first test case of each stratum, with every arm's answer; only records marked synthetic are ever taken. */
async function loadSamples(arms: readonly string[], input: StageContext['input']): Promise<readonly SampleCase[]> {
  const chosen = new Map<Stratum, PromptRow>()
  for await (const row of readJsonl<PromptRow>(join(input('prompts'), 'test.jsonl'))) {
    if (row.synthetic && !chosen.has(row.stratum)) chosen.set(row.stratum, row)
    if (chosen.size === 3) break
  }
  const answers = new Map<string, { arm: string; text: string; plan: Plan | null }[]>()
  const ids = new Set([...chosen.values()].map(row => row.record_id))
  for (const arm of arms) {
    for await (const { recordId, text, plan } of readJsonl<Prediction>(
      join(input(`predictions/${arm}`), 'predictions.jsonl'),
    )) {
      if (ids.has(recordId)) answers.set(recordId, [...(answers.get(recordId) ?? []), { arm, text, plan }])
    }
  }
  return (['head', 'mid', 'tail'] as const).flatMap(stratum => {
    const row = chosen.get(stratum)
    if (!row) return []
    const { record_id: recordId, reference_plan: referencePlan, prompt } = row
    return [{ recordId, stratum, prompt: messageText(prompt), referencePlan, answers: answers.get(recordId) ?? [] }]
  })
}

/** The results with the names that the specialty has for layers and situations: the report may be in another language than the study. */
function namedBy({ decisionLayers, headings = {}, rareSituations = [] }: Specialty, results: BenchmarkResults) {
  const names = new Map([
    ...Object.entries(headings),
    ...decisionLayers.map(({ name, label }) => [name, label] as const),
  ])
  const situations = new Map(rareSituations.map(({ name, label }) => [name, label]))
  return {
    ...results,
    layers: results.layers.map(layer => ({ ...layer, label: names.get(layer.name) ?? layer.label })),
    rareSituations: results.rareSituations.map(one => ({ ...one, label: situations.get(one.name) ?? one.label })),
  }
}

/** Reads the artifacts of a finished study; throws StudyError naming the file when one is not there. */
export async function loadStudyArtifacts(
  options: { readonly study: ReportedStudy; readonly specialty: Specialty; readonly arms: readonly string[] },
  inputs: readonly string[],
  { input, seed }: StageContext,
): Promise<StudyArtifacts> {
  const { study, arms } = options
  const manifests = new Map<string, Manifest>()
  for (const artifact of inputs) {
    const manifest = readManifest(input(artifact))
    if (manifest) manifests.set(artifact, manifest)
  }
  const curves = new Map<string, TrainingCurve>()
  for (const policy of new Set(['base', ...arms])) {
    // A study whose arms are all served has no base.
    if (inputs.includes(`policies/${policy}`)) curves.set(policy, await readTrainingCurve(input(`policies/${policy}`)))
  }
  const marginals = join(input('records'), 'marginals.json')
  return {
    ...options,
    marginals: existsSync(marginals) ? readJson<SyntheticMarginals>(marginals) : null,
    importReport: readJson<ImportReport>(join(input('records'), 'import-report.json')),
    split: readJson<Split>(join(input('split'), 'split.json')).counts,
    results: namedBy(options.specialty, readJson<BenchmarkResults>(join(input('benchmark'), 'results.json'))),
    analysis: readJson<AnalysisResults>(join(input('analysis'), 'results.json')),
    review: inputs.includes('review') ? readJson<ReviewSummary>(join(input('review'), 'review.json')) : null,
    material: inputs.includes(MATERIAL)
      ? {
          summary: readJson<MaterialSummary>(join(input(MATERIAL), 'material.json')),
          baseline: readJson<MachineBaseline>(join(input(MATERIAL), 'distinguishability.json')),
        }
      : null,
    judges: inputs.includes(JUDGE_AGREEMENT)
      ? readJson<JudgeAgreement>(join(input(JUDGE_AGREEMENT), 'results.json'))
      : null,
    manifests,
    curves,
    samples: study.synthetic ? await loadSamples(arms, input) : [],
    seed,
  }
}
