/** @file Part: every stage with its state, why it would run again, and what it took. */
import { html, table } from '../../report/index.ts'
import { formatDuration } from '../../support/index.ts'
import { type Part, part } from '../part.ts'
import type { StudyView } from '../study-watch.ts'

/** What a state is called; of a stage that never began, that it did not. */
const WORDS = {
  done: 'done',
  stale: 'to be run again',
  damaged: 'damaged, to be run again',
  interrupted: 'interrupted, can go on',
  pending: 'not begun',
  running: 'running',
  postponed: 'postponed',
} as const

/** The table of stages. */
export function stagesPart(view: StudyView): Part {
  const { stages } = view.status
  const running = view.progress?.stage?.artifact
  const postponed = new Map((view.progress?.postponed ?? []).map(({ artifact, problem }) => [artifact, problem]))
  const done = stages.filter(({ state }) => state === 'done').length
  const used = stages.reduce((sum, { state, seconds }) => sum + (state === 'done' ? (seconds ?? 0) : 0), 0)
  const hasReasons = postponed.size > 0 || stages.some(({ reason }) => reason !== null)
  const rows = stages.map(({ title, artifact, state, reason, seconds }, i) => {
    // A run also passes through what is done; that is looked at, not made.
    const problem = postponed.get(artifact)
    const shown =
      problem !== undefined && state !== 'done'
        ? 'postponed'
        : artifact === running && state !== 'done'
          ? 'running'
          : state
    // Of a stage that is to be made anew it is the time of the last one.
    const time = seconds === null ? '' : `${formatDuration(seconds)}${state === 'done' ? '' : ' before'}`
    return [
      String(i + 1),
      title,
      html`<span class="state ${shown}">${WORDS[shown]}</span>`,
      time,
      ...(hasReasons
        ? [shown === 'running' ? '' : shown === 'postponed' ? (problem ?? reason ?? '') : (reason ?? '')]
        : []),
    ]
  })
  return part(
    'stages',
    'part',
    html`<h2 id="stages-title">Stages</h2>
<p>${done} of ${stages.length} are done, in ${formatDuration(used)}, pauses included. A finished stage is not run again as long as its settings, its code and what it reads stay the same.</p>
${table(
  'Stages in their order',
  [
    { label: 'No.', noWrap: true },
    { label: 'Stage', noWrap: true },
    { label: 'State' },
    { label: 'Time used', align: 'right' },
    ...(hasReasons ? [{ label: 'Why' }] : []),
  ],
  rows,
)}`,
  )
}
