/** @file The engine that needs neither a GPU nor Python: training graphs run by ONNX Runtime on the CPU. */
import { generateTokens, loadCheckpoint } from '../../model/index.ts'
import { InterruptedError, randomStream } from '../../support/index.ts'
import type { Engine, ScoredCompletion } from '../engine.ts'
import { scoreCompletions } from './completion-scores.ts'
import { asGroup, encodeExamples } from './encoding.ts'
import { graphCache } from './graph-cache.ts'
import { groupLimits } from './group-batch.ts'
import { trainEmbedded } from './train.ts'

/** Completions scored in one forward pass, and between two looks at the clock and at Ctrl-C. */
const SCORE_BATCH = 8
const SCORE_CHUNK = 256
/** The embedded engine on `threads` threads. The same threads, versions and seed give the same bits. */
export function embeddedEngine(threads: number): Engine {
  return {
    name: 'embedded',
    train: request => trainEmbedded(request, threads),
    async score({ policy, examples, progress, signal }) {
      const { config, weights, tokenizer } = loadCheckpoint(policy)
      const cases = await encodeExamples(examples, {
        tokenizer,
        contextLength: config.contextLength,
        progress,
        signal,
      })
      const groups = cases.map(asGroup)
      const limits = groupLimits(groups)
      const graphs = graphCache(threads)
      const task = progress.begin('log-probabilities', groups.length)
      const scored: ScoredCompletion[] = []
      try {
        for (let start = 0; start < groups.length; start += SCORE_CHUNK) {
          if (signal.aborted) throw new InterruptedError('scoring was interrupted')
          const chunk = groups.slice(start, start + SCORE_CHUNK)
          const scores = await scoreCompletions(config, weights, graphs, chunk, { prompts: SCORE_BATCH, limits })
          for (const [i, [logps]] of scores.entries()) {
            const logp = logps.reduce((sum, value) => sum + value, 0)
            scored.push({ id: chunk[i].id, logp, tokens: logps.length })
          }
          task.update(scored.length)
        }
      } finally {
        await graphs.release()
      }
      task.finish()
      return scored
    },
    async *generate({ policy, prompts, settings, signal }) {
      const { config, weights, tokenizer } = loadCheckpoint(policy)
      const { samples = 1, seed } = settings
      const encoded = prompts.map(({ id, messages }) => ({
        ids: tokenizer.encodePrompt(messages, { id }),
        random: Array.from({ length: samples }, (_, sample) => randomStream(seed, 'completion', id, sample)),
      }))
      for await (const { prompt, sample, ids, finish } of generateTokens(config, weights, encoded, {
        ...settings,
        threads,
        signal,
      })) {
        yield {
          id: prompts[prompt].id,
          sample,
          text: tokenizer.decode(ids),
          promptTokens: encoded[prompt].ids.length,
          completionTokens: ids.length,
          finish,
        }
      }
    },
  }
}
