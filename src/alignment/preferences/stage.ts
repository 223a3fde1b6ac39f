/**
 * @file The preferences stage: pairs of a chosen and a rejected completion for prompts of the training and validation
 * splits. Chosen is the recorded decision (or what a supplied pair says).
 */
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { EngineChoice } from '../../engines/index.ts'
import type { PromptRow } from '../../prompts/index.ts'
import type { Specialty } from '../../specialty/index.ts'
import {
  InputError,
  type JsonValue,
  loadJsonl,
  randomStream,
  removeFolder,
  resumeJsonl,
  type Stage,
  type StageContext,
  writeJsonl,
} from '../../support/index.ts'
import { type PairRow, pairRow, type Rejected } from './pair.ts'
import { readPairsFile } from './pairs-file.ts'
import { perturbedPlan } from './perturbed-plan.ts'
import type { PairsConfig } from './preferences-config.ts'
import { rejectedOf } from './rejected.ts'
import { UNREADABLE, wrongOn } from './wrong-layers.ts'

/** Where pairs are, below `out/`. */
export const PREFERENCES = 'preferences'

const PARTS = ['train', 'validation'] as const
type Part = (typeof PARTS)[number]
type Prompts = Readonly<Record<Part, readonly PromptRow[]>>

/** The pairs of each part, and for how many prompts of the training split there is none, by reason. */
interface Pairs {
  readonly rows: Readonly<Record<Part, readonly PairRow[]>>
  readonly withoutPair: Readonly<Record<string, number>>
}

/** A sampled completion in the stage's unfinished work. */
interface SampledText {
  readonly recordId: string
  readonly sample: number
  readonly text: string
  readonly finish: 'end' | 'length'
}

/** One pair a prompt where `rejected` finds a completion, in the order of the prompts. */
function onePairEach(
  prompts: Prompts,
  source: PairRow['source'],
  rejected: (row: PromptRow) => Rejected | { readonly none: string },
): Pairs {
  const withoutPair: Record<string, number> = {}
  const pairsOf = (part: Part) =>
    prompts[part].flatMap(row => {
      const found = rejected(row)
      if (!('none' in found)) return [pairRow(row, source, found)]
      if (part === 'train') withoutPair[found.none] = (withoutPair[found.none] ?? 0) + 1
      return []
    })
  return { rows: { train: pairsOf('train'), validation: pairsOf('validation') }, withoutPair }
}

/** As many rows as are wanted, drawn by the seed and in their order; all where none is said. */
function drawRows(rows: readonly PromptRow[], wanted: number | undefined, seed: number): readonly PromptRow[] {
  if (wanted === undefined || wanted >= rows.length) return rows
  const drawn = new Set(randomStream(seed, 'prompts with a pair').shuffle(rows).slice(0, wanted))
  return rows.filter(row => drawn.has(row))
}

/** Samples completions of every prompt from the policy; a stage that was cut off goes on with the prompts left. */
async function sampleCompletions(
  policy: string,
  prompts: Prompts,
  { samples, temperature, maxNewTokens }: PairsConfig,
  engine: EngineChoice,
  { output, seed, progress, signal }: StageContext,
): Promise<Map<string, SampledText[]>> {
  const rows = PARTS.flatMap(part => prompts[part])
  const { finished, writer } = resumeJsonl<SampledText>(join(output, 'samples.jsonl'))
  // By number: a prompt that begins again after an interruption has some of its samples in the file twice.
  const texts = new Map<string, Map<number, SampledText>>()
  const keep = (found: SampledText) =>
    texts.set(found.recordId, (texts.get(found.recordId) ?? new Map()).set(found.sample, found))
  finished.forEach(keep)
  const isOpen = ({ record_id: id }: PromptRow) => (texts.get(id)?.size ?? 0) < samples
  const open = rows.filter(isOpen)
  // The samples of a prompt are drawn together: one that has only some of them begins again.
  for (const { record_id: id } of open) texts.delete(id)
  const work = join(output, 'work')
  const task = progress.begin('sampling rejected plans', rows.length)
  try {
    const requests = open.map(({ record_id: id, prompt }) => ({ id, messages: prompt }))
    const settings = { maxNewTokens, temperature, topP: 1, samples, seed }
    for await (const { id, sample, text, finish } of engine.open().generate({
      policy,
      prompts: requests,
      settings,
      work,
      progress,
      drawing: note => task.update(texts.size, note),
      signal,
    })) {
      const found = { recordId: id, sample, text, finish }
      writer.write(JSON.stringify(found))
      keep(found)
      task.update(texts.size)
    }
  } finally {
    writer.close()
  }
  removeFolder(work)
  task.finish(`${samples} each`)
  return new Map([...texts].map(([id, found]) => [id, [...found.values()].sort((a, b) => a.sample - b.sample)]))
}

