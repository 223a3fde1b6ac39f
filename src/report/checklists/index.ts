/** @file Reporting checklists, filled as far as a study's own files can. */
import { toCsv } from '../../support/index.ts'
import { html, type Markup } from '../html.ts'
import { table } from '../table.ts'
import { chart } from './chart.ts'
import { answered, type Checklist, type ChecklistFacts, type ChecklistItem } from './checklist.ts'
import { decideAi } from './decide-ai.ts'
import { tripodLlm } from './tripod-llm.ts'
import type { Words } from '../words/words.ts'

export type { ChecklistFacts } from './checklist.ts'

/** Every checklist. */
export const checklists: readonly Checklist[] = [tripodLlm, chart, decideAi]

const numberOf = ({ item }: ChecklistItem) => item ?? 'number not verified'

/** File name below `checklists/` -> CSV text; the answer is empty where a person has to write. */
export function checklistTables(facts: ChecklistFacts): ReadonlyMap<string, string> {
  return new Map(
    checklists.map(checklist => [
      `${checklist.name}.csv`,
      toCsv(
        ['checklist', 'item', 'topic', 'answer', 'where'],
        answered(checklist, facts).map(({ item, answer }) => [
          ...[checklist.title, numberOf(item), item.topic],
          ...[answer?.says ?? null, answer?.where ?? null],
        ]),
      ),
    ]),
  )
}

/** The section of the page: how far each checklist is filled, and what is left for a person. */
export function checklistsSection(facts: ChecklistFacts, { checklists: words }: Words): Markup {
  const rows = checklists.map(checklist => {
    const items = answered(checklist, facts)
    const open = items.filter(({ answer }) => answer === null)
    return [
      html`${checklist.title}<br><small>${checklist.source}</small>`,
      checklist.fit,
      words.filled(items.length - open.length, items.length),
      open.map(({ item }) => (item.item === null ? item.topic : `${item.item} ${item.topic}`)).join('; '),
      `checklists/${checklist.name}.csv`,
    ]
  })
  const columns = words.columns.map(label => ({ label }))
  return html`<h2>${words.title}</h2>
<p>${words.intro}</p>
${table(words.title, columns, rows)}`
}
