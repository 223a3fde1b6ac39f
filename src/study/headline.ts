/** @file What a finished study found, in a few lines for the terminal; everything else is in its report. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnalysisResults } from '../analysis/index.ts'
import { type BenchmarkResults, wholePlan } from '../benchmark/index.ts'
import { isEstimated } from '../statistics/index.ts'
import { resultSentence } from './result-sentence.ts'
import type { Study } from './study-config.ts'

const percent = (share: number) => `${(share * 100).toFixed(1)} %`

/** Whole plans that agree with the record, per arm and for the best baseline, and in one sentence each paradox that the plan names. */
export function headline({ out, config }: Pick<Study, 'out' | 'config'>): readonly string[] {
  const read = <T>(file: string) => JSON.parse(readFileSync(join(out, file), 'utf8')) as T
  const { estimates, predictors } = read<BenchmarkResults>('benchmark/results.json')
  const { paradoxes, simulated, alpha, review: judged } = read<AnalysisResults>('analysis/results.json')
  const shares = predictors.flatMap(({ name, kind }) => {
    const own = estimates.find(
      found =>
        found.predictor === name &&
        found.layer === wholePlan &&
        found.metric === 'exact-match' &&
        found.stratum === 'all',
    )
    return own && isEstimated(own.estimate) ? [{ name, kind, ...own.estimate }] : []
  })
  const best = shares.filter(({ kind }) => kind === 'baseline').sort((a, b) => b.value - a.value)[0]
  const line = ({ name, value, interval: [low, high] }: (typeof shares)[number]) =>
    `${name} ${percent(value)} (${percent(low)} to ${percent(high)})`
  const review = judged !== null ? 'judged' : config.review === undefined ? 'none' : 'awaited'
  const setting = { alpha, simulated, synthetic: 'synthetic' in config.records, review } as const
  const arms = shares.filter(({ kind }) => kind === 'arm').map(line)
  return [
    ...(shares.length > 0
      ? [`Whole plans that agree with the record: ${arms.join(', ')}${best ? `; best baseline: ${line(best)}` : ''}`]
      : []),
    ...paradoxes
      .filter(({ hypothesis }) => hypothesis !== null)
      .map(result => `Result: ${resultSentence(result, setting)}`),
  ]
}
