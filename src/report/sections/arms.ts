/** @file Section: the arms and the baselines, how each was made, and how training went. */
import type { CsvCell, JsonValue } from '../../support/index.ts'
import { html, type Markup, trustedMarkup } from '../html.ts'
import type { StudyArtifacts } from '../study-artifacts.ts'
import { type TableRow, table } from '../table.ts'
import type { BenchmarkView } from './view.ts'

/** Names of what training and predictions leave in their manifests; other counts are shown under their own names. */
const COUNT_LABELS: Readonly<Record<string, string>> = {
  madeWith: 'engine',
  steps: 'optimiser steps',
  parameters: 'parameters',
  lora: 'LoRA: what was trained beside frozen weights',
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
  server: 'server that was asked',
  model: 'model that was asked for',
  servedBy: 'model and fingerprint as the server says',
  recordsLeftThisMachine: 'records left the machine',
  answers: 'answers of the server',
  seconds: 'seconds of waiting, summed',
  uncounted: 'answers without a count of tokens, whose cost is not known',
  cost: 'cost of the tokens',
  notAnswered: 'cases without an answer, by reason',
}

/** Counts that are of the machine rather than of the result: they are in the manifest and in the CSV file. */
const OF_THE_MACHINE = [
  'argumentsSetByWorker',
  'stepsOfThisStart',
  'secondsOfThisStart',
  'peakMemoryBytes',
  'peakHostBytes',
]

type Told = Pick<BenchmarkView, 'words' | 'format'>

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

/** Reasons with how often each stands, such as `the model refused to answer: 2`; null for another value. */
function reasonsOf(value: JsonValue | undefined): string[] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const entries = Object.entries(value)
  return entries.every(([, count]) => typeof count === 'number')
    ? entries.map(([reason, count]) => `${reason}: ${count}`)
    : null
}

/** Engine, device and versions of a policy that an engine with versions of its own made; null for another value. */
function madeWithOf(value: JsonValue): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { engine, device, ...versions } = value as Readonly<Record<string, JsonValue>>
  if (engine !== 'trl') return null
  const named = ['trl', 'torch', 'transformers', 'peft', 'vllm'].filter(name => versions[name] !== undefined)
  return [...named.map(name => `${name === 'trl' ? 'TRL' : name} ${versions[name]}`), String(device)].join(', ')
}

