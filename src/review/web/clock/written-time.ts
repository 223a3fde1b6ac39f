/** @file A time of the server as it is written for a reader. */

/** Day, month and time of day in the reader's zone; the text itself when it is no time. */
export function writtenTime(iso: string, lang: string): string {
  const time = new Date(iso)
  if (Number.isNaN(time.getTime())) return iso
  return new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' }).format(time)
}
