/** @file A table as a CSV file, made in the browser from what is shown. */

/** A cell as CSV. What a spreadsheet would take for a formula is made text by an apostrophe. */
function cellOf(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Lines as CSV (RFC 4180), the header first. */
export function csvOf(header: readonly string[], lines: readonly (readonly (string | number | null)[])[]): string {
  return [header, ...lines].map(line => `${line.map(cellOf).join(',')}\r\n`).join('')
}

/** Gives a text to the browser as a file to keep. */
export function download(name: string, text: string): void {
  // With the mark of UTF-8, since spreadsheets guess otherwise.
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url))
}
