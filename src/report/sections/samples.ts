/** @file Section: a few generated cases in full. Never made from the records of patients. */
import { applicableLayers, type Plan, type Specialty } from '../../specialty/index.ts'
import { html, type Markup } from '../html.ts'
import type { StudyArtifacts } from '../study-artifacts.ts'
import type { Words } from '../words/words.ts'

function planText(specialty: Specialty, plan: Plan): string {
  return applicableLayers(specialty, plan)
    .map(({ name, label, unit, optionLabels }) => {
      const value = plan[name]
      return `${label}: ${optionLabels?.[value] ?? value}${unit ? ` ${unit}` : ''}`
    })
    .join(' · ')
}

/** What an answer's plan has in common with the recorded one, in words. */
function comparison(words: Words, specialty: Specialty, recorded: Plan, plan: Plan | null): string {
  const { samples, common } = words
  if (plan === null) return samples.unreadable
  const differing = specialty.decisionLayers.filter(({ name }) => recorded[name] !== plan[name])
  return differing.length === 0
    ? samples.agrees
    : samples.differs(differing.map(({ label }) => label).join(common.listSeparator))
}

/** One synthetic case per stratum with every arm's answer; nothing when the data are not synthetic. */
export function samplesSection({ samples, specialty, study }: StudyArtifacts, words: Words): Markup | false {
  if (!study.synthetic || samples.length === 0) return false
  return html`<h2>${words.samples.title}</h2>
<p>${words.samples.intro}</p>
${samples.map(
  ({ recordId, stratum, prompt, referencePlan, answers }) => html`<article class="case">
<h3>${recordId} <span class="quiet">${words.terms.stratum(stratum)}</span></h3>
<pre>${prompt}</pre>
<h4>${words.samples.recorded}</h4>
<p>${planText(specialty, referencePlan)}</p>
${answers.map(
  ({
    arm,
    text,
    plan,
  }) => html`<h4>${arm} <span class="quiet">${comparison(words, specialty, referencePlan, plan)}</span></h4>
<pre>${text}</pre>`,
)}
</article>`,
)}`
}
