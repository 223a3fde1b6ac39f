/** @file When an import gives no records to go on with: too much in quarantine, or nothing usable; and where to look then. */
import { copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { counted, describeWriteError, InputError, makeFolder } from '../../support/index.ts'
import type { ImportTally } from './import-report.ts'

/** The file of rows that were put aside: row, line, field and reason of each, and no cell. */
export const QUARANTINE = 'quarantine.jsonl'

/** Reasons that an error or a run prints; the file and the report have them all. */
export const REASONS_SHOWN = 3

/** What is read of an import that may stop. */
interface Stopping {
  readonly source: string
  readonly quarantineLimit: number
  readonly output: string
  /** A folder that outlives an import that stops, whose own folder goes; absent: that one stays. */
  readonly kept?: string
}

/** Puts the quarantine where it can be read after the stop; returns its path. */
function keepQuarantine({ output, kept }: Stopping): string {
  const file = join(output, QUARANTINE)
  if (kept === undefined) return file
  const copy = join(kept, QUARANTINE)
  try {
    makeFolder(dirname(copy), 0o700)
    // A copy has the mode of what is copied: of its owner alone.
    copyFileSync(file, copy)
  } catch (error) {
    throw describeWriteError(error, copy)
  }
  return copy
}

/** The most frequent reasons, how many more there are, and where they all are. */
function reasonsIn(tally: ImportTally, file: string): string {
  const all = tally.worst(Number.POSITIVE_INFINITY)
  const shown = all.slice(0, REASONS_SHOWN).map(({ field, reason, rows }) => `${rows} x ${field}: ${reason}`)
  const more = all.length - shown.length
  return `${shown.join('; ')}${more > 0 ? `; and ${counted(more, 'more reason')}` : ''}; every row is in ${file}`
}

const noneUsable = (rows: number): string =>
  rows === 1 ? 'the only row cannot be used' : `none of the ${rows} rows can be used`

/** Throws InputError when nothing is usable or too much is not; the rows put aside are then in the file that it names. */
export function checkUsable(stopping: Stopping, tally: ImportTally): void {
  const { source, quarantineLimit } = stopping
  const { rows, imported, quarantined } = tally.counts()
  const place = { file: source }
  if (rows === 0) throw new InputError('expected rows under the header, got none', place, 'export the file again')
  const left = tally.worstCondition()
  if (quarantined > quarantineLimit * (imported + quarantined)) {
    const share = (quarantined / (imported + quarantined)) * 100
    throw new InputError(
      `${quarantined} of the cohort's ${imported + quarantined} rows (${share.toFixed(1)} %) have something wrong, ` +
        `more than quarantineLimit ${quarantineLimit} allows (${reasonsIn(tally, keepQuarantine(stopping))})`,
      place,
      'mend the mapping or the rows, or raise quarantineLimit under records',
    )
  }
  if (imported > 0) return
  if (quarantined === 0) {
    throw new InputError(
      `${noneUsable(rows)} (${left?.rows} left out: ${left?.condition})`,
      place,
      'check `include` and `decisions` in the mapping',
    )
  }
  const outside = left === null ? '' : ` and ${rows - quarantined} left out, most by: ${left.condition}`
  const [most] = tally.worst(1)
  throw new InputError(
    `${noneUsable(rows)}: ${quarantined} in quarantine (${reasonsIn(tally, keepQuarantine(stopping))})${outside}`,
    place,
    `mend what the mapping says of ${most.field}, or the rows`,
  )
}
