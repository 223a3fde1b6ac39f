/** @file The decisions of a plan under their headings. */

/** Rows in their order, those that follow each other under one heading together. */
export function groupDecisions<Row extends { readonly group: string }>(
  rows: readonly Row[],
): readonly { readonly group: string; readonly rows: readonly Row[] }[] {
  const groups: { group: string; rows: Row[] }[] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (last?.group === row.group) last.rows.push(row)
    else groups.push({ group: row.group, rows: [row] })
  }
  return groups
}
