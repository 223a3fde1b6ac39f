/** @file What a reader must know of an import before trusting its records, in sentences. */
import type { Specialty } from '../../specialty/index.ts'
import { ownWords, printedName } from '../deidentify/index.ts'
import { columnUses, isNumbered, type Mapping } from './check-mapping.ts'
import { isThisCycles, outcomeColumns } from './outcome-columns.ts'

const UNLINKED =
  'The rows of one couple cannot be told from the source (coupleId: row), so every row counts as a couple of its own ' +
  'and one couple may stand in more than one split.'

const NO_OUTCOMES =
  'No outcome columns are declared, so no column was refused as one: what a field holds must have been known before ' +
  'the decision.'

const NO_OUTCOME_PRESENT =
  "None of the specialty's outcomes is a column of the source, so no column was refused as one: what a field holds " +
  'must have been known before the decision.'

const NO_DECISIONS = 'The mapping names no decisions, so the records have none and no study can be made of them.'

function leftOutNote({ value: { decisionsNotInSource } }: Mapping): string {
  if (decisionsNotInSource.length === 0) return ''
  return `The source does not have these decisions: ${decisionsNotInSource.join(', ')}.`
}

/** What may stand in a prompt although its name is an outcome's too: by an earlier cycle in its name, or at the author's word. */
function namedLikeOutcomes(mapping: Mapping, specialty: Specialty): readonly string[] {
  const outcomeOf = outcomeColumns(specialty)
  const own = new Set(specialty.fields.flatMap(({ label, otherWords }) => [label, ...(otherWords?.labels ?? [])]))
  const words = ownWords(specialty)
  const shown = new Map<string, 'believed' | 'vouched'>()
  for (const { column, role } of columnUses(mapping.value)) {
    const named = outcomeOf(column)
    if (role !== 'field' || named === null) continue
    if (isThisCycles(named)) shown.set(column, 'vouched')
    // A label such as "Eggs at last cycle" leaves nothing to ask.
    else if (!(named.saysHistory && own.has(column))) shown.set(column, 'believed')
  }
  const listed = (kind: 'believed' | 'vouched') =>
    [...shown].filter(([, as]) => as === kind).map(([column]) => `"${printedName(column, words)}"`)
  const [believed, vouched] = [listed('believed'), listed('vouched')]
  return [
    believed.length === 0
      ? ''
      : `Columns named like an outcome that stand in prompts as what was known before: ${believed.join(', ')}; ` +
        'of this cycle, they would tell the model the result.',
    vouched.length === 0
      ? ''
      : `Columns named like an outcome that the mapping says were known before (notOutcomes): ${vouched.join(', ')}.`,
  ]
}

/** The sentences, in one line; null when there is nothing to say. Holds names of columns, and no cell. */
export function noteOn(about: {
  readonly mapping: Mapping
  readonly specialty: Specialty
  readonly columns: readonly string[]
  /** What the source itself tells. */
  readonly told: readonly string[]
}): string | null {
  const { mapping, specialty, columns, told } = about
  const outcomeOf = outcomeColumns(specialty)
  const notes = [
    isNumbered(mapping.value.coupleId) ? UNLINKED : '',
    mapping.value.decisions === undefined ? NO_DECISIONS : leftOutNote(mapping),
    specialty.outcomes.length === 0
      ? NO_OUTCOMES
      : columns.some(column => outcomeOf(column)?.isListed || isThisCycles(outcomeOf(column)))
        ? ''
        : NO_OUTCOME_PRESENT,
    ...namedLikeOutcomes(mapping, specialty),
    ...told,
  ]
  return notes.filter(Boolean).join(' ') || null
}
