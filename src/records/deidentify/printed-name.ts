/** @file Names of columns and files as messages and reports show them: whoever named them may have named a patient. */
import { FIELD_WORDS } from './english-name-lists.ts'
import { scanText } from './scan-text.ts'

/** Words of headers that stand beside a person's and are nobody's name: `Patient Name`, `Husband Mobile`. */
const HEADER_WORDS: readonly string[] =
  'name names surname forename number mobile phone telephone tel email mail address birth initials contact age date'.split(
    ' ',
  )

/** The name of a column or a file without identifiers; one without any comes back as it was. */
export function printedName(name: string, ownWords: ReadonlySet<string> = FIELD_WORDS): string {
  const words = new Set([...ownWords, ...HEADER_WORDS])
  const { text, removed } = scanText(name.replaceAll('_', ' '), [], words)
  return removed.size === 0 ? name : text
}
