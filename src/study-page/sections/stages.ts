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
} as const

/** The table of stages. */
export function stagesPart(view: StudyView): Part {
  const { stages } = view.status
  const running = view.progress?.stage?.artifact
  const done = stages.filter(({ state }) => state === 'done').length
  const hasReasons = stages.some(({ reason }) => reason !== null)
  const rows = stages.map(({ title, artifact, state, reason, seconds }, i) => {
    // A run also passes through what is done; that is looked at, not made.
    const shown = artifact === running && state !== 'done' ? 'running' : state
    const time = seconds === null || state === 'pending' ? '' : formatDuration(seconds)
    return [
      String(i + 1),
      title,
      html`<span class="state ${shown}">${WORDS[shown]}</span>`,
      time,
      ...(hasReasons ? [shown === 'running' ? '' : (reason ?? '')] : []),
    ]
  })
  return part(
    'stages',
    'part',
    html`<h2 id="stages-title">Stages</h2>
<p>${done} of ${stages.length} are done. A finished stage is not run again as long as its settings, its code and what it reads stay the same.</p>
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
