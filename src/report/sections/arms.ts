/** @file Section: the arms and the baselines, how each was made, and how training went. */
import type { CsvCell, JsonValue } from '../../support/index.ts'
import { formatCount, formatNumber } from '../format.ts'
import { html, type Markup, trustedMarkup } from '../html.ts'
import type { StudyArtifacts } from '../study-artifacts.ts'
import { type TableRow, table } from '../table.ts'

/** Names of what training and predictions leave in their manifests; other counts are shown under their own names. */
const COUNT_LABELS: Readonly<Record<string, string>> = {
  steps: 'optimiser steps',
  parameters: 'parameters',
  tokens: 'tokens',
  finalLoss: 'final training loss',
  validationLoss: 'validation loss',
  heldOut: 'validation split, start to end',
  cases: 'cases',
  unreadable: 'without a readable plan',
  cutAtLimit: 'cut at the token limit',
  selection: 'selection of exemplars',
  per: 'exemplars chosen per',
  exemplars: 'exemplars',
  pool: 'training cases to choose from',
  exemplarsUsed: 'exemplars in the prompt',
  promptTokens: 'prompt tokens',
  completionTokens: 'completion tokens',
}

/** How many exemplars an arm's prompts really held, from the manifest of its predictions. */
interface ExemplarsUsed {
  readonly asked: number
  readonly least: number
  readonly median: number
}

function exemplarsOf(value: JsonValue | undefined): ExemplarsUsed | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { asked, least, median } = value as Readonly<Record<string, JsonValue>>
  const isComplete = [asked, least, median].every(count => typeof count === 'number')
  return isComplete ? { asked: Number(asked), least: Number(least), median: Number(median) } : null
}

/** What held-out cases came to before and after training: for DPO a margin of log-probability, for GRPO a reward. */
function heldOutOf(value: JsonValue): { cases: number; start: number; end: number } | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { cases, start, end } = value as Readonly<Record<string, JsonValue>>
  const isComplete = [cases, start, end].every(count => typeof count === 'number')
  return isComplete ? { cases: Number(cases), start: Number(start), end: Number(end) } : null
}

function formatFact(value: JsonValue): string {
  const heldOut = heldOutOf(value)
  if (heldOut)
    return `${formatNumber(heldOut.start, 3)} to ${formatNumber(heldOut.end, 3)} (n = ${formatCount(heldOut.cases)})`
  const exemplars = exemplarsOf(value)
  if (exemplars) return `${exemplars.asked} asked, median ${exemplars.median}, least ${exemplars.least}`
  if (typeof value === 'number')
    return Number.isInteger(value) ? formatCount(value) : formatNumber(value, Math.abs(value) < 10 ? 4 : 1)
  if (typeof value === 'string') return value
  return value === null ? 'none' : JSON.stringify(value)
}

/** Counts of every policy and prediction run as flat rows, for tables/arms.csv. */
export function armRows({ manifests }: StudyArtifacts): readonly (readonly CsvCell[])[] {
  return [...manifests]
    .filter(([artifact]) => /^(policies|predictions)\//.test(artifact))
    .flatMap(([artifact, { counts }]) =>
      Object.entries(counts).map(([name, value]): CsvCell[] => [
        artifact,
        COUNT_LABELS[name] ?? name,
        typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    )
}

/** How many prompts gave DPO a pair. */
function pairsParagraph(counts: Readonly<Record<string, JsonValue>> | undefined): Markup | false {
  if (counts === undefined) return false
  const without = Object.entries(counts['promptsWithoutPair'] ?? {}).map(([reason, count]) => `${reason}: ${count}`)
  return html`<p>Preference pairs (${String(counts['source'])}): ${formatFact(counts['trainingPairs'] ?? 0)} from
${formatFact(counts['trainingPrompts'] ?? 0)} training prompts${without.length > 0 && ` (without a pair: ${without.join(', ')})`}.
Rejected completions that were unreadable: ${formatFact(counts['unreadableRejected'] ?? 0)}.</p>`
}

/** What the figures of the arms that are trained by comparison mean. */
function comparisonParagraph(arms: readonly string[]): Markup | false {
  if (!arms.includes('dpo') && !arms.includes('grpo')) return false
  return html`<p>"Validation split, start to end" compares the policy before and after training. ${
    arms.includes('dpo') &&
    'For dpo it is the log-probability of the chosen less that of the rejected completion (nats, summed over a completion, mean of pairs). '
  }${
    arms.includes('grpo') &&
    'For grpo it is the mean reward of sampled completions; its training loss is near 0 by design, and tells nothing.'
  }</p>`
}

/** What was compared. `curves` holds one drawn training curve per trained policy. */
export function armsSection(study: StudyArtifacts, curves: ReadonlyMap<string, string>): Markup {
  const { manifests, results, arms } = study
  const policies = [...new Set(['base', ...arms])]
  const countsOf = (stage: string, policy: string) => manifests.get(`${stage}/${policy}`)?.counts ?? {}
  // One column a policy, one line a count: what a policy does not have stays empty.
  const factRows = (stage: string): TableRow[] => {
    const names = [...new Set(policies.flatMap(policy => Object.keys(countsOf(stage, policy))))]
    return names.map(name => [
      COUNT_LABELS[name] ?? name,
      ...policies.map(policy => {
        const value = countsOf(stage, policy)[name]
        return value === undefined ? '' : formatFact(value)
      }),
    ])
  }
  const columns = [{ label: '' }, ...policies.map(label => ({ label, align: 'right' as const }))]
  const rows = [
    { heading: 'Policy (base is shared by all arms)' },
    ...factRows('policies'),
    { heading: 'Predictions on the test split' },
    ...factRows('predictions'),
  ]
  const shortened = arms.flatMap(arm => {
    const used = exemplarsOf(countsOf('predictions', arm)['exemplarsUsed'])
    return used && used.median < used.asked ? [{ arm, ...used }] : []
  })
  const baselines = results.predictors.filter(({ kind }) => kind === 'baseline')
  return html`<h2>Arms and baselines</h2>
<p>Each arm is one checkpoint, or one checkpoint with exemplars. Baselines are not language
models: they are fitted on the fields and decisions of the training split and scored in the same way.</p>
<ul>${baselines.map(({ name, description }) => html`<li><strong>${name}</strong>: ${description}.</li>`)}</ul>
${shortened.map(
  ({
    arm,
    asked,
    least,
    median,
  }) => html`<p class="notice"><strong>${arm}</strong> was to see ${asked} ${asked === 1 ? 'exemplar' : 'exemplars'}, but
in at least half of its prompts there was room for ${median === 0 ? 'none' : `no more than ${median}`} (least ${least}). Its figures are those of
the exemplars that it really saw.</p>`,
)}
${table('How the arms were made', columns, rows)}
${pairsParagraph(manifests.get('preferences')?.counts)}
${comparisonParagraph(arms)}
${
  curves.size > 0 &&
  html`<h3>Training</h3>
<p>Line: training, as means of consecutive steps where there are many. Points: the same quantity on the validation split.</p>
<div class="figures">${[...curves].map(
    ([policy, svg]) =>
      html`<figure><div class="scroll">${trustedMarkup(svg)}</div><figcaption>${policy}</figcaption></figure>`,
  )}</div>`
}`
}
