/** @file Which text a record gets: the first of its sources that gives one which is neither rejected nor disapproved. */
import type { PatientRecord } from '../../records/index.ts'
import type { Specialty } from '../../specialty/index.ts'
import { randomStream } from '../../support/index.ts'
import type { RationaleChecks } from './check-rationale.ts'
import type { RationaleRow, RationaleSource, RejectedRow } from './rationale.ts'
import type { Verdicts } from './verdicts.ts'

/** A source that may give a text. */
export type TextSource = Exclude<RationaleSource, 'none'>

/** What a source gives for a record without asking anybody; null = nothing. `remarks` reject a text of the rules only. */
function givenText(
  specialty: Specialty,
  checks: RationaleChecks,
  source: 'record' | 'rules',
  record: PatientRecord,
  seed: number,
): { readonly text: string; readonly remarks: readonly string[] } | null {
  const { recordId, fields, decision, reasoning } = record
  const random = randomStream(seed, 'rationale', recordId)
  const text =
    source === 'record' ? reasoning : (specialty.explain?.(fields, decision, { depth: 'gold', random }) ?? null)
  return text === null || text.trim() === '' ? null : { text, remarks: checks.text(record, text) }
}

/** The choice of texts as it goes on. */
export interface TextChoice {
  /** Records that a text of the model must be asked for. */
  needsModel(records: readonly PatientRecord[], mayBeSent: (recordId: string) => boolean): PatientRecord[]
  /** The row of a record, given the texts that the model wrote; notes what it rejects and passes over. */
  row(record: PatientRecord, written: ReadonlyMap<string, string>): RationaleRow
  /** Texts of the rules that the check rejected. */
  readonly rejected: readonly RejectedRow[]
  /** Disapproved texts that were passed over: for a text of the fallback, or for none. */
  readonly disapproved: { fellBack: number; dropped: number }
}

/**
 * Prepares the choice among `sources`, the preferred one first. A record's own text is checked and keeps what is found
 * as remarks: what physicians wrote is never rejected, but a clinician may disapprove of it like of any other.
 */
export function textChoice(options: {
  readonly specialty: Specialty
  readonly checks: RationaleChecks
  readonly sources: readonly TextSource[]
  readonly verdicts: Verdicts
  readonly seed: number
}): TextChoice {
  const { specialty, checks, sources, verdicts, seed } = options
  const rejected: RejectedRow[] = []
  const disapproved = { fellBack: 0, dropped: 0 }
  const isDisapproved = (recordId: string, text: string) => verdicts.of(recordId, text) === false

  /** What a source gives that may be used as far as the check goes. */
  const usable = (source: TextSource, record: PatientRecord, written: ReadonlyMap<string, string>) => {
    if (source === 'model') {
      const text = written.get(record.recordId)
      return text === undefined ? null : { text, remarks: [] as readonly string[] }
    }
    const given = givenText(specialty, checks, source, record, seed)
    return given && source === 'rules' && given.remarks.length > 0 ? { rejected: given } : given
  }
  return {
    rejected,
    disapproved,
    needsModel(records, mayBeSent) {
      const before = sources.slice(0, Math.max(0, sources.indexOf('model')))
      if (!sources.includes('model')) return []
      return records.filter(
        record =>
          mayBeSent(record.recordId) &&
          !before.some(source => {
            const given = usable(source, record, new Map())
            return given !== null && 'text' in given && !isDisapproved(record.recordId, given.text)
          }),
      )
    },
    row(record, written) {
      const { recordId } = record
      let passedOver = 0
      for (const source of sources) {
        const given = usable(source, record, written)
        if (given === null) continue
        if ('rejected' in given) {
          const { text, remarks } = given.rejected
          rejected.push({ record_id: recordId, source, attempt: 1, reasons: remarks, text })
        } else if (isDisapproved(recordId, given.text)) passedOver++
        else {
          disapproved.fellBack += passedOver
          const { text, remarks } = given
          return { record_id: recordId, source, text, ...(remarks.length > 0 && { remarks }) }
        }
      }
      if (passedOver > 0) disapproved.dropped++
      return { record_id: recordId, source: 'none', text: null }
    },
  }
}
