/** @file The parts of an XLSX file, changed so that its reader gives what a person sees: errors, percentages, not blanks. */
import { readFileSync } from 'node:fs'
import { unzipSync, zipSync } from 'fflate'
import { InputError } from '../../../support/index.ts'

/** A workbook ready for the reader. */
export interface WorkbookParts {
  readonly bytes: Buffer
  /** Per sheet, the number of the last row that the file mentions, blank ones included. */
  readonly lastRow: ReadonlyMap<string, number>
  /** Per sheet, its merged areas, such as `A2:A5`. */
  readonly merged: ReadonlyMap<string, readonly string[]>
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

/** Excel's own formats that show a number as a percentage. */
const PERCENT_FORMATS = new Set(['9', '10'])

/** The numbers of the cell styles that show 0.5 as 50 %. */
function percentStyles(styles: string): ReadonlySet<string> {
  const formats = new Set(PERCENT_FORMATS)
  for (const [tag] of styles.matchAll(/<(?:\w+:)?numFmt\s[^>]*>/g)) {
    // A percent sign in quotes or behind a backslash is only printed.
    const code = unescaped(attribute(tag, 'formatCode')).replace(/"[^"]*"|\\./g, '')
    if (code.includes('%')) formats.add(attribute(tag, 'numFmtId'))
  }
  const [, cellStyles = ''] = /<(?:\w+:)?cellXfs[\s>]([\s\S]*?)<\/(?:\w+:)?cellXfs>/.exec(styles) ?? []
  const all = [...cellStyles.matchAll(/<(?:\w+:)?xf\s[^>]*>/g)]
  return new Set(all.flatMap(([tag], index) => (formats.has(attribute(tag, 'numFmtId')) ? [String(index)] : [])))
}

const CELL = /<((?:\w+:)?)c(\s[^>]*?)?(?<!\/)>([\s\S]*?)<\/\1c>/g
/** What a sheet shows whose formulas have not been worked out. */
const NOT_CALCULATED = '#GETTING_DATA'

/** A sheet whose errors, formulas without a result and percentages are cells of text. */
function withVisibleCells(xml: string, percent: ReadonlySet<string>): string {
  return xml.replace(CELL, (cell, prefix: string, attributes = '', content: string) => {
    const type = attribute(attributes, 't')
    const value = /<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</.exec(content)?.[1]
    const text = (shown: string) => {
      const others = attributes.replace(/\st=["'][^"']*["']/, '')
      return `<${prefix}c${others} t="str"><${prefix}v>${shown}</${prefix}v></${prefix}c>`
    }
    if (type === 'e') return text(value ?? NOT_CALCULATED)
    const isNumber = type === '' || type === 'n'
    // The result of a formula may be an empty text, which is a value.
    const isOpen = isNumber ? (value ?? '').trim() === '' : type === 'str' && value === undefined
    if (isOpen && /<(?:\w+:)?f[\s>/]/.test(content)) return text(NOT_CALCULATED)
    if (!isNumber || isOpen || !percent.has(attribute(attributes, 's'))) return cell
    return text(`${Number((Number(value) * 100).toPrecision(12))}%`)
  })
}

/**
 * Unpacks a workbook, makes its error cells, its formulas without a result and its percentages cells of text, and packs it
 * again without compression. The reader takes errors and formulas without a result for nothing, which would turn them into
 * "not recorded", and gives 0.5 for what is shown as 50 %. Throws InputError when the file is no workbook.
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
  const merged = new Map<string, string[]>()
  const percent = percentStyles(Buffer.from(parts['xl/styles.xml'] ?? []).toString('latin1'))
  for (const name of Object.keys(parts)) {
    if (!SHEET.test(name)) continue
    // Latin-1 gives every byte back as it was; the tags that matter are ASCII.
    const xml = Buffer.from(parts[name]).toString('latin1')
    const sheet = names.get(name)
    const rows = [...xml.matchAll(/<(?:\w+:)?row\s[^>]*>/g)]
    if (sheet !== undefined) lastRow.set(sheet, Number(attribute(rows.at(-1)?.[0] ?? '', 'r')) || rows.length)
    const areas = [...xml.matchAll(/<(?:\w+:)?mergeCell\s[^>]*>/g)].map(([tag]) => attribute(tag, 'ref'))
    if (sheet !== undefined) merged.set(sheet, areas)
    parts[name] = Buffer.from(withVisibleCells(xml, percent), 'latin1')
  }
  return { bytes: Buffer.from(zipSync(parts, { level: 0 })), lastRow, merged }
}
