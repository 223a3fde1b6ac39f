/** @file `bedside demo`: writes a small study of invented couples, runs it, and lets simulated reviewers judge its plans. */
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { InputError, readTextFile, refuseFileAsFolder, writeFileAtomically } from '../../support/index.ts'
import { playReview, registerPlanFile, type Study, studyReview } from '../../study/index.ts'
import type { CliCommand } from '../command.ts'
import { DEMO_MARK, DEMO_PLAN_FILE, demoPlan, demoStudy } from '../demo-study.ts'
import type { Terminal } from '../terminal.ts'
import { surroundings } from '../settings-folder.ts'
import { runStudy, shortPath } from './run.ts'

/**
 * Writes the demo's study file and plan into a folder, or keeps the one of an earlier demo as it is; returns its path.
 * Throws InputError when the folder holds anything that is not a demo.
 */
export function prepareDemo(folder: string): { readonly file: string; readonly isNew: boolean } {
  refuseFileAsFolder(folder, 'choose another with --dir')
  const file = join(folder, 'study.yaml')
  if (existsSync(file) && readTextFile(file).startsWith(DEMO_MARK)) return { file, isNew: false }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new InputError(
      'expected a new or empty folder for the demo, got one that holds other files',
      { file: folder },
      'choose another with --dir',
    )
  }
  // The study's file comes last: with it the folder is a demo's.
  writeFileAtomically(join(folder, DEMO_PLAN_FILE), demoPlan)
  writeFileAtomically(file, demoStudy)
  return { file, isNew: true }
}

/** Reviewers of the demo, and the seed of their traits. */
const [RATERS, SEED] = [8, 1]

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
  summary: 'write a small study of invented couples, run it, and let simulated reviewers judge (a few minutes)',
  options: [['--dir <folder>', 'folder to write it to (default: bedside-demo)']],
  async run({ options }, terminal) {
    const folder = resolve(typeof options['dir'] === 'string' ? options['dir'] : 'bedside-demo')
    const { file, isNew } = prepareDemo(folder)
    terminal.progress.say(isNew ? `Wrote ${shortPath(file)}` : `Going on with ${shortPath(file)}, kept as it is`)
    if (isNew) registerDemoPlan(file)
    await runStudy(shortPath(file), terminal, study => playDemo(study, terminal))
    return 0
  },
}
