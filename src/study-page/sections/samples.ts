/** @file Part: a few held-out cases: the prompt, what each arm says, how that was read, and the recorded decision. */
import type { Prediction } from '../../predictions/index.ts'
import type { PromptRow } from '../../prompts/index.ts'
import { html, type Markup, wordsOf } from '../../report/index.ts'
import { applicableLayers, type Plan, type Specialty } from '../../specialty/index.ts'
import { type Part, part } from '../part.ts'
import type { StudyView } from '../study-watch.ts'

const words = wordsOf('en')

/** The language of the study's texts, as HTML names it. */
const languageOf = ({ language = 'en' }: Specialty) => (language === 'zh' ? 'zh-CN' : 'en')

function planText(specialty: Specialty, plan: Plan): Markup {
  const separator = specialty.language === 'zh' ? '：' : ': '
  const lines = applicableLayers(specialty, plan).map(({ name, label, unit, optionLabels }) => {
    const value = plan[name]
    return `${label}${separator}${optionLabels?.[value] ?? value}${unit ? ` ${unit}` : ''}`
  })
  return html`<span lang="${languageOf(specialty)}">${lines.join(' · ')}</span>`
}

/** How an answer was read: agreement with the record in words, or why it could not be read. */
function readingOf(
  specialty: Specialty,
  recorded: Plan,
  { plan, parseErrors, notAnswered, finish }: Prediction,
): Markup {
  if (notAnswered !== undefined) return html`<p>Not answered: ${notAnswered}</p>`
  const cut = finish === 'length' ? ' The answer was cut at the token limit.' : ''
  if (plan === null) {
    return html`<p><strong>Without a readable plan.</strong>${cut}</p><ul>${parseErrors.map(error => html`<li>${error}</li>`)}</ul>`
  }
  const differing = specialty.decisionLayers.filter(({ name }) => recorded[name] !== plan[name])
  const said =
    differing.length === 0
      ? words.samples.agrees
      : words.samples.differs(differing.map(({ label }) => label).join(words.common.listSeparator))
  return html`<p><strong>As it was read</strong> <span class="quiet">${said}.${cut}</span><br>${planText(specialty, plan)}</p>`
}

function caseMarkup(view: StudyView, row: PromptRow): Markup {
  const { specialty, answers } = view
  const language = languageOf(specialty)
  const { record_id: id, stratum, prompt, reference_plan: recorded } = row
  return html`<article class="case">
<h3>${id} <span class="quiet">${words.terms.stratum(stratum)}</span></h3>
<details id="prompt-${stratum}"><summary>The prompt</summary><pre lang="${language}">${prompt.map(({ content }) => content).join('\n\n')}</pre></details>
<p><strong>${words.samples.recorded}</strong><br>${planText(specialty, recorded)}</p>
${[...answers].map(([arm, { shown }]) => {
  const answer = shown.get(id)
  if (answer === undefined) return html`<h4>${arm} <span class="quiet">no answer yet</span></h4>`
  const exemplars = answer.exemplars.length
  return html`<h4>${arm}${exemplars > 0 && html` <span class="quiet">${exemplars} worked cases stood before the prompt</span>`}</h4>
${readingOf(specialty, recorded, answer)}
${
  answer.text.trim() === ''
    ? html`<p class="quiet">It wrote nothing.</p>`
    : html`<details id="answer-${stratum}-${arm}"><summary>What it wrote</summary><pre lang="${language}">${answer.text}</pre></details>`
}`
})}
</article>`
}

/** The cases that are shown, or that there are none yet. */
export function samplesPart(view: StudyView): Part {
  const { cases } = view
  return part(
    'samples',
    'part',
    html`<h2 id="samples-title">Held-out cases</h2>
${
  cases.length === 0
    ? html`<p class="quiet">No held-out case is there yet: the stage "prompts" writes them.</p>`
    : html`<p>The first test case that is common, less common and rare. One case is an example, never evidence.</p>
${cases.map(row => caseMarkup(view, row))}`
}`,
  )
}
