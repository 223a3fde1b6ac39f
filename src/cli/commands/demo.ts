/** @file `bedside demo`: writes a small study of invented couples, runs it, and lets simulated reviewers judge its plans. */
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { InputError, readTextFile, refuseFileAsFolder, writeFileAtomically } from '../../support/index.ts'
import { playReview, registerPlanFile, type Study, studyReview } from '../../study/index.ts'
import type { CliCommand, Invocation } from '../command.ts'
import {
  DEMO_MARK,
  DEMO_PLAN_FILE,
  type DemoOptions,
  defaultDemo,
  demoLength,
  demoPlan,
  demoSize,
  demoStudy,
} from '../demo-study.ts'
import type { Terminal } from '../terminal.ts'
import { surroundings } from '../settings-folder.ts'
import { runStudy, shortPath } from './run.ts'

/**
 * Writes the demo's study file and plan into a folder, or keeps the one of an earlier demo as it is; returns its path.
 * `asked` null: whichever demo is there, or the default one. Throws InputError when the folder holds anything that is not a demo, or
 * another demo than the one that is asked for.
 */
export function prepareDemo(
  folder: string,
  asked: DemoOptions | null,
): { readonly file: string; readonly isNew: boolean } {
  refuseFileAsFolder(folder, 'choose another with --dir')
  const file = join(folder, 'study.yaml')
  const options = asked ?? defaultDemo
  const study = demoStudy(options, demoSize(options))
  if (existsSync(file)) {
    const there = readTextFile(file)
    if (there.startsWith(DEMO_MARK) && (asked === null || there === study)) return { file, isNew: false }
    if (there.startsWith(DEMO_MARK)) {
      throw new InputError(
        'expected a new folder for a demo with --full or --seed, got one that holds another demo',
        { file: folder },
        'choose another with --dir, or leave the options out to go on with the one that is there',
      )
    }
  }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new InputError(
      'expected a new or empty folder for the demo, got one that holds other files',
      { file: folder },
      'choose another with --dir',
    )
  }
  // The study's file comes last: with it the folder is a demo's.
  writeFileAtomically(join(folder, DEMO_PLAN_FILE), demoPlan(options))
  writeFileAtomically(file, study)
  return { file, isNew: true }
}

/** Reviewers of the demo, and the seed of their traits. */
const [RATERS, SEED] = [8, 1]

/** The options that were given; null when there are none. Throws InputError for a seed that is no whole number. */
function demoOptions({ full, seed }: Invocation['options']): DemoOptions | null {
  if (full !== true && seed === undefined) return null
  if (seed !== undefined && !/^\d{1,9}$/.test(String(seed))) {
    throw new InputError('expected a whole number, got something else', { field: '--seed' }, 'give one such as 8')
  }
  return { full: full === true, seed: seed === undefined ? defaultDemo.seed : Number(seed) }
}

/** Registers the plan before anything is seen, so that its claims keep their roles. */
function registerDemoPlan(file: string): void {
  const plan = join(dirname(file), DEMO_PLAN_FILE)
  registerPlanFile(plan, { signer: 'bedside demo (nobody signed)', reason: undefined, study: file })
}

/** Simulated reviewers judge; a study that somebody changed into one without such a review is left alone. */
async function playDemo(study: Study, { progress, signal }: Terminal): Promise<void> {
  const { review } = study.config
  if (review === undefined || !('compare' in review) || !review.simulated || study.config.plan === undefined) return
  const place = studyReview(study, { databaseUrl: null, oidc: null })
  await playReview(place, { raters: RATERS, seed: SEED, progress, signal, surroundings: surroundings(false) })
}

/** `bedside demo`. */
export const demoCommand: CliCommand = {
  usage: 'demo',
  summary: 'write a small study of invented couples, run it, and let simulated reviewers judge (about seven minutes)',
  options: [
    ['--dir <folder>', 'folder to write it to (default: bedside-demo)'],
    ['--full', `8,000 couples instead of 2,000 (${demoLength({ ...defaultDemo, full: true })})`],
    ['--seed <number>', `seed of the invented cohort and of the training (default: ${defaultDemo.seed})`],
  ],
  async run({ options }, terminal) {
    const folder = resolve(typeof options['dir'] === 'string' ? options['dir'] : 'bedside-demo')
    const asked = demoOptions(options)
    const { file, isNew } = prepareDemo(folder, asked)
    const length = demoLength(asked ?? defaultDemo)
    terminal.progress.say(
      isNew
        ? `Wrote ${shortPath(file)}; it takes ${length} on two cores that do nothing else`
        : `Going on with ${shortPath(file)}, kept as it is`,
    )
    if (isNew) registerDemoPlan(file)
    await runStudy(shortPath(file), terminal, study => playDemo(study, terminal))
    return 0
  },
}