/**
 * The stage that writes train.jsonl and validation.jsonl of PairRow. `from` is the artifact of the policy that rejected
 * completions are sampled from; other sources read no policy, and can be made before anything is trained. Throws
 * InputError when no prompt of the training split gives a pair.
 */
export function preferencesStage(options: {
  readonly config: PairsConfig
  readonly from: string
  readonly engine: EngineChoice
  readonly specialty: Specialty
  readonly studyFolder: string
}): Stage {
  const { config, from, engine, specialty, studyFolder } = options
  const isSampled = config.source === 'sampled'
  const file = config.source === 'file' ? resolve(studyFolder, config.file ?? '') : null
  return {
    title: 'preference pairs',
    artifact: PREFERENCES,
    inputs: isSampled ? ['prompts', 'census', from] : ['prompts'],
    sources: file === null ? [] : [file],
    // The file counts by its name and content, as a source, and not by where it lies.
    settings: { ...config, file: null, engine: engine.settings, specialty } as unknown as JsonValue,
    module: import.meta.url,
    async run(context) {
      const { input, output, seed, progress } = context
      const prompts = {
        train: drawRows(await loadJsonl<PromptRow>(join(input('prompts'), 'train.jsonl')), config.prompts, seed),
        validation: await loadJsonl<PromptRow>(join(input('prompts'), 'validation.jsonl')),
      }
      let pairs: Pairs
      if (file !== null) pairs = suppliedPairs(file, prompts, specialty)
      else if (isSampled) {
        const texts = await sampleCompletions(input(from), prompts, config, engine, context)
        pairs = onePairEach(prompts, 'sampled', ({ record_id: id, reference_plan: reference, completion }) =>
          rejectedOf({ specialty, reference, chosen: completion[0].content, samples: texts.get(id) ?? [] }),
        )
      } else {
        pairs = onePairEach(
          prompts,
          'perturbed',
          row => perturbedPlan(specialty, row, seed) ?? { none: 'no other option' },
        )
      }
      const { rows, withoutPair } = pairs
      const without = Object.values(withoutPair).reduce((sum, count) => sum + count, 0)
      const reasons = Object.entries(withoutPair).map(([reason, count]) => `${reason}: ${count}`)
      const remark = without > 0 ? `, ${without} without a pair (${reasons.join(', ')})` : ''
      const unreadable = rows.train.filter(row => row.rejected_wrong_on[0] === UNREADABLE).length
      progress.say(`  ${rows.train.length} pairs from ${prompts.train.length} training prompts${remark}`)
      if (unreadable * 2 > rows.train.length) {
        progress.say(
          `  note: ${unreadable} of ${rows.train.length} rejected completions are unreadable: such pairs teach the form of a plan, not the decision`,
        )
      }
      if (rows.train.length === 0) {
        throw new InputError(
          `expected a rejected completion for at least one training prompt, got none (${reasons.join(', ')})`,
          { field: 'arms.dpo.pairs' },
          withoutPair['none ended']
            ? 'raise arms.dpo.pairs.maxNewTokens, or use source: perturbed'
            : 'sample more of them at a higher temperature, or use source: perturbed',
        )
      }
      for (const part of PARTS) await writeJsonl(join(output, `${part}.jsonl`), rows[part])
      rmSync(join(output, 'samples.jsonl'), { force: true })
      return {
        source: config.source,
        trainingPrompts: prompts.train.length,
        trainingPairs: rows.train.length,
        validationPairs: rows.validation.length,
        promptsWithoutPair: { ...withoutPair },
        unreadableRejected: unreadable,
      }
    },
  }
}

/** The pairs of a user's file; prompts that none is about are counted. */
function suppliedPairs(file: string, prompts: Prompts, specialty: Specialty): Pairs {
  const byId = new Map(PARTS.flatMap(part => prompts[part]).map(row => [row.record_id, row]))
  const ids = (part: Part) => new Set(prompts[part].map(row => row.record_id))
  const supplied = readPairsFile(file, { training: ids('train'), validation: ids('validation') })
  const rowsOf = (part: Part) =>
    supplied[part].map(({ recordId, chosen, rejected: text }) => {
      const row = byId.get(recordId)!
      return pairRow(row, 'file', { text, wrongOn: wrongOn(specialty, row.reference_plan, text) }, chosen)
    })
  const named = new Set(supplied.train.map(({ recordId }) => recordId))
  const unnamed = prompts.train.length - named.size
  const withoutPair: Readonly<Record<string, number>> = unnamed > 0 ? { 'not in the file': unnamed } : {}
  return { rows: { train: rowsOf('train'), validation: rowsOf('validation') }, withoutPair }
}
