/** @file Section: what was registered, when and by whom, every amendment, and where the analysis departs from it. */
import { html, type Markup } from '../../html.ts'
import { columnsFor } from './columns.ts'
import { type AnalysisContext, benchmarkTable, noSection, type Section } from './context.ts'

const hourOf = (time: string) => time.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')

/** The power that the last version was signed with, in the words of its register. */
function powerOf({ analysis, words }: AnalysisContext): Markup | false {
  const lines = analysis.plan?.versions.at(-1)?.power ?? []
  return lines.length > 0 && html`<h3>${words.plan.power}</h3><ul>${lines.map(line => html`<li>${line}</li>`)}</ul>`
}

/** The registered plan in its own words; one sentence when there is none. */
export function planSection(context: AnalysisContext): Section {
  const { analysis, words } = context
  const { plan, deviations } = analysis
  const title = html`<h2>${words.plan.title}</h2>`
  if (plan === null) return { ...noSection, markup: html`${title}<p>${words.plan.none}</p>` }
  const column = columnsFor<(typeof plan.versions)[number]>(context)
  const table = benchmarkTable(context, {
    file: 'plan-register.csv',
    caption: words.plan.caption(plan.title, plan.name),
    columns: [
      column.file({ plan: () => plan.name }),
      column.text(words.plan.version, 'version', ({ version }) => version),
      column.text(
        words.plan.registeredAt,
        'registered_at',
        ({ registeredAt }) => registeredAt,
        ({ registeredAt }) => hourOf(registeredAt),
      ),
      column.text(words.plan.signer, 'signer', ({ signer }) => signer),
      column.text(
        words.plan.reason,
        'reason',
        ({ reason }) => reason,
        ({ reason }) => reason ?? words.plan.firstVersion,
      ),
      column.text(
        'SHA-256',
        'plan_sha256',
        ({ planHash }) => planHash,
        ({ planHash }) => html`<code>${planHash.slice(0, 12)}</code>`,
      ),
    ],
    rows: plan.versions,
    none: words.plan.notRegistered,
  })
  const tables = plan.versions.length === 0 ? [] : [table]
  return {
    markup: html`${title}
${table.markup}
<p>${words.plan.followed} <code>${plan.planHash}</code>${words.brief.end} ${analysis.seed !== null && words.plan.seed(String(analysis.seed), context.format.count(analysis.resamples))}</p>
${powerOf(context)}
<h3>${words.plan.deviations}</h3>
${
  deviations.length === 0
    ? html`<p>${words.plan.noDeviations}</p>`
    : html`${analysis.simulated && html`<p>${words.simulated.banner}</p>`}<ul>${deviations.map(deviation => html`<li>${words.terms.deviation(deviation)}</li>`)}</ul>`
}
<h3>${words.plan.says}</h3>
<pre>${plan.says.join('\n')}</pre>`,
    tables,
  }
}
