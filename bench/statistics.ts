/**
 * @file The BCa cluster bootstrap beside scipy.stats.bootstrap on the same data with as many resamples, in turns in one run:
 * seconds and their ratio. `npm run bench:statistics`; Python with SciPy is taken from BEDSIDE_PYTHON or from .venv. No test
 * depends on it.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clusterBootstrap, isEstimated } from '../src/statistics/index.ts'
import { randomStream, seconds } from '../src/support/index.ts'
import { pythonWith } from './python.ts'

/** What the other side prints. */
interface PeerResult {
  readonly seconds: number
  readonly processorSeconds: number
  readonly intervals: readonly (readonly [number, number])[]
  readonly versions: { readonly python: string; readonly numpy: string; readonly scipy: string }
}

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
/** Turns of ours and theirs: `npm run bench:statistics -- 1` for a first look. */
const ROUNDS = Number(process.argv[2] ?? 3)
const [COUPLES, ARMS, RESAMPLES] = [8000, 5, 10_000]
const GOAL = 3

const say = (line: string) => void process.stdout.write(`${line}\n`)
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

const random = randomStream(1, 'bench', 'statistics')
const values = new Float64Array(COUPLES * ARMS)
for (let couple = 0; couple < COUPLES; couple++) {
  const common = random.normal()
  for (let arm = 0; arm < ARMS; arm++) values[couple * ARMS + arm] = common + random.normal() + arm / 10
}
const rows = Array.from({ length: COUPLES }, (_, couple) => ({
  cluster: `couple-${String(couple).padStart(6, '0')}`,
  adds: Array.from({ length: ARMS }, (_, arm) => [
    [2 * arm, values[couple * ARMS + arm] as number] as const,
    [2 * arm + 1, 1] as const,
  ]).flat(),
}))
const statistics = Array.from({ length: ARMS }, (_, arm) => ({
  name: `arm ${arm}`,
  n: COUPLES,
  compute: (totals: Float64Array) => totals[2 * arm] / totals[2 * arm + 1],
}))

function runOwn() {
  const [start, startCpu] = [seconds(), process.cpuUsage()]
  const request = { rows, columns: 2 * ARMS, statistics, seed: 1, stream: ['bench'], resamples: RESAMPLES, level: 0.95 }
  const estimates = [...clusterBootstrap(request).values()]
  const spent = process.cpuUsage(startCpu)
  const intervals = estimates.map(one => (isEstimated(one) ? one.interval : ([0, 0] as const)))
  return { seconds: seconds() - start, processorSeconds: (spent.user + spent.system) / 1e6, intervals }
}

function runPeer(python: string, file: string): PeerResult {
  const args = [join(ROOT, 'bench', 'scipy_peer.py'), file, String(ARMS), String(RESAMPLES)]
  const { stdout, stderr, status } = spawnSync(python, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`bench:statistics: ${python} ${args.join(' ')} failed:\n${stderr.slice(-3000)}`)
  return JSON.parse(stdout) as PeerResult
}

const python = pythonWith('scipy')
const folder = mkdtempSync(join(tmpdir(), 'bedside-bench-statistics-'))
try {
  const file = join(folder, 'values.f64')
  writeFileSync(file, values)
  say(`BCa, ${RESAMPLES} resamples of ${COUPLES} couples, ${ARMS} arms on the same resamples, one thread`)
  const [ours, oursWall, theirs, ratios]: number[][] = [[], [], [], []]
  let last: PeerResult | null = null
  let apart = 0
  for (let round = 0; round < ROUNDS; round++) {
    const own = runOwn()
    ours.push(own.processorSeconds)
    oursWall.push(own.seconds)
    if (python === null) continue
    last = runPeer(python, file)
    theirs.push(last.processorSeconds)
    ratios.push(last.processorSeconds / own.processorSeconds)
    for (const [arm, [low, high]] of own.intervals.entries()) {
      const [peerLow, peerHigh] = last.intervals[arm]
      apart = Math.max(apart, Math.abs(low - peerLow) / (high - low), Math.abs(high - peerHigh) / (high - low))
    }
  }
  say(
    `Bedside: ${median(ours).toFixed(2)} s of processor time (goal under ${GOAL}), ${median(oursWall).toFixed(2)} s on the clock`,
  )
  if (last === null) {
    say('SciPy: missing; for the ratio give a Python with SciPy in .venv or BEDSIDE_PYTHON')
  } else {
    const { python: version, numpy, scipy } = last.versions
    say(`SciPy ${scipy} (NumPy ${numpy}, Python ${version}): ${median(theirs).toFixed(2)} s of processor time`)
    say(
      `ratio theirs by ours: ${median(ratios).toFixed(2)} (${ratios.map(ratio => ratio.toFixed(2)).join(', ')}); limits differ ` +
        `by up to ${(100 * apart).toFixed(1)} % of the width, which is the chance of the resamples`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
