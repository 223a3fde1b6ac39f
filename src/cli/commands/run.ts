/** @file `bedside run`: runs a study, or goes on with one, and says where its report is. */
import { join, relative } from 'node:path'
import {
  chosenEngine,
  headline,
  loadStudy,
  placeInStudy,
  reviewLines,
  runStages,
  type StageOutcome,
  type Study,
  studyStages,
  unregisteredPlanNote,
} from '../../study/index.ts'
import { formatDuration } from '../../support/index.ts'
import type { CliCommand } from '../command.ts'
import { reviewSurroundings } from '../review-surroundings.ts'
import { surroundings } from '../settings-folder.ts'
import type { Terminal } from '../terminal.ts'

/** A path as short as it can be written from the current folder. */
export function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere === '' ? '.' : fromHere.startsWith('..') ? path : fromHere
}

/** Runs the stages of a study that are not done. */
async function runAll(study: Study, { progress, signal }: Terminal): Promise<StageOutcome[]> {
  try {
    const readSecret = (variable: string) => process.env[variable]
    const around = surroundings(true)
    const prepare = () => chosenEngine(study, around).check?.()
    const options = { out: study.out, seed: study.config.seed, progress, signal, readSecret, prepare }
    return await runStages(studyStages(study, around), options)
  } catch (error) {
    throw placeInStudy(error, study)
  }
}

/** Runs the study of a file and prints where its report is; `between` is done when all is there that a review needs. */
export async function runStudy(
  file: string,
  terminal: Terminal,
  between?: (study: Study) => Promise<void>,
): Promise<void> {
  const study = loadStudy(file)
  const { progress } = terminal
  const note = unregisteredPlanNote(study)
  if (note !== null) progress.say(`note: ${note}`)
  const outcomes = await runAll(study, terminal)
  if (between !== undefined) {
    await between(study)
    // What the first pass has just made is unchanged in the second, and was worked at all the same.
    const made = new Map(outcomes.map(one => [one.artifact, one]))
    for (const again of await runAll(study, terminal)) {
      if (again.outcome !== 'unchanged') made.set(again.artifact, again)
    }
    outcomes.splice(0, outcomes.length, ...made.values())
  }
  const worked = outcomes.filter(({ outcome }) => outcome !== 'unchanged')
  const took = formatDuration(outcomes.reduce((sum, { seconds }) => sum + seconds, 0))
  const skipped = outcomes.length - worked.length
  progress.say(`Study "${study.config.study}" is complete: ${worked.length} stages run, ${skipped} unchanged, ${took}`)
  for (const line of headline(study)) terminal.print(line)
  for (const line of await reviewLines(study, reviewSurroundings())) progress.say(line)
  terminal.print(`Report: ${shortPath(join(study.out, 'report', 'report.html'))}`)
}

/** `bedside run [study]`. */
export const runCommand: CliCommand = {
  usage: 'run [study]',
  summary: 'run a study (default: study.yaml here); what is already done is kept',
  options: [],
  async run({ positional }, terminal) {
    await runStudy(positional[0] ?? 'study.yaml', terminal)
    return 0
  },
}
