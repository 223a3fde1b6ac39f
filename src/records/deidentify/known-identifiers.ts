/** @file The identifiers of a row that its dropped columns hold: they are looked for in its texts too. */
import type { ColumnPlan } from './column-plan.ts'
import { NOT_NAMES } from './english-name-lists.ts'
import type { KnownIdentifier } from './scan-text.ts'

/** Kinds whose cells are worth finding again; a bed or a town is too short or too common. */
const SOUGHT: ReadonlySet<string> = new Set([
  'name',
  'phone',
  'e-mail',
  'account',
  'national id',
  'passport',
  'insurance number',
  'bank card',
  'record number',
  'vehicle',
  'device',
])

/** The identifiers of one row at a time, read when they are first asked for. */
export interface KnownIdentifiers {
  /** Forgets the row before. */
  begin(): void
  /** What the cells of the row tell; empty when no column is dropped. */
  of(cells: readonly string[]): readonly KnownIdentifier[]
}

const hasHan = (text: string): boolean => /[\u4e00-\u9fff]/.test(text)

/** A cell as it may be found again: whole, and for an English name also its words. Short ones would be found anywhere. */
function forms(cell: string, kind: KnownIdentifier['kind']): KnownIdentifier[] {
  const text = cell.trim()
  const long = hasHan(text) ? text.length >= 2 : text.length >= 4 && (kind === 'name' || /\d.*\d.*\d/.test(text))
  const whole = long ? [{ text, kind }] : []
  if (kind !== 'name' || hasHan(text)) return whole
  const words = text.split(/[\s,]+/).filter(word => word.length >= 4 && !NOT_NAMES.has(word.toLowerCase()))
  return [...whole, ...words.map(word => ({ text: word, kind }))]
}

/** Binds a plan: dropped columns of a kind worth finding, and the columns of ids. */
export function knownIdentifiers(plan: readonly ColumnPlan[]): KnownIdentifiers {
  const sources = plan.flatMap(({ action, kind }, index) => {
    if (action === 'id') return [{ index, kind: 'record number' as const }]
    return action === 'drop' && kind !== undefined && SOUGHT.has(kind) ? [{ index, kind }] : []
  })
  let current: readonly KnownIdentifier[] | null = null
  return {
    begin() {
      current = null
    },
    of(cells) {
      current ??= sources.flatMap(({ index, kind }) => forms(cells[index] ?? '', kind))
      return current
    },
  }
}
