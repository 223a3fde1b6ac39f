/** @file Reasoning text in one form for every source: what tells the hand and not the thought is taken out, and noted. */

/** What was done to a text. */
export const RESHAPINGS = [
  'line ends and blanks',
  'invisible characters',
  'markdown heading',
  'emphasis',
  'code or quotation marks of markdown',
  'list marks',
  'rules and empty marks',
  'pictograms',
  'quotes and dashes',
  'lines joined',
  'stop added',
  'text after the plan',
] as const
/** One of them. */
export type Reshaping = (typeof RESHAPINGS)[number]

/** A text in the common form. */
export interface ReshapedText {
  readonly text: string
  /** In the order in which it was done. */
  readonly done: readonly Reshaping[]
}

const LIST_MARK =
  /^[ \t]*(?:[-*+•·▪●◦‣–—][ \t]+|[•·▪●◦‣]|\d{1,2}[.)、．][ \t]*(?!\d)|[(（]\d{1,2}[)）][ \t]*|[①-⑳][ \t]*|[一二三四五六七八九十]{1,2}、)/u
const HAN = /\p{Script=Han}/u
const ENDS = /[.。!！?？;；:：,，、)）\]】"”’']$/u

/** Steps on the whole text; each is a form of writing, and none changes a word. */
const STEPS: readonly (readonly [Reshaping, (text: string) => string])[] = [
  ['line ends and blanks', text => text.replace(/\r\n?/g, '\n').replace(/[ \t\u00a0\u2009\u202f\u3000]+/g, ' ')],
  ['invisible characters', text => text.normalize('NFC').replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, '')],
  ['markdown heading', text => text.replace(/^ ?#{1,6} ?(.*?)(?: #+)?$/gm, '$1')],
  ['rules and empty marks', text => text.replace(/^ ?(?:[-*_=] ?){3,}$/gm, '').replace(/^ ?[-*+•·>#] ?$/gm, '')],
  [
    'code or quotation marks of markdown',
    text =>
      text
        .replace(/^ ?```.*$/gm, '')
        .replace(/`([^`\n]+)`/g, '$1')
        .replace(/^ ?> ?/gm, ''),
  ],
  [
    'emphasis',
    text =>
      text
        .replace(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
        .replace(/(?<![\p{L}\d*_])([*_])(?=[^\s*_])([^*_\n]*[^\s*_])\1(?![\p{L}\d*_])/gu, '$2'),
  ],
  ['pictograms', text => text.replace(/(?![\d#*©®™←-⇿♀♂])\p{Extended_Pictographic}\ufe0f?/gu, '')],
]

/** Marks of lists at the beginning of lines. A line that begins with a number of its own (`1.5 ng/mL`) keeps it. */
function withoutListMarks(text: string): string {
  return text
    .split('\n')
    .map(line => line.replace(LIST_MARK, ''))
    .join('\n')
}

/** Typewriter quotes and dashes; a minus and a range keep their sign. */
function plainSigns(text: string): string {
  return text
    .replace(/[‘’‛]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/ ?[—―]{1,2} ?/g, match => (match.includes(' ') ? ' - ' : '-'))
    .replace(/[–‐‑−]/g, '-')
}

/** The lines of a paragraph in one; a line that ends without a sign gets a stop, so that two thoughts stay two. */
function joinLines(paragraph: string): { readonly text: string; readonly stopped: boolean } {
  const lines = paragraph
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  let stopped = false
  const closed = lines.map(line => {
    if (ENDS.test(line)) return line
    stopped = true
    return line + (HAN.test(line.slice(-2)) ? '。' : '.')
  })
  const text = closed.reduce(
    (sum, line) => (sum === '' ? line : HAN.test(sum.slice(-2)) ? sum + line : `${sum} ${line}`),
    '',
  )
  return { text, stopped }
}

/**
 * The text with white space, markdown, list marks and typographic signs in one form: paragraphs divided by an empty line,
 * each on one line and ended by a stop. Words, numbers and their order stay. An empty text stays empty; a text that has
 * this form already is left as it is.
 */
export function reshapeReasoning(text: string): ReshapedText {
  const done: Reshaping[] = []
  const step = (what: Reshaping, before: string, after: string) => {
    if (after !== before) done.push(what)
    return after
  }
  let current = text
  for (const [what, change] of STEPS) current = step(what, current, change(current))
  current = step('list marks', current, withoutListMarks(current))
  current = step('quotes and dashes', current, plainSigns(current))
  const paragraphs = current.split(/\n\s*\n/).filter(paragraph => paragraph.trim() !== '')
  const joined = paragraphs.map(joinLines)
  if (paragraphs.some(paragraph => paragraph.trim().includes('\n'))) done.push('lines joined')
  if (joined.some(({ stopped }) => stopped)) done.push('stop added')
  const result = joined.map(one => one.text.replace(/ {2,}/g, ' ').trim()).join('\n\n')
  if (done.length === 0 && result !== text) done.push('line ends and blanks')
  return { text: result, done }
}
