/** @file The parts of an XLSX file, changed so that its reader gives error cells (`#NAME?`) as text and not as blanks. */
import { readFileSync } from 'node:fs'
import { unzipSync, zipSync } from 'fflate'
import { InputError } from '../../../support/index.ts'

/** A workbook ready for the reader. */
export interface WorkbookParts {
  readonly bytes: Buffer
  /** Per sheet, the number of the last row that the file mentions, blank ones included. */
  readonly lastRow: ReadonlyMap<string, number>
}

const SHEET = /^xl\/worksheets\/[^/]+\.xml$/

const attribute = (tag: string, name: string): string => new RegExp(`\\s${name}=["']([^"']*)["']`).exec(tag)?.[1] ?? ''

const unescaped = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&amp;/g, '&')

/** Names of the sheets by the part that holds them. */
function sheetNames(parts: Readonly<Record<string, Uint8Array>>): Map<string, string> {
  const text = (name: string) => Buffer.from(parts[name] ?? []).toString('utf8')
  const targets = new Map(
    [...text('xl/_rels/workbook.xml.rels').matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].map(([tag]) => {
      const target = attribute(tag, 'Target')
      return [attribute(tag, 'Id'), target.startsWith('/') ? target.slice(1) : `xl/${target}`]
    }),
  )
  return new Map(
    [...text('xl/workbook.xml').matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].flatMap(([tag]) => {
      const part = targets.get(attribute(tag, '\\w+:id'))
      return part === undefined ? [] : [[part, unescaped(attribute(tag, 'name'))] as const]
    }),
  )
}

/**
 * Unpacks a workbook, makes its error cells cells of text, and packs it again without compression. The reader takes both
 * error cells and blanks for nothing, which would turn a failed formula into "not recorded". Throws InputError when the
 * file is no workbook.
 */
export function workbookParts(file: string): WorkbookParts {
  let parts: Record<string, Uint8Array>
  try {
    parts = unzipSync(readFileSync(file))
  } catch {
    throw new InputError(
      'expected an XLSX workbook, got a zip file that is cut off or damaged',
      { file },
      'copy it again',
    )
  }
  if (parts['xl/workbook.xml'] === undefined) {
    throw new InputError(
      'expected an XLSX workbook, got another kind of file',
      { file },
      'save it as .xlsx or as CSV UTF-8',
    )
  }
  const names = sheetNames(parts)
  const lastRow = new Map<string, number>()
  for (const name of Object.keys(parts)) {
    if (!SHEET.test(name)) continue
    // Latin-1 gives every byte back as it was; the tags that matter are ASCII.
    const xml = Buffer.from(parts[name]).toString('latin1')
    const sheet = names.get(name)
    const rows = [...xml.matchAll(/<(?:\w+:)?row\s[^>]*>/g)]
    if (sheet !== undefined) lastRow.set(sheet, Number(attribute(rows.at(-1)?.[0] ?? '', 'r')) || rows.length)
    parts[name] = Buffer.from(xml.replace(/(<(?:\w+:)?c\s[^>]*?\bt=)["']e["']/g, '$1"str"'), 'latin1')
  }
  return { bytes: Buffer.from(zipSync(parts, { level: 0 })), lastRow }
}
