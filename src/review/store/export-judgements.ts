/** @file The judgements of an unblinded review as files: long format with a codebook, as `review:` of a study takes them. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type CsvCell, InputError, makeFolder, sha256, toCsv, writeFileAtomically } from '../../support/index.ts'
import type { ReviewSummary, ShownText } from '../review-data.ts'
import type { Actor } from './events.ts'
import { type JudgementLines, judgementLines } from './judgement-lines.ts'
import { codebook } from './judgement-codebook.ts'
import { type Arms, loadKey } from './key.ts'
import type { Store } from './open-store.ts'
import { admitReader } from './read-own.ts'
import { readEvents } from './replay.ts'
import type { ReviewRow, SlotRow } from './rows.ts'
import { type Receipt, runEvent } from './setup.ts'
import { servedFacts } from './served-facts.ts'
import { shownIds, shownTexts } from './shown-texts.ts'
import { SCHEMA } from './tables.ts'
import { readTexts } from './text-cache.ts'
import { type Incident, unblindedSlots } from './unblinded-slots.ts'
import { memberOf, slotOf } from './working-set.ts'

/** What an export holds: the judgements, and the hashes of what they are about. */
export interface ExportedLines extends JudgementLines {
  readonly shown: readonly ShownText[]
}

/** Texts are asked for in parts: a database takes so many names in one question. */
const TEXTS_AT_ONCE = 2000

async function shownOf(store: Store, slots: readonly SlotRow[], key: ReadonlyMap<string, Arms>) {
  const ids = shownIds(slots)
  const texts = new Map<string, string>()
  for (let start = 0; start < ids.length; start += TEXTS_AT_ONCE) {
    for (const [id, text] of await readTexts(store, ids.slice(start, start + TEXTS_AT_ONCE))) texts.set(id, text)
  }
  return shownTexts(slots, key, texts)
}

/** Reads all judgements with their arms. Throws Refusal before the unblinding, and for anybody but an analyst. */
export async function readJudgements(store: Store, actor: Actor): Promise<ExportedLines> {
  await admitReader(store, actor, 'judgements with arms')
  const tables = store.db.withSchema(SCHEMA)
  const slots = (await tables.selectFrom('slot').selectAll().execute()).map(slotOf)
  const members = (await tables.selectFrom('member').selectAll().execute()).map(memberOf)
  const incidents: Incident[] = []
  for await (const events of readEvents(store.db)) {
    for (const event of events) {
      if (event.kind === 'unblinding.inadvertent' || event.kind === 'unblinding.emergency') incidents.push(event)
    }
  }
  const key = await loadKey(store)
  const people = new Map(members.map(member => [member.personId, member]))
  const lines = judgementLines(slots, people, key, unblindedSlots(incidents, slots))
  return { ...lines, shown: await shownOf(store, slots, key) }
}

const unique = (values: readonly string[]) => [...new Set(values)].sort()

function summaryOf({ ratings, preferences, guesses }: JudgementLines, { settings }: ReviewRow): ReviewSummary {
  const lines = [...ratings, ...preferences, ...guesses]
  const times = lines.flatMap(({ ratedAt }) => ratedAt ?? []).sort()
  const ratersOf = (kind: string) =>
    unique(lines.filter(({ raterKind }) => raterKind === kind).map(({ raterId }) => raterId))
  return {
    scale: settings!.scale,
    simulated: settings!.simulated,
    arms: unique([...ratings.map(({ arm }) => arm), ...preferences.flatMap(({ left, right }) => [left, right])]),
    raters: { clinicians: ratersOf('clinician'), judges: ratersOf('judge') },
    cases: new Set(lines.map(({ caseId }) => caseId)).size,
    lines: { ratings: ratings.length, preferences: preferences.length, guesses: guesses.length },
    firstRatedAt: times[0] ?? null,
    lastRatedAt: times.at(-1) ?? null,
  }
}

const cellOf = (value: unknown): CsvCell => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.join('; ')
  return (value ?? null) as CsvCell
}

const hashesOf = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sha256(text)]))

/** The files of an export, name -> text; the columns are those of the codebook. */
export function exportFiles(lines: ExportedLines, summary: ReviewSummary): Readonly<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const [name, columns] of Object.entries(codebook)) {
    const rows = lines[name as keyof typeof codebook] as readonly object[] as readonly Readonly<
      Record<string, unknown>
    >[]
    files[`${name}.csv`] = toCsv(
      columns.map(({ column }) => column),
      rows.map(row => columns.map(({ field }) => cellOf(field === 'simulated' ? summary.simulated : row[field]))),
    )
  }
  files['codebook.csv'] = toCsv(
    ['file', 'column', 'meaning', 'values'],
    Object.entries(codebook).flatMap(([name, columns]) =>
      columns.map(({ column, meaning, values }) => [`${name}.csv`, column, meaning, values]),
    ),
  )
  // So that a file which was changed after the export is not taken for what was judged.
  files['review.json'] = `${JSON.stringify({ ...summary, files: hashesOf(files) }, null, 1)}\n`
  return files
}

/**
 * Writes the judgements of an unblinded review into a new or empty folder and records who did it and the hash of each file.
 * Throws Refusal before the unblinding and for anybody but an analyst.
 */
export async function exportJudgements(store: Store, actor: Actor, folder: string): Promise<Receipt> {
  const { review } = await admitReader(store, actor, 'judgements with arms')
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new InputError('expected a new or empty folder, got one with files', { file: folder }, 'name another')
  }
  const lines = await readJudgements(store, actor)
  const served = await servedFacts(store.db, lines.leftOut)
  const files = exportFiles(lines, { ...summaryOf(lines, review), served })
  const receipt = await runEvent(store, actor, { kind: 'data.exported', payload: { files: hashesOf(files) } })
  // Remarks are text about cases, and the arms stand beside it.
  makeFolder(folder, 0o700)
  for (const [name, text] of Object.entries(files)) writeFileAtomically(join(folder, name), text)
  return receipt
}
