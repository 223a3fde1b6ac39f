/** @file A time of the server as it is written for a reader. */

/** Date and time of day in the reader's zone, which is named; the text itself when it is no time. */
export function writtenTime(iso: string, lang: string): string {
  const time = new Date(iso)
  if (Number.isNaN(time.getTime())) return iso
  const date = { year: 'numeric', month: 'short', day: 'numeric' } as const
  const clock = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const
  return new Intl.DateTimeFormat(lang, { ...date, ...clock }).format(time)
}
