/**
 * @file Whether the paradox appears in the demo's study, and why: `npm run study:paradox`. Runs it under several seeds, and for each seed the
 * ablations of variants.ts from what the first run made, and writes a table. SYNTHETIC couples and SIMULATED REVIEWERS only.
 * Cut off, the same command goes on.
 */
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DEMO_PLAN_FILE, type DemoSize, defaultDemo, demoSize } from '../../src/cli/demo-study.ts'
import { surroundings } from '../../src/cli/settings-folder.ts'
import { loadPlan } from '../../src/analysis/index.ts'
import {
  loadStudy,
  packageFolder,
  playReview,
  registerPlanFile,
  runStages,
  type Study,
  studyReview,
  studyStages,
} from '../../src/study/index.ts'
import { formatDuration, seconds, streamProgress, writeFileAtomically } from '../../src/support/index.ts'
import { measureRun } from './measure.ts'
import { type FinishedRun, paradoxTable } from './table.ts'
import { type ParadoxRun, paradoxRuns, REWARD_FILE, variants } from './variants.ts'

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '7,8,9,10,11' },
    /** Ablations by name, or `none`. */
    ablations: { type: 'string', default: 'decisions-only,grpo-from-base,grpo-for-reasons,explained-records' },
    /** 300 couples and 10 cases: whether it runs, not what comes out. */
    small: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
})

const tiny: DemoSize = { couples: 300, train: 64, validation: 8, test: 20, pairs: 16, cases: 10 }
/** As in `bedside demo`. */
const [RATERS, REVIEW_SEED] = [8, 1]
/** Minutes on two cores that do nothing else, by a first guess; what a run took replaces it. */
const MINUTES: Readonly<Record<string, number>> = { demo: 7, 'decisions-only': 1, 'explained-records': 10 }
const OTHER_MINUTES = 4.5

const progress = streamProgress(process.stderr)
const controller = new AbortController()
process.once('SIGINT', () => controller.abort())
process.once('SIGTERM', () => controller.abort())

const guess = ({ variant: { name } }: ParadoxRun) => 60 * (MINUTES[name] ?? OTHER_MINUTES)

async function runAll(study: Study): Promise<void> {
  const { seed } = study.config
  const around = surroundings(false)
  await runStages(studyStages(study, around), { out: study.out, seed, progress, signal: controller.signal })
}

/** The folder of a run with its files; what the demo of the same seed made is copied once, its review and what follows aside. */
function prepareRun(run: ParadoxRun, folder: string, demo: string): Study {
  mkdirSync(folder, { recursive: true })
  const plan = join(folder, DEMO_PLAN_FILE)
  writeFileAtomically(plan, run.plan)
  const file = join(folder, 'study.yaml')
  if (!existsSync(file) && folder !== demo) {
    const own = new Set(
      ['review', 'analysis', 'report', 'run.lock', 'progress.json'].map(name => join(demo, 'out', name)),
    )
    cpSync(join(demo, 'out'), join(folder, 'out'), { recursive: true, filter: from => !own.has(from) })
  }
  // A copy of the reward here would be compiled with the sources.
  const reward = relative(folder, join(packageFolder(), 'studies', 'paradox', REWARD_FILE))
  // Last: with it the copy is complete.
  writeFileAtomically(file, run.study.replace(REWARD_FILE, reward))
  if (loadPlan(plan).versions.length === 0) {
    registerPlanFile(plan, { signer: 'study:paradox (nobody signed)', reason: undefined, study: file })
  }
  return loadStudy(file)
}

async function finish(run: ParadoxRun, study: Study): Promise<FinishedRun> {
  await runAll(study)
  const place = studyReview(study, { databaseUrl: null, oidc: null })
  const { population } = run.variant
  const { signal } = controller
  await playReview(place, {
    ...{ raters: RATERS, seed: REVIEW_SEED, population, progress, signal },
    surroundings: surroundings(false),
  })
  await runAll(study)
  return { run, figures: await measureRun(study) }
}

async function main(): Promise<void> {
  const seeds = options.seeds.split(',').map(Number)
  const names = options.ablations === 'none' ? [] : options.ablations.split(',')
  const unknown = names.find(name => !variants.some(variant => variant.name === name))
  if (unknown !== undefined || !seeds.every(Number.isSafeInteger)) {
    throw new Error(`expected seeds such as 7,8 and ablations of ${variants.map(({ name }) => name).join(', ')}`)
  }
  const size = options.small ? tiny : demoSize(defaultDemo)
  const runs = paradoxRuns(seeds, names, size)
  const out = resolve(options.out ?? join('studies', 'paradox', 'out', ...(options.small ? ['small'] : [])))
  const table = join(out, 'table.md')
  const says = `${size.couples} couples a seed, ${size.train} for training, ${size.test} for the test, ${size.cases} cases in the review.`
  const all = runs.reduce((sum, run) => sum + guess(run), 0)
  if (!options.small)
    progress.say(`${runs.length} runs, about ${formatDuration(all)} on two cores that do nothing else`)
  const finished: FinishedRun[] = []
  let [spent, guessed] = [0, 0]
  for (const [index, run] of runs.entries()) {
    progress.say(`\n=== ${index + 1}/${runs.length} ${run.name}: ${run.variant.says}`)
    const start = seconds()
    const study = prepareRun(run, join(out, run.name), join(out, `seed-${run.seed}-demo`))
    finished.push(await finish(run, study))
    writeFileAtomically(table, paradoxTable(finished, says))
    spent += seconds() - start
    guessed += guess(run)
    const left = runs.slice(index + 1).reduce((sum, next) => sum + guess(next), 0)
    progress.say(
      `${run.name}: ${finished.at(-1)?.figures.paradox.label}; about ${formatDuration((left * spent) / guessed)} left`,
    )
  }
  process.stdout.write(`Table: ${relative(process.cwd(), table)}\n`)
}

await main().catch((error: Error & { exitCode?: number }) => {
  process.stderr.write(`study:paradox: ${error.exitCode === undefined ? error.stack : error.message}\n`)
  process.exitCode = error.exitCode ?? 1
})
