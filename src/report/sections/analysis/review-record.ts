/** @file Section: what the chain of events of a served review says: plan, lock, unblinding, incidents, what was left out. */
import type { ServedFacts } from '../../../review/index.ts'
import { html } from '../../html.ts'
import { columnsFor } from './columns.ts'
import { type AnalysisContext, noSection, reviewTable, type Section } from './context.ts'

interface Line {
  readonly key: string
  readonly label: string
  readonly value: string
}

const hourOf = (time: string) => time.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')

function linesOf({ words, format, review }: AnalysisContext, facts: ServedFacts): readonly Line[] {
  const { record } = words
  const line = (key: string, label: string, value: string): Line => ({ key, label, value })
  const signer = (who: string, { by, at }: ServedFacts['locked']['invited']['proposedBy']) =>
    by === null ? record.firstSigner(who) : record.signer(who, by, hourOf(at))
  const act = ({ at, proposedBy, confirmedBy, invited }: ServedFacts['locked']) =>
    record.twoPeople(hourOf(at), signer(proposedBy, invited.proposedBy), signer(confirmedBy, invited.confirmedBy))
  const raters = review === null ? [] : [...review.raters.clinicians, ...review.raters.judges]
  return [
    line('plan_sha256', record.planHash, facts.planHash),
    line('plan_in_chain_at', record.planAt, hourOf(facts.planRegisteredAt)),
    ...facts.amendments.map(({ at, by, reason }, i) =>
      line('plan_amended', record.amended(format.count(i + 1)), record.amendment(hourOf(at), by, reason)),
    ),
    line('last_plan_sha256', record.lastPlan, facts.lastPlanHash),
    line('opened_at', record.openedAt, facts.openedAt === null ? record.none : hourOf(facts.openedAt)),
    line('locked', record.locked, act(facts.locked)),
    line('unblinded', record.unblinded, act(facts.unblinded)),
    line('unblinding_reason', record.reason, facts.unblinded.reason),
    line('exported_files', record.compared, record.comparedWith(facts.comparedWithChain ?? false)),
    line('chain', record.chain, record.head(String(facts.chain.sequence), facts.chain.hash)),
    line('raters', record.raters, raters.length === 0 ? record.none : format.list(raters)),
    ...(facts.incidents.length === 0
      ? [line('incidents', record.noIncidents, record.none)]
      : facts.incidents.map(({ at, by, what, withdrawn, withdrawnJudged }) =>
          line(
            `incident: ${what}`,
            record.incident(what),
            record.incidentValue(hourOf(at), by, format.count(withdrawn), format.count(withdrawnJudged)),
          ),
        )),
    ...(facts.invitedAgain.length === 0
      ? [line('invited_again', record.noInvitedAgain, record.none)]
      : facts.invitedAgain.map(({ at, by, personId, judgedAfter }) =>
          line(
            `invited_again: ${personId}`,
            record.invitedAgain(personId),
            record.invitedAgainValue(hourOf(at), by, format.count(judgedAfter)),
          ),
        )),
    ...(Object.keys(record.leftOut) as (keyof typeof record.leftOut)[]).map(key =>
      line(`left_out: ${key}`, record.leftOut[key], format.count(facts.leftOut[key])),
    ),
  ]
}

/** The record as a table, and whether its plan is the one that the analysis follows; nothing for judgements from elsewhere. */
export function reviewRecordSection(context: AnalysisContext): Section {
  const { review, words, analysis } = context
  const facts = review?.served ?? null
  if (facts === null) return noSection
  const column = columnsFor<Line>(context)
  const table = reviewTable(context, {
    file: 'review-record.csv',
    caption: words.record.caption,
    columns: [
      column.text(
        words.material.item,
        'item',
        ({ key }) => key,
        ({ label }) => label,
      ),
      column.text(words.material.value, 'value', ({ value }) => value),
    ],
    rows: linesOf(context, facts),
  })
  const isSame = analysis.plan?.planHash === facts.lastPlanHash
  return {
    markup: html`<h2>${words.record.title}</h2>
<p>${words.record.intro} <strong>${isSame ? words.record.samePlan : words.record.otherPlan}</strong></p>
${table.markup}`,
    tables: [table],
  }
}
