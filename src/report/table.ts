/** @file Tables of the page: numbers right-aligned, and each in its own container that scrolls on a narrow screen. */
import { type Content, html, type Markup } from './html.ts'
import { textWidth } from './text-width.ts'

/** A column of a table. */
export interface TableColumn {
  readonly label: string
  readonly align?: 'right'
  /** Kept on one line. */
  readonly noWrap?: true
}

/** A row of cells, or a heading over the rows after it. */
export type TableRow = readonly Content[] | { readonly heading: Content }

/** A table with more rows is folded, so that the report can be read through: its caption stays, a click opens it, also for paper. */
const MOST_OPEN_ROWS = 20

/** Width of the longest number with its interval, in the units of `textWidth`. */
const LONGEST_NUMBER = 260

function rowMarkup(columns: readonly TableColumn[], row: TableRow): Markup {
  if ('heading' in row) {
    return html`<tr class="group"><th scope="rowgroup" colspan="${columns.length}">${row.heading}</th></tr>`
  }
  const cells = row.map((cell, i) => {
    // A reason in place of a number is a sentence and may wrap.
    const isSentence = typeof cell === 'string' && textWidth(cell) > LONGEST_NUMBER
    const number = isSentence ? 'number sentence' : 'number'
    const style = columns[i]?.align === 'right' ? number : columns[i]?.noWrap ? 'line' : 'text'
    return i === 0 ? html`<th scope="row" class="${style}">${cell}</th>` : html`<td class="${style}">${cell}</td>`
  })
  return html`<tr>${cells}</tr>`
}

/** A table with a caption; a long one is folded below it, with its number of rows. With no rows it says so instead, in the words of `none`. */
export function table(
  caption: Content,
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
  none = 'none',
): Markup {
  if (rows.length === 0) return html`<p class="quiet">${caption}: ${none}.</p>`
  const head = columns.map(({ label, align }) =>
    align === 'right' ? html`<th scope="col" class="number">${label}</th>` : html`<th scope="col">${label}</th>`,
  )
  const isFolded = rows.length > MOST_OPEN_ROWS
  const markup = html`<div class="scroll" tabindex="0" role="group" aria-label="table"><table>
${isFolded ? '' : html`<caption>${caption}</caption>\n`}<thead><tr>${head}</tr></thead>
<tbody>${rows.map(row => rowMarkup(columns, row))}</tbody>
</table></div>`
  if (!isFolded) return markup
  const count = rows.filter(row => !('heading' in row)).length
  return html`<details class="folded"><summary>${caption} <span class="quiet">(${count})</span></summary>
${markup}</details>`
}
