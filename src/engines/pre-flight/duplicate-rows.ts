/** @file Rows that are there twice: an id that two rows share, and rows that are the same word for word. */
import { sha256 } from '../../support/index.ts'
import { type Finding, countOf, listPlaces, placeOf } from './finding.ts'
import type { TrainingRow } from './training-rows.ts'

/** Rows whose key an earlier row has; the earlier one is not among them. */
function repeated(rows: readonly TrainingRow[], key: (row: TrainingRow) => string): TrainingRow[] {
  const seen = new Set<string>()
  return rows.filter(row => {
    const own = key(row)
    if (seen.has(own)) return true
    seen.add(own)
    return false
  })
}

function finding(severity: Finding['severity'], wrong: readonly TrainingRow[], says: string): readonly Finding[] {
  if (wrong.length === 0) return []
  const records = wrong.map(placeOf)
  return [{ severity, check: 'duplicates', says: `${says}: ${listPlaces(records)}`, records }]
}

/**
 * An id that is there twice in a split is an error, since rewards, log-probabilities and completions go by id; rows of the
 * same words are a warning: such a row counts more than others, and in both splits it makes the validation loss too good.
 */
export function checkDuplicates(rows: readonly TrainingRow[]): readonly Finding[] {
  const sameId = repeated(rows, ({ split, id }) => `${split} ${id}`)
  // Hashes, so that the keys of long rows take no memory.
  const words = new Map(rows.map(row => [row, sha256(JSON.stringify([row.prompt, row.completions]))]))
  const train = rows.filter(({ split }) => split === 'train')
  const trained = new Set(train.map(row => words.get(row)))
  const again = repeated(train, row => words.get(row)!)
  const leaked = rows.filter(row => row.split === 'validation' && trained.has(words.get(row)))
  return [
    ...finding('error', sameId, `${countOf(sameId.length, 'row')} with the id of an earlier row, give each its own`),
    ...finding('warning', again, `${countOf(again.length, 'training row')} with the very words of an earlier one`),
    ...finding('warning', leaked, `${countOf(leaked.length, 'validation row')} with the very words of a training row`),
  ]
}
