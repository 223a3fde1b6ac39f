/** @file A made-up study on the disk with a review that may be done, for judges to be asked about. SYNTHETIC and SIMULATED. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type JudgeAgreement, judgeAgreementStage, judgesConfig, judgeStage } from '../../src/judges/index.ts'
import type { Judgement, JudgeSummary, Unreadable } from '../../src/judges/judgement.ts'
import { simulatedReview } from '../../src/review/fixtures/simulated-review.ts'
import type { SyntheticStudy } from '../../src/review/preparation/fixtures/synthetic-study.ts'
import { loadJsonl, type Stage, type StageCounts, writeJsonl } from '../../src/support/index.ts'
import { readFileSync } from 'node:fs'

/** What is in the artifact of a judge. */
export interface Judged {
  readonly counts: StageCounts
  readonly judgements: readonly Judgement[]
  readonly unreadable: readonly Unreadable[]
  readonly summary: JudgeSummary
}

const json = (value: unknown) => JSON.stringify(value)

/** Writes the artifact `review-material/` of a study, as its stage does. */
export async function writeMaterial(folder: string, { material }: SyntheticStudy): Promise<void> {
  const at = join(folder, 'review-material')
  mkdirSync(at, { recursive: true })
  for (const name of ['cases', 'plans', 'training', 'findings'] as const) {
    await writeJsonl(join(at, `${name}.jsonl`), material[name])
  }
  writeFileSync(join(at, 'asked.json'), json({ seed: material.seed, settings: material.settings }))
  writeFileSync(join(at, 'material.json'), json(material.summary))
}

/** Writes the artifact `review/` with judgements of simulated reviewers. */
export async function writeReview(folder: string, { material, config }: SyntheticStudy): Promise<void> {
  const cases = material.cases.map(({ caseId }) => caseId)
  const quality = Object.fromEntries(config.compare.map((arm, i) => [arm, 1 - i]))
  const criteria = material.settings.criteria
  const { ratings, preferences } = simulatedReview({ quality, cases, raters: 3, seed: 3, criteria })
  const at = join(folder, 'review')
  mkdirSync(at, { recursive: true })
  await writeJsonl(join(at, 'ratings.jsonl'), ratings)
  await writeJsonl(join(at, 'preferences.jsonl'), preferences)
  writeFileSync(join(at, 'review.json'), json({ simulated: true, scale: [1, 5] }))
}

/** Runs a stage of such a study; `said` takes what it says. */
export async function runStage(folder: string, stage: Stage, said: string[] = []): Promise<StageCounts> {
  const output = join(folder, stage.artifact)
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output, { recursive: true })
  return stage.run({
    output,
    input: artifact => {
      if (!stage.inputs.includes(artifact)) throw new Error(`${artifact} is no input`)
      return join(folder, artifact)
    },
    kept: join(folder, 'kept', stage.artifact),
    readSecret: () => undefined,
    seed: 1,
    progress: { say: line => said.push(line), begin: () => ({ update: () => {}, finish: () => {} }) },
    signal: new AbortController().signal,
  })
}

/** Asks a judge with the settings of a study file, and reads what it left. */
export async function judge(
  folder: string,
  study: SyntheticStudy,
  name: string,
  settings: object,
  said: string[] = [],
): Promise<Judged> {
  const config = judgesConfig.parse({ [name]: settings })[name]
  const stage = judgeStage({ judge: name, config, review: study.config })
  const counts = await runStage(folder, stage, said)
  const at = (file: string) => join(folder, stage.artifact, file)
  return {
    counts,
    judgements: await loadJsonl<Judgement>(at('judgements.jsonl')),
    unreadable: await loadJsonl<Unreadable>(at('unreadable.jsonl')),
    summary: JSON.parse(readFileSync(at('judge.json'), 'utf8')) as JudgeSummary,
  }
}

/** Compares judges that were asked with the clinicians, and reads what came of it. */
export async function compare(folder: string, judges: readonly string[], hasReview: boolean): Promise<JudgeAgreement> {
  const stage = judgeAgreementStage({ judges, hasReview })
  await runStage(folder, stage)
  return JSON.parse(readFileSync(join(folder, stage.artifact, 'results.json'), 'utf8')) as JudgeAgreement
}
