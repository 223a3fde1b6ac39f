/** @file Names of columns and files as messages and reports show them: whoever named them may have named a patient. */
import { scanText } from './scan-text.ts'

/** The name of a column or a file without identifiers; one without any comes back as it was. */
export function printedName(name: string, ownWords?: ReadonlySet<string>): string {
  const { text, removed } = scanText(name.replaceAll('_', ' '), [], ownWords)
  return removed.size === 0 ? name : text
}
