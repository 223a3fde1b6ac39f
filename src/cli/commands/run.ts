/** @file `bedside run`: runs a study, or goes on with one, and says where its report is. */
import { join, relative } from 'node:path'
import {
  checkStudyPlan,
  chosenEngine,
  engineNotes,
  headline,
  loadStudy,
  placeInStudy,
  requireKeys,
  reviewLines,
  runStages,
  type StageChoice,
  type StageOutcome,
  type Study,
  studyStages,
  unregisteredPlanNote,
} from '../../study/index.ts'
import { formatDuration, StudyError } from '../../support/index.ts'
import { type CliCommand, textOption } from '../command.ts'
import { reviewSurroundings } from '../review-surroundings.ts'
import { surroundings } from '../settings-folder.ts'
import type { Terminal } from '../terminal.ts'

/** A path as short as it can be written from the current folder. */
export function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere === '' ? '.' : fromHere.startsWith('..') ? path : fromHere
}

/** Runs the stages of a study that are not done, or those that are chosen. */
async function runChosen(study: Study, { progress, signal }: Terminal, choice: StageChoice): Promise<StageOutcome[]> {
  try {
    const readSecret = (variable: string) => process.env[variable]
    const around = surroundings(true)
    const prepare = () => {
      checkStudyPlan(study)
      requireKeys(study, readSecret)
      // Where servers answer for every arm, no engine is asked for anything.
      if (studyStages(study, around).some(({ artifact }) => artifact === 'policies/base'))
        chosenEngine(study, around).check?.()
    }
    const options = { out: study.out, seed: study.config.seed, progress, signal, readSecret, prepare, ...choice }
    return await runStages(studyStages(study, around), options)
  } catch (error) {
    throw placeInStudy(error, study)
  }
}

/** Runs one stage of a study and says what else is to run. */
async function runOnly(
  file: string,
  terminal: Terminal,
  choice: StageChoice & { readonly only: string },
): Promise<void> {
  const study = loadStudy(file)
  const [{ artifact, outcome, seconds }] = await runChosen(study, terminal, choice)
  terminal.print(
    outcome === 'unchanged'
      ? `${artifact} is unchanged; to make it anew: --only ${artifact} --from ${artifact}`
      : `${artifact} is done in ${formatDuration(seconds)}; bedside run does what is left`,
  )
}

/**
 * Runs the study of a file and prints where its report is; `between` is done when all is there that a review needs, and
 * `from` names the stage from which all is made anew. Throws StudyError at the end when a stage was postponed.
 */
export async function runStudy(
  file: string,
  terminal: Terminal,
  between?: (study: Study) => Promise<void>,
  from?: string,
): Promise<void> {
  const study = loadStudy(file)
  const { progress } = terminal
  const note = unregisteredPlanNote(study)
  for (const line of [...(note === null ? [] : [note]), ...engineNotes(study)]) progress.say(`note: ${line}`)
  const outcomes = await runChosen(study, terminal, { from })
  if (between !== undefined) {
    await between(study)
    // What the first pass has just made is unchanged in the second, and was worked at all the same.
    const made = new Map(outcomes.map(one => [one.artifact, one]))
    for (const again of await runChosen(study, terminal, {})) {
      if (again.outcome !== 'unchanged') made.set(again.artifact, again)
    }
    outcomes.splice(0, outcomes.length, ...made.values())
  }
  const postponed = outcomes.filter(({ outcome }) => outcome === 'postponed')
  const worked = outcomes.filter(({ outcome }) => outcome !== 'unchanged' && outcome !== 'postponed')
  const took = formatDuration(outcomes.reduce((sum, { seconds }) => sum + seconds, 0))
  const skipped = outcomes.length - worked.length - postponed.length
  const end = postponed.length === 0 ? 'is complete' : `lacks ${postponed.map(({ artifact }) => artifact).join(', ')}`
  progress.say(`Study "${study.config.study}" ${end}: ${worked.length} stages run, ${skipped} unchanged, ${took}`)
  for (const line of headline(study)) terminal.print(line)
  for (const line of await reviewLines(study, reviewSurroundings())) progress.say(line)
  terminal.print(`Report: ${shortPath(join(study.out, 'report', 'report.html'))}`)
  const [first] = postponed
  if (first !== undefined) throw new StudyError(`the report is without ${first.artifact}: ${first.problem}`)
}

/** `bedside run [study]`. */
export const runCommand: CliCommand = {
  usage: 'run [study]',
  summary: 'run a study (default: study.yaml here); what is already done is kept',
  options: [
    ['--from <stage>', 'make this stage and all after it anew; names as `bedside status` prints them'],
    ['--only <stage>', 'run this stage alone; what it reads must be finished'],
  ],
  async run({ positional, options }, terminal) {
    const file = positional[0] ?? 'study.yaml'
    const [from, only] = [textOption(options, 'from') ?? undefined, textOption(options, 'only')]
    if (only === null) await runStudy(file, terminal, undefined, from)
    else await runOnly(file, terminal, { from, only })
    return 0
  },
}
