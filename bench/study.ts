/**
 * @file The study of `bedside demo` at 500, 2,000 and 8,000 couples, each in a `bedside run` of its own: wall time, processor time and peak
 * of memory of every stage, and whether any grows faster than the couples. `npm run bench:study`, `-- 500` for one size, `-- --table`
 * for the table of what was measured so far, `-- --untrained 8000 32000` for everything but training and generation. Results go to
 * out/bench-study/ (out/bench-study-untrained/); what is there is not run again.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatDuration, timestamp } from '../src/support/index.ts'
import { measureCommand, type StageMeasurement } from './stage-meter.ts'
import { writeBenchStudy } from './study-folder.ts'
import { type SizeCost, type StageCost, studyTable, wholeStudy } from './study-table.ts'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
/** Without training and generation: answers are fabricated, and nobody reviews them. */
const UNTRAINED = process.argv.includes('--untrained')
const OUT = join(ROOT, 'out', UNTRAINED ? 'bench-study-untrained' : 'bench-study')
const BIN = UNTRAINED ? join(ROOT, 'dist', 'bench', 'study-untrained.js') : join(ROOT, 'bin', 'bedside.js')
const SIZES = UNTRAINED ? [2000, 8000, 32_000] : [500, 2000, 8000]
/** For 8,000 couples on two cores. */
const GOAL = { couples: 8000, minutes: 90, peakMiB: 4096 }

/** What a review costs belongs to no stage: it stands between two runs, the second of which analyses it. */
const PASSES = [
  { name: 'run', args: ['run', 'study.yaml'], suffix: '', isStaged: true },
  ...(UNTRAINED
    ? []
    : [
        { name: 'review', args: ['review', 'simulate', 'study.yaml'], suffix: '', isStaged: false },
        { name: 'run again', args: ['run', 'study.yaml'], suffix: ', after the review', isStaged: true },
      ]),
]

/** `result.json` of one size. */
interface SizeResult extends SizeCost {
  readonly finished: readonly string[]
  readonly machine: {
    readonly processor: string
    readonly cores: number
    readonly node: string
    readonly ended: string
  }
  /** Load of the machine, in processes, when each pass began: with others beside it the clock says little. */
  readonly load: readonly number[]
}

/** Where growth beyond the couples is meant, and why. */
const BY_DESIGN = [
  'predictions icl: with `per: case` every test case is compared with every training case, so it grows with their product',
  'benchmark: the logistic baseline has the weaker a penalty the more records it has, and needs some more steps',
]

const say = (line: string) => void process.stdout.write(`${line}\n`)
const sum = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b)

/** The cost of a stage with one more measurement: what goes on is added, what began anew replaces what was there. */
function withMeasurement(stages: readonly StageCost[], measurement: StageMeasurement, suffix: string): StageCost[] {
  const { outcome, wall, cpu, peakMiB } = measurement
  const stage = `${measurement.stage}${suffix}`
  const before = stages.find(one => one.stage === stage)
  if (outcome !== 'continued' || before === undefined) {
    const cost = { stage, wall, cpu, peakMiB }
    return before ? stages.map(one => (one === before ? cost : one)) : [...stages, cost]
  }
  const peak = before.peakMiB === null || peakMiB === null ? null : Math.max(before.peakMiB, peakMiB)
  const cost = { stage, wall: before.wall + wall, cpu: sum(before.cpu, cpu), peakMiB: peak }
  return stages.map(one => (one === before ? cost : one))
}

const fileOf = (couples: number) => join(OUT, String(couples), 'result.json')

function readResult(couples: number): SizeResult | null {
  return existsSync(fileOf(couples)) ? (JSON.parse(readFileSync(fileOf(couples), 'utf8')) as SizeResult) : null
}

/** Runs or goes on with one size; returns the exit code of what stopped it, or 0. */
async function runSize(couples: number): Promise<number> {
  const folder = join(OUT, String(couples))
  writeBenchStudy(folder, couples)
  const before = readResult(couples)
  let stages: readonly StageCost[] = before?.stages ?? []
  const finished = [...(before?.finished ?? [])]
  const load = [...(before?.load ?? [])]
  for (const { name, args, suffix, isStaged } of PASSES) {
    if (finished.includes(name)) continue
    load.push(loadavg()[0])
    const save = () => {
      const machine = {
        processor: cpus()[0]?.model ?? 'unknown',
        cores: availableParallelism(),
        node: process.versions.node,
        ended: timestamp(),
      }
      const result: SizeResult = { couples, stages, finished, machine, load }
      writeFileSync(fileOf(couples), `${JSON.stringify(result, null, 1)}\n`)
    }
    // Start-up and what stands between stages is a row too: the sum of the rows is the time that a person waits.
    const whole = isStaged ? 'start and end' : 'simulated review'
    const met = new Set<string>()
    const onStage = (measurement: StageMeasurement) => {
      // Start-up and end are one row, and so is every look at finished stages.
      const outcome = met.has(measurement.stage) ? 'continued' : measurement.outcome
      met.add(measurement.stage)
      stages = withMeasurement(stages, { ...measurement, outcome }, suffix)
      save()
    }
    const code = await measureCommand({ bin: BIN, args, folder, whole, isStaged }, onStage, line =>
      say(`  ${couples}: ${line}`),
    )
    if (code !== 0) return code
    finished.push(name)
    save()
  }
  return 0
}

function printResults(): void {
  const measured = existsSync(OUT) ? readdirSync(OUT).flatMap(name => readResult(Number(name)) ?? []) : []
  const complete = measured.filter(({ finished }) => finished.length === PASSES.length)
  if (complete.length === 0) {
    say('bench:study: no size is finished yet')
    return
  }
  const { processor, cores, node } = complete[0].machine
  say(
    `\nThe whole study, SYNTHETIC couples, ${cores} cores (${processor}), Node ${node}. Growth: CPU time per couple against the`,
  )
  say(
    'size before; 1 is linear, ! is more than 1.25. Peak: resident memory within the stage, with what the process held before.\n',
  )
  say(studyTable(complete))
  say(`\nMore than linear by design:\n${BY_DESIGN.map(line => `- ${line}`).join('\n')}\n`)
  for (const size of complete) {
    const { wall, cpu, peakMiB } = wholeStudy(size)
    const spent = cpu === null ? '' : `, ${formatDuration(cpu)} of processor time`
    const memory = peakMiB === null ? 'memory not measured' : `peak ${(peakMiB / 1024).toFixed(2)} GiB`
    const goal = size.couples === GOAL.couples && !UNTRAINED ? ` (goals: ${GOAL.minutes} min, 4 GB)` : ''
    const load = size.load.map(one => one.toFixed(1)).join(', ')
    say(`${size.couples} couples: ${formatDuration(wall)}${spent}, ${memory}${goal}; load before each part ${load}`)
  }
}

const args = process.argv.slice(2)
const sizes = args.filter(one => /^\d+$/.test(one)).map(Number)
let code = 0
if (!args.includes('--table')) {
  for (const couples of sizes.length > 0 ? sizes : SIZES) {
    code = await runSize(couples)
    if (code !== 0) {
      say(`bench:study: stopped with ${code} at ${couples} couples; the same command goes on`)
      break
    }
  }
}
printResults()
process.exitCode = code
