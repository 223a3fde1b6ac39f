/** @file The predictions stage of one arm: every test case completed by its policy and read back into a plan. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type AlignedPolicy, BASE_POLICY } from '../alignment/index.ts'
import { countTokens, type EngineChoice } from '../engines/index.ts'
import type { PromptRow } from '../prompts/index.ts'
import type { Specialty } from '../specialty/index.ts'
import { type JsonValue, loadJsonl, removeFolder, resumeJsonl, type Stage, writeJsonl } from '../support/index.ts'
import type { PredictionConfig } from './config.ts'
import { fitExemplars } from './exemplar-fit.ts'
import { exemplarsByCase } from './exemplars-by-case.ts'
import { type Prediction, toPrediction } from './prediction.ts'
import { summarise } from './summary.ts'

/** The stage that writes predictions.jsonl for one arm, in the order of the test split. */
export function predictionsStage(options: {
  readonly arm: string
  readonly engine: EngineChoice
  readonly config: PredictionConfig
  readonly specialty: Specialty
}): Stage {
  const { arm, config, specialty } = options
  return {
    title: `predictions ${arm}`,
    artifact: `predictions/${arm}`,
    inputs: ['prompts', 'census', ...new Set([BASE_POLICY, `policies/${arm}`])],
    sources: [],
    settings: { engine: options.engine.settings, ...config, specialty: specialty as unknown as JsonValue },
    module: import.meta.url,
    async run({ input, output, seed, progress, signal }) {
      const engine = options.engine.open()
      const policyFolder = input(`policies/${arm}`)
      const policy = JSON.parse(readFileSync(join(policyFolder, 'policy.json'), 'utf8')) as AlignedPolicy
      const checkpoint = input(policy.checkpoint ?? BASE_POLICY)
      const rows = await loadJsonl<PromptRow>(join(input('prompts'), 'test.jsonl'))
      const partial = join(output, 'partial.jsonl')
      const work = join(output, 'work')
      const choose = await exemplarsByCase(policy, specialty, policyFolder, seed)
      const { finished, writer } = resumeJsonl<Prediction>(partial)
      const predictions = new Map(finished.map(done => [done.recordId, done]))
      const task = progress.begin(`predictions ${arm}`, rows.length)
      try {
        const open = rows.filter(row => !predictions.has(row.record_id))
        const fitted = await fitExemplars(cases => countTokens(checkpoint, cases), open, choose, config.maxNewTokens)
        const fittedById = new Map(fitted.map(found => [found.prompt.id, found]))
        const prompts = fitted.map(({ prompt }) => prompt)
        const settings = { ...config, seed }
        const drawing = (note: string) => task.update(predictions.size, note)
        const request = { policy: checkpoint, prompts, settings, work, progress, signal, drawing }
        for await (const completion of engine.generate(request)) {
          const prediction = toPrediction(specialty, arm, completion, fittedById.get(completion.id)!)
          writer.write(JSON.stringify(prediction))
          predictions.set(prediction.recordId, prediction)
          task.update(predictions.size)
        }
      } finally {
        writer.close()
      }
      const ordered = rows.map(row => predictions.get(row.record_id)!)
      await writeJsonl(join(output, 'predictions.jsonl'), ordered)
      rmSync(partial)
      removeFolder(work)
      const said = summarise(ordered, { maxNewTokens: config.maxNewTokens, contextSetting: 'base.contextLength' })
      task.finish(said.inBrief)
      for (const note of said.notes) progress.say(`  note: ${note}`)
      return said.counts
    },
  }
}
