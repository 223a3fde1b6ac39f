/** @file `bedside status`: how far a study is, and why a stage would run again. */
import {
  loadStudy,
  placeInStudy,
  reviewLines,
  type StageStatus,
  type StudyStatus,
  studyStages,
  studyStatus,
} from '../../study/index.ts'
import { formatDuration } from '../../support/index.ts'
import type { CliCommand } from '../command.ts'
import { reviewSurroundings } from '../review-surroundings.ts'
import { surroundings } from '../settings-folder.ts'
import { shortPath } from './run.ts'

/** One line for one stage. */
function describeStage({ title, state, reason, seconds }: StageStatus, width: number): string {
  const time = seconds === null ? '' : `  ${formatDuration(seconds)}`
  return `  ${title.padEnd(width)}  ${state}${state === 'done' ? time : ''}${reason === null ? '' : ` (${reason})`}`
}

/** `bedside status [study]`. */
export const statusCommand: CliCommand = {
  usage: 'status [study]',
  summary: 'show which stages are done, stale (and why), interrupted or not begun; changes nothing',
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
    const { running, stages } = status
    const review = await reviewLines(study, reviewSurroundings())
    if (options['json']) {
      const { config, out } = study
      terminal.print(JSON.stringify({ study: config.study, out, running, stages, review }, null, 2))
      return 0
    }
    terminal.print(`Study "${study.config.study}" in ${shortPath(study.out)}`)
    if (running) terminal.print(`  running now: process ${running.pid} on ${running.host}, since ${running.since}`)
    const width = Math.max(...stages.map(({ title }) => title.length))
    for (const stage of stages) terminal.print(describeStage(stage, width))
    const open = stages.filter(({ state }) => state !== 'done').length
    terminal.print(open === 0 ? 'Everything is done.' : `${open} of ${stages.length} stages to run: bedside run`)
    for (const line of review) terminal.print(line)
    return 0
  },
}