function formatFact({ words, format }: Told, value: JsonValue): string {
  const heldOut = heldOutOf(value)
  if (heldOut)
    return words.arms.heldOut(
      format.number(heldOut.start, 3),
      format.number(heldOut.end, 3),
      format.count(heldOut.cases),
    )
  const madeWith = madeWithOf(value)
  if (madeWith !== null) return madeWith
  const exemplars = exemplarsOf(value)
  if (exemplars) {
    const { asked, median, least } = exemplars
    return words.arms.exemplars(String(asked), String(median), String(least))
  }
  if (typeof value === 'number')
    return Number.isInteger(value) ? format.count(value) : format.number(value, Math.abs(value) < 10 ? 4 : 1)
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? words.cohort.yes : words.cohort.no
  const reasons = reasonsOf(value)
  if (reasons) return reasons.length === 0 ? words.common.none : format.list(reasons)
  return value === null ? words.common.none : JSON.stringify(value)
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
function pairsParagraph(told: Told, counts: Readonly<Record<string, JsonValue>> | undefined): Markup | false {
  if (counts === undefined) return false
  const { words, format } = told
  const without = Object.entries(counts['promptsWithoutPair'] ?? {}).map(([reason, count]) => `${reason}: ${count}`)
  const fact = (name: string) => formatFact(told, counts[name] ?? 0)
  return html`<p>${words.arms.pairs(String(counts['source']), fact('trainingPairs'), fact('trainingPrompts'))}${
    without.length > 0 && words.arms.without(format.list(without))
  }${words.arms.unreadable(fact('unreadableRejected'))}</p>`
}

/** What the figures of the arms that are trained by comparison mean. */
function comparisonParagraph({ words }: Told, arms: readonly string[]): Markup | false {
  if (!arms.includes('dpo') && !arms.includes('grpo')) return false
  return html`<p>${words.arms.comparison} ${arms.includes('dpo') && `${words.arms.dpo} `}${arms.includes('grpo') && words.arms.grpo}</p>`
}

/** A warning for each arm whose prompts held fewer exemplars than it was to see. */
function shortenedNotices({ words }: Told, used: readonly (ExemplarsUsed & { readonly arm: string })[]) {
  return used
    .filter(({ asked, median }) => median < asked)
    .map(({ arm, asked, median, least }) => {
      const room = median === 0 ? words.arms.noRoom : words.arms.roomFor(String(median))
      return html`<p class="notice"><strong>${arm}</strong> ${words.arms.shortened(String(asked), room, String(least))}</p>`
    })
}

/** For each arm on an endpoint, whose model answered; and how many cases it did not answer, since they count as wrong. */
function endpointNotes({ words, format }: Told, { manifests, arms }: StudyArtifacts): Markup[] {
  return arms.flatMap(arm => {
    const counts = manifests.get(`predictions/${arm}`)?.counts ?? {}
    const { server, model, cases } = counts
    if (typeof server !== 'string' || typeof model !== 'string') return []
    const asked = html`<p><strong>${arm}</strong> ${words.arms.asked(model, server)}</p>`
    const reasons = counts['notAnswered'] as Readonly<Record<string, number>> | undefined
    const missed = Object.values(reasons ?? {}).reduce((sum, count) => sum + count, 0)
    if (missed === 0) return [asked]
    const why = format.list(reasonsOf(counts['notAnswered']) ?? [])
    const said = words.arms.notAnswered(format.count(missed), format.count(Number(cases)), why)
    return [asked, html`<p class="notice"><strong>${arm}</strong> ${said}</p>`]
  })
}

/** What was compared. `curves` holds one drawn training curve per trained policy. */
export function armsSection(study: StudyArtifacts, told: Told, curves: ReadonlyMap<string, string>): Markup {
  const { manifests, results, arms } = study
  const { words } = told
  const policies = [...new Set(['base', ...arms])].filter(policy => manifests.has(`policies/${policy}`))
  const countsOf = (stage: string, policy: string) => manifests.get(`${stage}/${policy}`)?.counts ?? {}
  // One column a policy, one line a count: what a policy does not have stays empty.
  const factRows = (stage: string): TableRow[] => {
    const names = [...new Set(policies.flatMap(policy => Object.keys(countsOf(stage, policy))))]
    return names
      .filter(name => !OF_THE_MACHINE.includes(name))
      .map(name => [
        words.arms.count(name, COUNT_LABELS[name] ?? name),
        ...policies.map(policy => {
          const value = countsOf(stage, policy)[name]
          return value === undefined ? '' : formatFact(told, value)
        }),
      ])
  }
  const columns = [{ label: '' }, ...policies.map(label => ({ label, align: 'right' as const }))]
  const rows = [
    { heading: words.arms.policy },
    ...factRows('policies'),
    { heading: words.arms.predictions },
    ...factRows('predictions'),
  ]
  const used = arms.flatMap(arm => {
    const found = exemplarsOf(countsOf('predictions', arm)['exemplarsUsed'])
    return found ? [{ arm, ...found }] : []
  })
  const baselines = results.predictors.filter(({ kind }) => kind === 'baseline')
  return html`<h2>${words.arms.title}</h2>
<p>${words.arms.intro}</p>
<ul>${baselines.map(
    ({ name, description }) =>
      html`<li><strong>${name}</strong>: ${words.arms.baseline(name, description)}${words.brief.end}</li>`,
  )}</ul>
${endpointNotes(told, study)}
${shortenedNotices(told, used)}
${table(words.arms.caption, columns, rows)}
${pairsParagraph(told, manifests.get('preferences')?.counts)}
${comparisonParagraph(told, arms)}
${
  curves.size > 0 &&
  html`<h3>${words.arms.training}</h3>
<p>${words.arms.trainingIntro}</p>
<div class="figures">${[...curves].map(
    ([policy, svg]) =>
      html`<figure><div class="scroll">${trustedMarkup(svg)}</div><figcaption>${policy}</figcaption></figure>`,
  )}</div>`
}`
}
