/** @file Words and values in the line of a shell. */

/** A word that the shell takes as it is; quoted only where it must be, so that job files stay readable. */
export function quoteForShell(text: string): string {
  return /^[\w.,:@%/+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
