/** @file Reporting checklists, filled as far as a study's own files can. */
import { toCsv } from '../csv.ts'
import { html, type Markup } from '../html.ts'
import { table } from '../table.ts'
import { chart } from './chart.ts'
import { answered, type Checklist, type ChecklistFacts, type ChecklistItem } from './checklist.ts'
import { decideAi } from './decide-ai.ts'
import { tripodLlm } from './tripod-llm.ts'

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
export function checklistsSection(facts: ChecklistFacts): Markup {
  const rows = checklists.map(checklist => {
    const items = answered(checklist, facts)
    const open = items.filter(({ answer }) => answer === null)
    return [
      html`${checklist.title}<br><small>${checklist.source}</small>`,
      checklist.fit,
      `${items.length - open.length} of ${items.length}`,
      open.map(({ item }) => (item.item === null ? item.topic : `${item.item} ${item.topic}`)).join('; '),
      `checklists/${checklist.name}.csv`,
    ]
  })
  return html`<h2>Reporting checklists</h2>
<p>What the study's own files say to each item, in the files named. An item counts as filled when there is something to say;
whether it is enough is for the authors. The topics are in our own words: read the checklist itself before you sign it. The files
name the items whose number we did not verify.</p>
${table(
  'Reporting checklists',
  [{ label: 'checklist' }, { label: 'fit' }, { label: 'filled' }, { label: 'left for a person' }, { label: 'file' }],
  rows,
)}`
}
