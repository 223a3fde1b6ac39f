/**
 * @file The token census: how long every prompt and completion is under the policy's own tokenizer, before any training,
 * so that nothing is ever cut in silence.
 */
import { join } from 'node:path'
import { countTokens, type TokenCount } from '../engines/index.ts'
import { InputError, type JsonValue, loadJsonl, type Stage, writeFileAtomically } from '../support/index.ts'
import type { PromptRow } from './prompt.ts'

const PARTS = ['train', 'validation', 'test'] as const
const IDS_IN_MESSAGE = 10

/** Tokens of one part of the split: how many cases, and the shortest, median and longest of them. */
interface Census {
  readonly cases: number
  readonly shortest: number
  readonly median: number
  readonly longest: number
  readonly total: number
  readonly longestCompletion: number
}

function summarise(counts: readonly TokenCount[]): Census {
  const sorted = counts.map(({ whole }) => whole).sort((a, b) => a - b)
  return {
    cases: sorted.length,
    shortest: sorted[0] ?? 0,
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    longest: sorted.at(-1) ?? 0,
    total: sorted.reduce((sum, tokens) => sum + tokens, 0),
    longestCompletion: counts.reduce((longest, { prompt, whole }) => Math.max(longest, whole - prompt), 0),
  }
}

/** Completions of supplied or made pairs that are too long with their prompt. */
async function longPairs(folder: string, policy: string): Promise<{ id: string; tokens: number }[]> {
  const longer: { id: string; tokens: number }[] = []
  for (const part of ['train', 'validation']) {
    const rows = await loadJsonl<PairCompletions>(join(folder, `${part}.jsonl`))
    const cases = rows.flatMap(({ record_id: id, prompt, chosen, rejected }) =>
      [chosen, rejected].map(completion => ({ id, prompt, completion })),
    )
    const { tokens, contextLength } = await countTokens(policy, cases)
    tokens.forEach(({ whole }, i) => {
      if (whole > contextLength) longer.push({ id: cases[i].id, tokens: whole })
    })
  }
  return longer
}

/** The setting of the context and what can be done about it: that of a given model is fixed. */
const CONTEXTS = {
  new: {
    field: 'base.contextLength',
    remedy:
      'raise base.contextLength in the study file, or shorten prompts (`prompts: { values: notable, options: unlisted }`)',
    orElse: 'raise base.contextLength',
  },
  given: {
    field: 'base.model',
    remedy:
      'the context of a given model cannot be raised: shorten prompts (`prompts: { values: notable, options: unlisted }`), or name a model with a longer one',
    orElse:
      'shorten prompts (`prompts: { values: notable, options: unlisted }`), or name a model with a longer context',
  },
} as const

/** Throws InputError at a setting when there are cases that are too long; lists their ids and tokens. */
function refuseLonger(
  longer: readonly { readonly id: string; readonly tokens: number }[],
  expected: string,
  field: string,
  remedy: string,
): void {
  if (longer.length === 0) return
  const shown = longer.slice(0, IDS_IN_MESSAGE).map(({ id, tokens }) => `${id} (${tokens})`)
  const more = longer.length > shown.length ? ` and ${longer.length - shown.length} more` : ''
  throw new InputError(
    `expected ${expected}, got ${longer.length} longer ones: ${shown.join(', ')}${more}`,
    { field },
    remedy,
  )
}

/** What the census reads of a pair. */
interface PairCompletions {
  readonly record_id: string
  readonly prompt: PromptRow['prompt']
  readonly chosen: PromptRow['completion']
  readonly rejected: PromptRow['completion']
}

/** What is to be checked besides that every case fits. */
export interface CensusRequest {
  /** Settings that ask for room after every training and validation prompt. */
  readonly promptRoom: readonly { readonly setting: string; readonly tokens: number }[]
  /** Settings that ask for so many training prompts. */
  readonly fewestPrompts: readonly { readonly setting: string; readonly prompts: number }[]
  /** Artifact of preference pairs that are there already, in train.jsonl and validation.jsonl; null for none. */
  readonly pairs: { readonly artifact: string; readonly setting: string } | null
  /** Whether the model is made in the run, and its context is a setting, or is given with a context of its own. */
  readonly model: keyof typeof CONTEXTS
}

/**
 * The stage that counts tokens and refuses a study in which a case (prompt and completion) is longer than the context:
 * the error lists the ids, all of them when there are at most ten.
 */
export function tokenCensusStage({ promptRoom, fewestPrompts, pairs, model }: CensusRequest): Stage {
  return {
    title: 'token census',
    artifact: 'census',
    inputs: ['prompts', 'policies/initial', ...(pairs ? [pairs.artifact] : [])],
    sources: [],
    settings: { promptRoom, fewestPrompts, pairs } as unknown as JsonValue,
    module: import.meta.url,
    async run(context) {
      const policy = context.input('policies/initial')
      const result: Record<string, JsonValue> = {}
      const tooLong: { id: string; tokens: number }[] = []
      const sampled: { id: string; tokens: number }[] = []
      let contextLength = 0
      for (const part of PARTS) {
        const rows = await loadJsonl<PromptRow>(join(context.input('prompts'), `${part}.jsonl`))
        const cases = rows.map(({ record_id: id, prompt, completion }) => ({ id, prompt, completion }))
        const task = context.progress.begin(`counting tokens, ${part}`, 0)
        const counted = await countTokens(policy, cases)
        task.finish(`${cases.length} cases`)
        contextLength = counted.contextLength
        counted.tokens.forEach(({ whole }, i) => {
          if (whole > contextLength) tooLong.push({ id: cases[i].id, tokens: whole })
          if (part !== 'test') sampled.push({ id: cases[i].id, tokens: counted.tokens[i].prompt })
        })
        result[part] = { ...summarise(counted.tokens) }
      }
      refuseLonger(tooLong, `every case within ${contextLength} tokens`, CONTEXTS[model].field, CONTEXTS[model].remedy)
      if (pairs) {
        const longer = await longPairs(context.input(pairs.artifact), policy)
        refuseLonger(longer, `every pair within ${contextLength} tokens`, pairs.setting, 'shorten or remove them')
      }
      for (const { setting, prompts } of fewestPrompts) {
        const { cases } = result['train'] as unknown as Census
        if (cases >= prompts) continue
        throw new InputError(
          `expected at least ${prompts} training prompts, as many as a step samples for, got ${cases}`,
          { field: setting },
          'lower batchSize or gradientAccumulation',
        )
      }
      for (const { setting, tokens } of promptRoom) {
        const most = contextLength - tokens
        refuseLonger(
          sampled.filter(prompt => prompt.tokens > most),
          `every training and validation prompt within ${most} tokens (a context of ${contextLength} less ${tokens} new ones)`,
          setting,
          `lower ${setting}, or ${CONTEXTS[model].orElse}`,
        )
      }
      writeFileAtomically(
        join(context.output, 'census.json'),
        `${JSON.stringify({ contextLength, ...result }, null, 2)}\n`,
      )
      return { contextLength, ...result }
    },
  }
}
