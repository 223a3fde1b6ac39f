/** @file What raters saw of each case, as hashes: whether a study still has the plans that were judged. */
import { sha256 } from '../../support/index.ts'
import type { ShownText } from '../review-data.ts'
import { exportedSlots } from './judgement-lines.ts'
import type { Arms } from './key.ts'
import type { SlotRow } from './rows.ts'

/** Ids of the texts of all judged slots, without training; each once. */
export function shownIds(slots: readonly SlotRow[]): readonly string[] {
  const ids = exportedSlots(slots).flatMap(({ caseText, shown }) =>
    shown.map(({ text }) => text).concat(caseText ?? []),
  )
  return [...new Set(ids)]
}

/** The texts of all judged slots by case and arm, sorted, each once; `texts` holds those of `shownIds`. */
export function shownTexts(
  slots: readonly SlotRow[],
  key: ReadonlyMap<string, Arms>,
  texts: ReadonlyMap<string, string>,
): readonly ShownText[] {
  const found = new Map<string, ShownText>()
  const see = (caseId: string, arm: string | null, id: string) => {
    const text = texts.get(id)
    if (text === undefined) throw new Error(`shownTexts: expected the text ${id}, got none`)
    const line = { caseId, arm, sha256: sha256(text) }
    found.set(JSON.stringify([caseId, arm ?? '', line.sha256]), line)
  }
  for (const { slotId, caseId, caseText, shown } of exportedSlots(slots)) {
    if (caseText !== null) see(caseId, null, caseText)
    for (const { side, text } of shown) see(caseId, key.get(slotId)![side]!, text)
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
}
