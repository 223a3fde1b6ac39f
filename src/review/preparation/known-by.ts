/** @file Which raters know which couple, from the study file or from a file beside it: they get none of its cases. */
import { join, resolve } from 'node:path'
import { openSource, type PatientRecord } from '../../records/index.ts'
import { InputError, type Place, readJsonl } from '../../support/index.ts'
import type { ServedConfig } from './served-config.ts'

/** Couple id -> raters who know the couple. */
export type KnownBy = ReadonlyMap<string, readonly string[]>

interface Fact {
  readonly caseId: string | null
  readonly coupleId: string | null
  readonly rater: string
  readonly place: Place
}

async function factsOfFile(file: string): Promise<readonly Fact[]> {
  const source = await openSource(file)
  const columns = source.columns.map(column => column.trim())
  const has = (column: string) => columns.includes(column)
  if (!has('rater') || !(has('case') || has('couple'))) {
    throw new InputError('expected the columns "rater" and "case" or "couple"', { file, line: 1 }, 'name them so')
  }
  const facts: Fact[] = []
  for await (const { cells, row } of source.rows) {
    const cell = (column: string) => (has(column) ? (cells[columns.indexOf(column)] ?? '').trim() : '')
    if (cells.every(text => text.trim() === '')) continue
    const fact = { caseId: cell('case') || null, coupleId: cell('couple') || null, rater: cell('rater') }
    if (fact.rater === '' || (fact.caseId === null && fact.coupleId === null)) {
      throw new InputError('expected a rater and a case or a couple, got an empty cell', { file, row }, 'fill it in')
    }
    facts.push({ ...fact, place: { file, row } })
  }
  return facts
}

/** What is known of acquaintances, and how many lines of a file speak of nobody in the study. */
export interface Acquaintances {
  readonly knownBy: KnownBy
  readonly unknown: number
}

/**
 * Reads the facts and turns cases into couples, by the records of a finished study. A file may name patients that the
 * study does not have (they are counted), a line in the study file may not. Throws InputError with the place of a fault,
 * and when no line of a file fits: these are then other ids.
 */
export async function readKnownBy({
  config,
  studyFolder,
  out,
}: {
  readonly config: Pick<ServedConfig, 'knownBy'>
  readonly studyFolder: string
  readonly out: string
}): Promise<Acquaintances> {
  const { knownBy } = config
  if (knownBy.length === 0) return { knownBy: new Map(), unknown: 0 }
  const facts =
    typeof knownBy === 'string'
      ? await factsOfFile(resolve(studyFolder, knownBy))
      : knownBy.map(
          ({ case: caseId = null, couple: coupleId = null, rater }, i): Fact => ({
            caseId,
            coupleId,
            rater,
            place: { field: `review.knownBy.${i}` },
          }),
        )
  const coupleOf = new Map<string, string>()
  for await (const record of readJsonl<PatientRecord>(join(out, 'records', 'records.jsonl'))) {
    coupleOf.set(record.recordId, record.coupleId)
  }
  const couples = new Set(coupleOf.values())
  const known = new Map<string, Set<string>>()
  let unknown = 0
  for (const { caseId, coupleId, rater, place } of facts) {
    const couple = caseId === null ? coupleId : (coupleOf.get(caseId) ?? null)
    if (couple !== null && couples.has(couple)) known.set(couple, (known.get(couple) ?? new Set()).add(rater))
    else if (typeof knownBy === 'string') unknown++
    else {
      const what = caseId === null ? 'couple' : 'case'
      throw new InputError(`expected a ${what} of the study, got another`, place, 'use the id in records.jsonl')
    }
  }
  if (unknown > 0 && known.size === 0) {
    const problem = `expected ids of the study's records, got none in ${unknown} rows`
    throw new InputError(
      problem,
      facts[0].place,
      'use the ids in records.jsonl; de-identification makes hashes of them',
    )
  }
  return { knownBy: new Map([...known].map(([couple, raters]) => [couple, [...raters].sort()])), unknown }
}
