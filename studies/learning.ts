/**
 * @file Whether the strategies learn, on a study of this folder: `npm run study:learning -- studies/synthetic`. Runs the
 * study, its GRPO arm under three seeds, and prints with 95 % intervals: SFT against base and ICL (agreement with the
 * record, paired by case), DPO's margin and GRPO's reward on held-out cases at the end against the start.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchmarkResults } from '../src/benchmark/index.ts'
import type { HeldOutChange } from '../src/engines/index.ts'
import { type Estimate, clusterBootstrap, isEstimated } from '../src/statistics/index.ts'
import { loadStudy, runStages, type Study, studyStages } from '../src/study/index.ts'
import { loadJsonl, streamProgress } from '../src/support/index.ts'

/** GRPO runs under this many seeds: the arm's own and the ones after it. */
const SEEDS = 3
const RESAMPLES = 10_000

const say = (line: string) => void process.stdout.write(`${line}\n`)
const controller = new AbortController()
process.once('SIGINT', () => controller.abort())

function formatEstimate(estimate: Estimate, digits: number, factor = 1, unit = ''): string {
  if (!isEstimated(estimate)) return `not estimable (${estimate.notEstimable})`
  const [value, low, high] = [estimate.value, ...estimate.interval].map(x => (x * factor).toFixed(digits))
  return `${value}${unit} (${low} to ${high}), n = ${estimate.n}`
}

/** Mean difference with a BCa interval over cases. */
function meanChange(
  changes: readonly { readonly id: string; readonly by: number }[],
  name: string,
  seed: number,
): Estimate {
  const estimates = clusterBootstrap({
    rows: changes.map(({ id, by }) => ({
      cluster: id,
      adds: [
        [0, by],
        [1, 1],
      ],
    })),
    columns: 2,
    statistics: [{ name, n: changes.length, compute: totals => (totals[1] > 0 ? totals[0] / totals[1] : null) }],
    seed,
    stream: ['learning', name],
    resamples: RESAMPLES,
    level: 0.95,
  })
  return estimates.get(name)!
}

async function run(study: Study, until?: string): Promise<void> {
  const stages = studyStages(study)
  const end = until === undefined ? stages.length : stages.findIndex(({ artifact }) => artifact === until) + 1
  const { seed } = study.config
  await runStages(stages.slice(0, end), {
    out: study.out,
    seed,
    progress: streamProgress(process.stderr),
    signal: controller.signal,
  })
}

const heldOutOf = (study: Study, arm: string) =>
  loadJsonl<HeldOutChange>(join(study.out, 'policies', arm, 'held-out.jsonl'))
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

async function main(): Promise<void> {
  const study = loadStudy(process.argv[2] ?? '')
  const { grpo } = study.config.arms
  const rewards = new Map<number, HeldOutChange[]>()
  if (grpo) {
    const first = grpo.seed ?? study.config.seed
    // The arm's own comes last, so that `out/` ends as the study file says.
    for (let seed = first + SEEDS - 1; seed > first; seed--) {
      const config = { ...study.config, arms: { ...study.config.arms, grpo: { ...grpo, seed } } }
      await run({ ...study, config }, 'policies/grpo')
      rewards.set(seed, await heldOutOf(study, 'grpo'))
    }
  }
  await run(study)
  if (grpo) rewards.set(grpo.seed ?? study.config.seed, await heldOutOf(study, 'grpo'))

  say(
    `\n${study.config.title ?? study.config.study}${'synthetic' in study.config.records ? ' (SYNTHETIC records)' : ''}`,
  )
  const results = JSON.parse(readFileSync(join(study.out, 'benchmark', 'results.json'), 'utf8')) as BenchmarkResults
  for (const other of ['base', 'icl']) {
    say(`\nSFT less ${other}, agreement with the record, percentage points`)
    for (const { first, second, layer, metric, role, estimate } of results.differences) {
      if (role !== 'primary' || !(first === 'sft' || second === 'sft') || !(first === other || second === other))
        continue
      const sign = first === 'sft' ? 1 : -1
      const turned: Estimate = isEstimated(estimate)
        ? {
            ...estimate,
            value: sign * estimate.value,
            interval: sign === 1 ? estimate.interval : [-estimate.interval[1], -estimate.interval[0]],
          }
        : estimate
      const scale = results.metrics.find(({ name }) => name === metric)?.scale
      say(`  ${layer}, ${metric}: ${scale === 'share' ? formatEstimate(turned, 1, 100) : formatEstimate(turned, 3)}`)
    }
  }
  if (study.config.arms.dpo) {
    const changes = await heldOutOf(study, 'dpo')
    const [start, end] = [mean(changes.map(change => change.start)), mean(changes.map(change => change.end))]
    const by = changes.map(change => ({ id: change.id, by: change.end - change.start }))
    say('\nDPO: log-probability of chosen less rejected, held-out pairs')
    say(
      `  start ${start.toFixed(2)}, end ${end.toFixed(2)}: change ${formatEstimate(meanChange(by, 'dpo', study.config.seed), 2)}`,
    )
  }
  if (rewards.size > 0) {
    say('\nGRPO: mean reward of sampled completions, held-out prompts')
    const bySeed = [...rewards].sort(([a], [b]) => a - b)
    for (const [seed, changes] of bySeed) {
      const by = changes.map(change => ({ id: change.id, by: change.end - change.start }))
      const [start, end] = [mean(changes.map(change => change.start)), mean(changes.map(change => change.end))]
      const change = formatEstimate(meanChange(by, `grpo ${seed}`, study.config.seed), 4)
      say(`  seed ${seed}: start ${start.toFixed(4)}, end ${end.toFixed(4)}: change ${change}`)
    }
    const changeOf = bySeed.map(([, changes]) => new Map(changes.map(({ id, start, end }) => [id, end - start])))
    const averaged = [...changeOf[0].keys()]
      .filter(id => changeOf.every(changes => changes.has(id)))
      .map(id => ({ id, by: mean(changeOf.map(changes => changes.get(id)!)) }))
    say(
      `  mean of ${bySeed.length} seeds: change ${formatEstimate(meanChange(averaged, 'grpo', study.config.seed), 4)}`,
    )
    say('  intervals are over held-out prompts, for these seeds')
  }
}

await main().catch((error: Error & { exitCode?: number }) => {
  if (error.exitCode === undefined) throw error
  process.stderr.write(`study:learning: ${error.message}\n`)
  process.exitCode = error.exitCode
})
