/**
 * @file What examples in the context are worth to the base model: `npm run study:in-context`. SYNTHETIC data only. Runs
 * `studies/bedside-base/study.yaml` for several invented clinics and numbers of examples, and prints agreement with the
 * record without and with them, paired by case.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Score } from '../src/benchmark/index.ts'
import { clusterBootstrap, type Estimate, isEstimated } from '../src/statistics/index.ts'
import { loadStudy, runStages, type Study, studyStages } from '../src/study/index.ts'
import { loadJsonl, streamProgress } from '../src/support/index.ts'

const { values: options } = parseArgs({
  options: {
    study: { type: 'string', default: 'studies/bedside-base' },
    clinics: { type: 'string', default: '3' },
    shots: { type: 'string', default: '1,2,3,4' },
  },
})
const shotsTried = options.shots.split(',').map(Number)

const say = (line: string) => void process.stdout.write(`${line}\n`)
const controller = new AbortController()
process.once('SIGINT', () => controller.abort())

/** One case at one layer: right or not without and with examples. */
interface Pair {
  readonly clinic: number
  readonly recordId: string
  readonly layer: string
  readonly without: boolean
  readonly with: boolean
}

/** The study of another clinic, with its own output folder. */
function studyOf(study: Study, clinic: number, shots: number): Study {
  const { records, arms } = study.config
  if (!('synthetic' in records) || !arms.icl) throw new Error('expected a synthetic study with an arm icl')
  const synthetic = { ...records.synthetic, seed: records.synthetic.seed + clinic }
  return {
    ...study,
    out: join(study.out, `clinic-${clinic + 1}`),
    config: { ...study.config, records: { synthetic }, arms: { ...arms, icl: { ...arms.icl, shots } } },
  }
}

async function pairsOf(study: Study, clinic: number): Promise<Pair[]> {
  await runStages(studyStages(study), {
    out: study.out,
    seed: study.config.seed,
    progress: streamProgress(process.stderr),
    signal: controller.signal,
  })
  const scores = await loadJsonl<Score>(join(study.out, 'benchmark', 'scores.jsonl'))
  const key = ({ recordId, layer }: Score) => `${recordId} ${layer}`
  const zero = new Map(scores.filter(({ arm }) => arm === 'base').map(score => [key(score), score.correct]))
  return scores
    .filter(({ arm }) => arm === 'icl')
    .map(score => ({
      clinic,
      recordId: score.recordId,
      layer: score.layer,
      without: zero.get(key(score)) === true,
      with: score.correct,
    }))
}

function format(estimate: Estimate): string {
  if (!isEstimated(estimate)) return `not estimable (${estimate.notEstimable})`
  const [value, low, high] = [estimate.value, ...estimate.interval].map(share => (100 * share).toFixed(1))
  return `${value} (${low} to ${high})`
}

/** Shares right without and with examples, and their difference, with 95 % BCa intervals over cases. */
function comparison(pairs: readonly Pair[], name: string, seed: number): string {
  const estimates = clusterBootstrap({
    rows: pairs.map(pair => ({
      cluster: `${pair.clinic} ${pair.recordId}`,
      adds: [
        [0, Number(pair.without)],
        [1, Number(pair.with)],
        [2, 1],
      ],
    })),
    columns: 3,
    statistics: [
      { name: 'without', n: pairs.length, compute: ([without, , all]) => (all > 0 ? without / all : null) },
      { name: 'with', n: pairs.length, compute: ([, withThem, all]) => (all > 0 ? withThem / all : null) },
      {
        name: 'difference',
        n: pairs.length,
        compute: ([without, withThem, all]) => (all > 0 ? (withThem - without) / all : null),
      },
    ],
    seed,
    stream: ['in context', name],
    resamples: 10_000,
    level: 0.95,
  })
  return ['without', 'with', 'difference'].map(statistic => format(estimates.get(statistic)!)).join(' | ')
}

async function main(): Promise<void> {
  const study = loadStudy(options.study)
  const byShots = new Map<number, Pair[]>()
  for (let clinic = 0; clinic < Number(options.clinics); clinic++) {
    for (const shots of shotsTried) {
      const pairs = await pairsOf(studyOf(study, clinic, shots), clinic)
      byShots.set(shots, [...(byShots.get(shots) ?? []), ...pairs])
    }
  }
  const { seed } = study.config
  const wholePlan = (pairs: readonly Pair[]) => pairs.filter(({ layer }) => layer === 'whole-plan')
  const layers = (pairs: readonly Pair[]) => pairs.filter(({ layer }) => layer !== 'whole-plan')
  say('\nSYNTHETIC records. Agreement with the record, %, with 95 % intervals over cases.')
  say('\n| clinic | examples | what | cases | without | with | difference |\n|---|---|---|---|---|---|---|')
  const row = (clinic: string, shots: number, what: string, pairs: readonly Pair[]) => {
    const cases = new Set(pairs.map(pair => `${pair.clinic} ${pair.recordId}`)).size
    say(`| ${clinic} | ${shots} | ${what} | ${cases} | ${comparison(pairs, `${clinic} ${shots} ${what}`, seed)} |`)
  }
  for (const [shots, pairs] of byShots) {
    for (let clinic = 0; clinic < Number(options.clinics); clinic++) {
      const own = pairs.filter(pair => pair.clinic === clinic)
      row(String(clinic + 1), shots, 'whole plan', wholePlan(own))
      row(String(clinic + 1), shots, 'all parts', layers(own))
    }
    row('all', shots, 'whole plan', wholePlan(pairs))
    row('all', shots, 'all parts', layers(pairs))
    for (const layer of new Set(layers(pairs).map(pair => pair.layer))) {
      row(
        'all',
        shots,
        layer,
        pairs.filter(pair => pair.layer === layer),
      )
    }
  }
}

await main().catch((error: Error & { exitCode?: number }) => {
  if (error.exitCode === undefined) throw error
  process.stderr.write(`study:in-context: ${error.message}\n`)
  process.exitCode = error.exitCode
})
