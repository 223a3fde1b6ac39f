/** @file The predictions stage of one arm: every test case completed by its policy and read back into a plan. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type AlignedPolicy, BASE_POLICY } from '../alignment/index.ts'
import { type Completion, countTokens, type EngineChoice } from '../engines/index.ts'
import { type Exemplar, exemplarChooser, type PromptRow, parseCompletion } from '../prompts/index.ts'
import type { Specialty } from '../specialty/index.ts'
import { type JsonValue, loadJsonl, resumeJsonl, type Stage, writeJsonl } from '../support/index.ts'
import type { PredictionConfig } from './config.ts'
import { type FittedPrompt, fitExemplars } from './exemplar-fit.ts'
import type { Prediction } from './prediction.ts'

function toPrediction(
  specialty: Specialty,
  arm: string,
  completion: Completion,
  { exemplars, droppedExemplars }: FittedPrompt,
): Prediction {
  const { id, text, promptTokens, completionTokens, finish } = completion
  const parsed = parseCompletion(specialty, text)
  const readable = 'plan' in parsed
  return {
    recordId: id,
    arm,
    text,
    plan: readable ? parsed.plan : null,
    parseErrors: readable ? [] : parsed.errors,
    promptTokens,
    completionTokens,
    finish,
    exemplars,
    droppedExemplars,
  }
}

/** The exemplars for each test case by the policy's rule; none for a policy without one. */
async function exemplarsByCase(
  { exemplars: rule }: AlignedPolicy,
  specialty: Specialty,
  policyFolder: string,
  seed: number,
): Promise<(row: PromptRow) => readonly Exemplar[]> {
  if (rule === null) return () => []
  const pool = await loadJsonl<Exemplar>(join(policyFolder, 'exemplars.jsonl'))
  const choose = exemplarChooser(rule, specialty, pool, seed)
  return ({ record_id: recordId, fields }) => choose({ recordId, fields })
}

/** How many exemplars the prompts really held: chosen, least and median; null for a policy without exemplars. */
function countExemplars(predictions: readonly Prediction[]): { asked: number; least: number; median: number } | null {
  const used = predictions.map(({ exemplars }) => exemplars.length).sort((a, b) => a - b)
  const asked = predictions.reduce((most, found) => Math.max(most, found.exemplars.length + found.droppedExemplars), 0)
  return asked === 0 ? null : { asked, least: used[0], median: used[Math.floor(used.length / 2)] }
}

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
      const checkpoint = input(policy.checkpoint)
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
        const request = { policy: checkpoint, prompts, settings, work, progress, signal }
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
      rmSync(work, { recursive: true, force: true })
      const unreadable = ordered.filter(({ plan }) => plan === null).length
      const cutAtLimit = ordered.filter(({ finish }) => finish === 'length').length
      task.finish(`${unreadable} of ${ordered.length} without a readable plan`)
      if (cutAtLimit > 0) {
        const limit = `prediction.maxNewTokens (${config.maxNewTokens}) or the end of the context`
        progress.say(`  note: ${cutAtLimit} of ${ordered.length} answers were cut at ${limit}`)
      }
      const exemplarsUsed = countExemplars(ordered)
      if (exemplarsUsed && exemplarsUsed.median < exemplarsUsed.asked) {
        const { asked, median } = exemplarsUsed
        progress.say(
          `  note: of ${asked} exemplars, half of the prompts had room for ${median} or fewer; raise base.contextLength`,
        )
      }
      return {
        cases: ordered.length,
        unreadable,
        cutAtLimit,
        ...(exemplarsUsed && { exemplarsUsed }),
        promptTokens: ordered.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
        completionTokens: ordered.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
      }
    },
  }
}
