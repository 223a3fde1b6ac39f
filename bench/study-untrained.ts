/**
 * @file A study's stages without its training, for `bench:study -- --untrained`: weights are not touched and the arms' answers are
 * fabricated from recorded plans, so that what is left can be measured at sizes that training would make a day of.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fitExemplars } from '../src/predictions/exemplar-fit.ts'
import { exemplarsByCase } from '../src/predictions/exemplars-by-case.ts'
import { toPrediction } from '../src/predictions/prediction.ts'
import { BASE_POLICY, type AlignedPolicy } from '../src/alignment/index.ts'
import { countTokens } from '../src/engines/index.ts'
import type { PromptRow } from '../src/prompts/index.ts'
import type { Specialty } from '../src/specialty/index.ts'
import { loadStudy, runStages, studyStages } from '../src/study/index.ts'
import { studySpecialty } from '../src/study/study-specialty.ts'
import { loadJsonl, randomStream, type Stage, streamProgress, writeJsonl } from '../src/support/index.ts'

/** Share of cases in which a fabricated answer is another couple's: it then is wrong in some parts, as a model's is. */
const MISTAKEN: Readonly<Record<string, number>> = { base: 0.9, icl: 0.8, sft: 0.5, dpo: 0.5, grpo: 0.4 }

/** A policy that was not trained: a name, and a loss that falls. */
function untrainedPolicy(stage: Stage, arm: string): Stage {
  return {
    ...stage,
    async run({ output }) {
      const policy: AlignedPolicy = { arm, method: arm as AlignedPolicy['method'], checkpoint: null, exemplars: null }
      writeFileSync(join(output, 'policy.json'), JSON.stringify(policy))
      const events = Array.from({ length: 800 }, (_, i) => ({
        type: 'step',
        step: i + 1,
        loss: 1 / (i + 1),
        tokens: 1000,
      }))
      await writeJsonl(join(output, 'events.jsonl'), events)
      return {}
    },
  }
}

/** Answers from recorded plans; exemplars are chosen and fitted for every case as they are for a model. */
function fabricatedAnswers(stage: Stage, arm: string, specialty: Specialty): Stage {
  return {
    ...stage,
    async run({ input, output, seed }) {
      const rows = await loadJsonl<PromptRow>(join(input('prompts'), 'test.jsonl'))
      const folder = input(`policies/${arm}`)
      const policy = JSON.parse(readFileSync(join(folder, 'policy.json'), 'utf8')) as AlignedPolicy
      const choose = await exemplarsByCase(policy, specialty, folder, seed)
      const fitted = await fitExemplars(cases => countTokens(input(BASE_POLICY), cases), rows, choose, 320)
      const random = randomStream(seed, 'bench', arm)
      const predictions = rows.map((row, i) => {
        const said = random.uniform() < (MISTAKEN[arm] ?? 0.5) ? random.choose(rows) : row
        const [{ content: text }] = said.completion
        const completion = {
          id: row.record_id,
          text,
          promptTokens: 200,
          completionTokens: 100,
          sample: 0,
          finish: 'end',
        } as const
        return toPrediction(specialty, arm, completion, fitted[i])
      })
      return { cases: await writeJsonl(join(output, 'predictions.jsonl'), predictions) }
    },
  }
}

/** The study's stages with everything that a model would do left out. */
function withoutTraining(stages: readonly Stage[], specialty: Specialty): Stage[] {
  const made = stages
    .filter(({ artifact }) => artifact !== 'reference-logps')
    .map(stage => {
      const [kind, arm] = stage.artifact.split('/')
      if (kind === 'predictions') return fabricatedAnswers(stage, arm, specialty)
      return kind === 'policies' && ['sft', 'dpo', 'grpo'].includes(arm) ? untrainedPolicy(stage, arm) : stage
    })
  const names = new Set(made.map(({ artifact }) => artifact))
  return made.map(stage => ({ ...stage, inputs: stage.inputs.filter(input => names.has(input)) }))
}

const file = process.argv.at(-1) ?? 'study.yaml'
if (!existsSync(file)) throw new Error(`bench:study: expected a study file, got none at ${file}`)
const study = loadStudy(file)
const { signal } = new AbortController()
const progress = streamProgress(process.stderr)
const stages = withoutTraining(studyStages(study), studySpecialty(study))
await runStages(stages, { out: study.out, seed: study.config.seed, progress, signal })
progress.say('Study "bench" is complete')
