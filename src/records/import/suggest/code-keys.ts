/** @file What a draft writes for the codes of a column: those that can mean one thing only, and those that a person must translate. */
import { foldedColumn } from '../outcome-columns.ts'
import type { ColumnCodes } from './column-codes.ts'

/** Plain where YAML reads it as the same text, else in quotes. */
export const scalar = (text: string): string =>
  /^[A-Za-z][A-Za-z0-9 _/-]*[A-Za-z0-9]$/.test(text) && !/^(yes|no|true|false|null|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text)

/** Codes of a flag that leave no doubt, beside those that an import reads as they stand. */
const FLAG_CODES: Readonly<Record<string, string>> = { y: 'yes', n: 'no', t: 'yes', f: 'no', 有: 'yes', 无: 'no' }

/** The option that a code is but for case, spaces and signs, if it is that of one only. */
function meantBy(code: string, options: readonly string[] | null): string | null {
  if (options === null) return FLAG_CODES[foldedColumn(code)] ?? null
  const same = options.filter(option => foldedColumn(option) === foldedColumn(code))
  return same.length === 1 ? same[0] : null
}

/**
 * The key `values` with the codes whose meaning is certain, and the comment below that lists the others. Both empty when every code is
 * read as it stands, or when the codes are not known. @param options null for a flag.
 */
export function codeKeys(
  codes: ColumnCodes | undefined,
  isRead: (cell: string) => boolean,
  options: readonly string[] | null,
): { readonly keys: string; readonly lines: readonly string[] } {
  if (codes === undefined) return { keys: '', lines: [] }
  const open = codes.codes.filter(cell => !isRead(cell))
  const certain = open.flatMap(cell => {
    const meant = meantBy(cell, options)
    return meant === null ? [] : [[cell, meant] as const]
  })
  const others = open.filter(cell => meantBy(cell, options) === null)
  const { unshown } = codes
  const rare = unshown === 0 ? '' : `${unshown} more not shown, which stand in one row each or look like a name`
  const pairs = certain.map(([cell, meant]) => `${scalar(cell)}: ${scalar(meant)}`).join(', ')
  const keys = certain.length === 0 ? '' : `, values: { ${pairs} }`
  if (others.length === 0) {
    const read = certain.length === 0 ? 'its codes are read as they stand' : 'its other codes'
    return { keys, lines: rare === '' ? [] : [`  #   ${read}: ${rare}`] }
  }
  const values = others.map(cell => `${scalar(cell)}: ?`).join(', ')
  return {
    keys,
    lines: [`  #   its codes, to be translated: values: { ${values} }${rare === '' ? '' : ` # and ${rare}`}`],
  }
}
