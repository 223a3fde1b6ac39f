/** @file Part: what runs now with its bar and time left, and what to do next. */
import { html, type Markup } from '../../report/index.ts'
import type { RunProgress } from '../../study/index.ts'
import { type Part, part } from '../part.ts'
import type { StudyView } from '../study-watch.ts'
import { timeLeft, timeSince } from '../under-way.ts'

/** An instant as a person reads it, in UTC as manifests and logs have it. */
const moment = (instant: string) => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`

const count = (units: number) => units.toLocaleString('en')

function taskMarkup(progress: RunProgress): Markup | false {
  const { task } = progress
  if (task === null) return false
  const { label, done, total, note } = task
  const left = timeLeft(progress)
  const said = [
    total > 0 ? `${count(done)} of ${count(total)} (${Math.floor((100 * done) / total)} %)` : count(done),
    left === null ? '' : `${left} left`,
    note,
  ]
  const bar = total > 0 ? html`<progress aria-label="${label}" max="${total}" value="${done}"></progress>` : false
  return html`<div class="bar"><span class="what">${label}</span>${bar}<span class="numbers">${said.filter(Boolean).join(' · ')}</span></div>`
}

function runMarkup(progress: RunProgress): Markup {
  const { began, stage } = progress
  return html`<p>Since ${moment(began)}, for <span class="numbers">${timeSince(began)}</span>.</p>
${
  stage !== null &&
  html`<p>Stage ${stage.index} of ${stage.of}: <strong>${stage.title}</strong>, for <span class="numbers">${timeSince(stage.began)}</span></p>`
}
${taskMarkup(progress)}`
}

/** What is under way, what was found, and what comes next. */
export function nowPart({ status, progress, headline, reviewLines }: StudyView): Part {
  const { stages } = status
  const open = stages.filter(({ state }) => state !== 'done').length
  const toRun = open === 0 ? 'Everything is done.' : `${open} of ${stages.length} stages to run: bedside run`
  return part(
    'now',
    'now',
    html`<h2 id="now-title">${progress === null ? 'Nothing runs now' : 'Running'}</h2>
${progress !== null && runMarkup(progress)}
${headline.length > 0 && html`<ul>${headline.map(line => html`<li>${line}</li>`)}</ul>`}
${progress === null && html`<p>${toRun}</p>`}
${reviewLines.map(line => html`<p>${line}</p>`)}`,
  )
}
