/** @file Section: a few generated cases in full. Never made from the records of patients. */
import { applicableLayers, type Plan, type Specialty } from '../../specialty/index.ts'
import { html, type Markup } from '../html.ts'
import type { StudyArtifacts } from '../study-artifacts.ts'

function planText(specialty: Specialty, plan: Plan): string {
  return applicableLayers(specialty, plan)
    .map(({ name, label, unit }) => `${label}: ${plan[name]}${unit ? ` ${unit}` : ''}`)
    .join(' · ')
}

/** What an answer's plan has in common with the recorded one, in words. */
function comparison(specialty: Specialty, recorded: Plan, plan: Plan | null): string {
  if (plan === null) return 'no readable plan'
  const differing = specialty.decisionLayers.filter(({ name }) => recorded[name] !== plan[name])
  return differing.length === 0
    ? 'agrees with the record on every layer'
    : `differs from the record on: ${differing.map(({ label }) => label).join(', ')}`
}

/** One synthetic case per stratum with every arm's answer; nothing when the data are not synthetic. */
export function samplesSection({ samples, specialty, study }: StudyArtifacts): Markup | false {
  if (!study.synthetic || samples.length === 0) return false
  return html`<h2>Sample cases</h2>
<p>The first test case of each stratum. The couples are generated; they belong to no patient.</p>
${samples.map(
  ({ recordId, stratum, prompt, referencePlan, answers }) => html`<article class="case">
<h3>${recordId} <span class="quiet">${stratum}</span></h3>
<pre>${prompt}</pre>
<h4>Recorded decision</h4>
<p>${planText(specialty, referencePlan)}</p>
${answers.map(
  ({ arm, text, plan }) => html`<h4>${arm} <span class="quiet">${comparison(specialty, referencePlan, plan)}</span></h4>
<pre>${text}</pre>`,
)}
</article>`,
)}`
}
