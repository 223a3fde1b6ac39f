/**
 * @file The token census: how long every prompt and completion is under the policy's own tokenizer, before any training,
 * so that nothing is ever cut in silence.
 */
import { join } from 'node:path'
import { engineNamed, type TokenCount } from '../engines/index.ts'
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

const SHORTEN = 'raise base.contextLength in the study file, or shorten the fields of the specialty'

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

/**
 * The stage that counts tokens and refuses a study in which a case (prompt and completion) is longer than the context:
 * the error lists the ids, all of them when there are at most ten.
 */
export function tokenCensusStage({
  engine,
  promptRoom,
}: {
  readonly engine: 'embedded'
  readonly promptRoom: readonly { readonly setting: string; readonly tokens: number }[]
}): Stage {
  return {
    title: 'token census',
    artifact: 'census',
    inputs: ['prompts', 'policies/initial'],
    sources: [],
    settings: { engine, promptRoom: promptRoom.map(room => ({ ...room })) },
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
        const counted = await engineNamed(engine).countTokens(policy, cases)
        task.finish(`${cases.length} cases`)
        contextLength = counted.contextLength
        counted.tokens.forEach(({ whole }, i) => {
          if (whole > contextLength) tooLong.push({ id: cases[i].id, tokens: whole })
          if (part !== 'test') sampled.push({ id: cases[i].id, tokens: counted.tokens[i].prompt })
        })
        result[part] = { ...summarise(counted.tokens) }
      }
      refuseLonger(tooLong, `every case within ${contextLength} tokens`, 'base.contextLength', SHORTEN)
      for (const { setting, tokens } of promptRoom) {
        const most = contextLength - tokens
        refuseLonger(
          sampled.filter(prompt => prompt.tokens > most),
          `every training and validation prompt within ${most} tokens (a context of ${contextLength} less ${tokens} new ones)`,
          setting,
          `lower ${setting}, or raise base.contextLength`,
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
