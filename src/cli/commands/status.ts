/** @file `bedside status`: how far a study is, and why a stage would run again. */
import {
  checkStudyPlan,
  loadStudy,
  placeInStudy,
  type RunProgress,
  reviewLines,
  type StageStatus,
  type Study,
  type StudyStatus,
  studyStages,
  studyStatus,
} from '../../study/index.ts'
import { formatDuration, InputError } from '../../support/index.ts'
import type { CliCommand } from '../command.ts'
import { reviewSurroundings } from '../review-surroundings.ts'
import { surroundings } from '../settings-folder.ts'
import { shortPath } from './run.ts'

/** How wide the columns of stages are. */
interface Widths {
  readonly artifact: number
  readonly title: number
}

/** One line for one stage: its name, what it is, its state, and what it took. */
function describeStage(
  { artifact, title, state, reason, seconds, secondsSoFar }: StageStatus,
  widths: Widths,
  isUnderWay: boolean,
): string {
  const time =
    seconds === null
      ? ''
      : state === 'done'
        ? `  ${formatDuration(seconds)}`
        : `  took ${formatDuration(seconds)} before`
  const soFar = secondsSoFar === null ? '' : `  ${formatDuration(secondsSoFar)} so far`
  const why = reason === null ? '' : ` (${reason})`
  return `  ${artifact.padEnd(widths.artifact)}  ${title.padEnd(widths.title)}  ${isUnderWay ? 'running' : state}${why}${soFar}${time}`
}

/** What the run in another window is doing. */
function describeProgress({ stage, task, postponed = [] }: RunProgress): string[] {
  const without = postponed.map(({ artifact, problem }) => `  postponed: ${artifact}: ${problem}`)
  if (stage === null) return without
  const left = task?.secondsLeft == null ? '' : `, ${formatDuration(task.secondsLeft)} left of it`
  const amount =
    task === null ? '' : task.total > 0 ? `: ${task.label} ${task.done}/${task.total}` : `: ${task.label} ${task.done}`
  const note = task?.note ? ` (${task.note})` : ''
  const at = [
    `  at stage ${stage.index} of ${stage.of}, ${stage.artifact}, since ${stage.began}${amount}${note}${left}`,
  ]
  return [...at, ...without]
}

/** What a time left rests on, in words. */
const LEFT_BY = {
  rate: 'the pace of the one under way',
  'earlier run': 'what they took before',
  'same kind': 'what others of their kind took',
} as const

/** Time used, and time left as far as anything tells it. */
function describeTime({ stages, secondsUsed, secondsLeft, leftNotKnown }: StudyStatus): string[] {
  const used = `Time used: ${formatDuration(secondsUsed)}, from the first start to the end of each stage, or until it was cut off, pauses included`
  const open = stages.filter(({ state }) => state !== 'done')
  if (open.length === 0) return [used]
  const known = open.filter(stage => stage.leftBy !== null)
  const by = Object.entries(LEFT_BY)
    .filter(([name]) => known.some(({ leftBy }) => leftBy === name))
    .map(([, words]) => words)
    .join(' and ')
  const parts = [
    known.length === 0
      ? ''
      : `about ${formatDuration(secondsLeft)} for ${known.length} of ${open.length} stages left, by ${by}`,
    leftNotKnown.length === 0 ? '' : `not known for ${leftNotKnown.length} that never ran to the end here`,
  ]
  return [used, `Time left: ${parts.filter(Boolean).join('; ')}`]
}

/** What is wrong with the study's analysis plan, so that a run would not begin; null when nothing is. */
function planProblem(study: Study): string | null {
  try {
    checkStudyPlan(study)
    return null
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
}

/** `bedside status [study]`. */
export const statusCommand: CliCommand = {
  usage: 'status [study]',
  summary:
    'show which stages are done, stale (and why), postponed, interrupted or not begun, time used and left; changes nothing',
  options: [['--json', 'print JSON for a program']],
  async run({ positional, options }, terminal) {
    const study = loadStudy(positional[0] ?? 'study.yaml')
    let status: StudyStatus
    try {
      status = await studyStatus(studyStages(study, surroundings(false)), {
        out: study.out,
        seed: study.config.seed,
      })
    } catch (error) {
      throw placeInStudy(error, study)
    }
    const { running, progress, stages } = status
    const named = positional[0] === undefined ? '' : ` ${positional[0]}`
    const review = await reviewLines(study, reviewSurroundings())
    const wrongPlan = planProblem(study)
    if (options['json']) {
      const { config, out } = study
      terminal.print(JSON.stringify({ study: config.study, out, ...status, planProblem: wrongPlan, review }, null, 2))
      return 0
    }
    terminal.print(`Study "${study.config.study}" in ${shortPath(study.out)}`)
    if (running) terminal.print(`  running now: process ${running.pid} on ${running.host}, since ${running.since}`)
    for (const line of progress ? describeProgress(progress) : []) terminal.print(line)
    const widthOf = (key: keyof Widths) => Math.max(...stages.map(stage => stage[key].length))
    const widths = { artifact: widthOf('artifact'), title: widthOf('title') }
    for (const stage of stages) {
      terminal.print(describeStage(stage, widths, stage.artifact === progress?.stage?.artifact))
    }
    for (const line of describeTime(status)) terminal.print(line)
    const open = stages.filter(({ state }) => state !== 'done').length
    terminal.print(
      open === 0 ? 'Everything is done.' : `${open} of ${stages.length} stages to run: bedside run${named}`,
    )
    const { review: asked } = study.config
    if (asked !== undefined && 'compare' in asked && !stages.some(({ artifact }) => artifact === 'review')) {
      terminal.print('Once the judgements of the review are exported: review, and analysis and report again')
    }
    if (wrongPlan !== null) terminal.print(`The plan stops a run: ${wrongPlan}`)
    for (const line of review) terminal.print(line)
    return 0
  },
}
