/**
 * @file The reference of DPO: what the policy before training makes of every pair. An artifact of its own, so that it is
 * computed once for given weights, template and pairs, whatever else about the arm changes.
 */
import { join } from 'node:path'
import type { EngineChoice, PreferencePair } from '../engines/index.ts'
import { loadJsonl, removeFolder, type Stage, StudyError, writeJsonl } from '../support/index.ts'
import { type PairRow, PREFERENCES } from './preferences/index.ts'

/** Where the reference log-probabilities are, below `out/`. */
export const REFERENCE_LOGPS = 'reference-logps'

const PARTS = ['train', 'validation'] as const
type Part = (typeof PARTS)[number]

/** A line of `reference-logps/{train,validation}.jsonl`, in the order of the pairs. */
interface ReferenceRow {
  readonly record_id: string
  readonly chosen_logp: number
  readonly rejected_logp: number
  readonly chosen_tokens: number
  readonly rejected_tokens: number
}

/** The stage that scores every pair under the policy of the artifact `from`. */
export function referenceLogpsStage({ from, engine }: { readonly from: string; readonly engine: EngineChoice }): Stage {
  return {
    title: 'reference log-probabilities',
    artifact: REFERENCE_LOGPS,
    inputs: [PREFERENCES, from],
    sources: [],
    settings: { engine: engine.settings },
    module: import.meta.url,
    async run({ input, output, progress, signal }) {
      const load = (part: Part) => loadJsonl<PairRow>(join(input(PREFERENCES), `${part}.jsonl`))
      const pairs = { train: await load('train'), validation: await load('validation') }
      // Both parts at once: an engine may need a minute to load the policy.
      const examples = PARTS.flatMap(part => pairs[part]).flatMap(({ record_id: id, prompt, chosen, rejected }) =>
        [chosen, rejected].map(completion => ({ id, prompt, completion })),
      )
      const work = join(output, 'work')
      const scores = await engine.open().score({ policy: input(from), examples, work, progress, signal })
      const counts: Record<string, number> = {}
      let place = 0
      for (const part of PARTS) {
        const rows = pairs[part].map(({ record_id }): ReferenceRow => {
          const [chosen, rejected] = [scores[place++], scores[place++]]
          return {
            record_id,
            chosen_logp: chosen.logp,
            rejected_logp: rejected.logp,
            chosen_tokens: chosen.tokens,
            rejected_tokens: rejected.tokens,
          }
        })
        counts[`${part}Pairs`] = await writeJsonl(join(output, `${part}.jsonl`), rows)
      }
      removeFolder(work)
      return counts
    },
  }
}

/** Reads pairs with their reference; a second pair of a record is told apart by `#2`. Throws StudyError on a mismatch. */
export async function readPreferencePairs(input: (artifact: string) => string, part: Part): Promise<PreferencePair[]> {
  const pairs = await loadJsonl<PairRow>(join(input(PREFERENCES), `${part}.jsonl`))
  const references = await loadJsonl<ReferenceRow>(join(input(REFERENCE_LOGPS), `${part}.jsonl`))
  const seen = new Map<string, number>()
  return pairs.map(({ record_id: id, prompt, chosen, rejected }, i) => {
    const reference = references[i]
    if (reference?.record_id !== id) {
      throw new StudyError(
        `${REFERENCE_LOGPS}/${part}.jsonl:${i + 1}: expected record ${id}; remove the folder, run again`,
      )
    }
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return {
      id: count === 1 ? id : `${id}#${count}`,
      prompt,
      chosen,
      rejected,
      referenceLogps: { chosen: reference.chosen_logp, rejected: reference.rejected_logp },
    }
  })
}
