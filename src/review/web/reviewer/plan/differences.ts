/** @file Where two plans differ: decision by decision, and word by word in their reasons. */
import { diffArrays } from 'diff'
import type { PlanSheet } from '../../../api/index.ts'

/** What a plan says of a decision: `applies` is false where the rest of the plan leaves no room for it. */
export interface DecisionCell {
  readonly value: string | null
  readonly applies: boolean
}

/** One decision of two plans; null: the plan does not have it. */
export interface DecisionPair {
  readonly layer: string
  readonly group: string
  readonly label: string
  readonly left: DecisionCell | null
  readonly right: DecisionCell | null
  readonly differs: boolean
}

/** The decisions of two plans beside each other: in the order of the left one, those of the right alone after their neighbour. */
export function pairDecisions(left: PlanSheet, right: PlanSheet): readonly DecisionPair[] {
  const rows = left.decisions.map(({ layer, group, label }) => ({ layer, group, label }))
  let at = -1
  for (const { layer, group, label } of right.decisions) {
    const there = rows.findIndex(row => row.layer === layer)
    if (there >= 0) at = there
    else rows.splice(++at, 0, { layer, group, label })
  }
  return rows.map(row => {
    const valueIn = ({ decisions }: PlanSheet) => {
      const found = decisions.find(({ layer }) => layer === row.layer)
      return found === undefined ? null : { value: found.value, applies: found.applies !== false }
    }
    const [onLeft, onRight] = [valueIn(left), valueIn(right)]
    return { ...row, left: onLeft, right: onRight, differs: onLeft?.value !== onRight?.value }
  })
}

/** A piece of a text, and whether the other text lacks it. */
export interface Piece {
  readonly text: string
  readonly differs: boolean
}

/** The words of a text as its language writes them, each with the space that follows it. */
function wordsIn(text: string, segmenter: Intl.Segmenter): string[] {
  const found: string[] = []
  for (const { segment } of segmenter.segment(text)) {
    if (found.length > 0 && segment.trim() === '') found[found.length - 1] += segment
    else found.push(segment)
  }
  return found
}

/** Two texts in pieces; put together, the pieces of each are that text. */
export function pairTexts(
  left: string,
  right: string,
  lang: string,
): { readonly left: readonly Piece[]; readonly right: readonly Piece[] } {
  const segmenter = new Intl.Segmenter(lang, { granularity: 'word' })
  const changes = diffArrays(wordsIn(left, segmenter), wordsIn(right, segmenter))
  const pick = (other: 'removed' | 'added') =>
    changes
      .filter(change => !change[other])
      .map(({ value, added, removed }) => ({ text: value.join(''), differs: added || removed }))
  return { left: pick('added'), right: pick('removed') }
}
