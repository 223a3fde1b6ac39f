/** @file Reasoning text in one form for every source: what tells the hand and not the thought is taken out, and noted. */
import { joinSentences, sentencesWithEnds } from './sentences.ts'

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
  'stop added',
  'paragraphs',
  'text after the plan',
] as const
/** One of them. */
export type Reshaping = (typeof RESHAPINGS)[number]

/** A text in the common form. */
export interface ReshapedText {
  readonly text: string
  /** In the order of the list. */
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
  ['pictograms', text => text.replace(/ ?(?![\d#*©®™←-⇿♀♂])\p{Extended_Pictographic}\ufe0f?/gu, '')],
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

/** Lines with something in them, each ended by a sign, so that two thoughts stay two when the lines are joined. */
function closedLines(text: string): { readonly lines: readonly string[]; readonly stopped: boolean } {
  const lines = text
    .split('\n')
    .map(line => line.replace(/ {2,}/g, ' ').trim())
    .filter(line => line !== '')
  const closed = lines.map(line => (ENDS.test(line) ? line : line + (HAN.test(line.slice(-2)) ? '。' : '.')))
  return { lines: closed, stopped: closed.some((line, i) => line !== lines[i]) }
}

/** Sentences of a paragraph. Where a writer breaks lines tells the writer: here their number alone decides. */
const SENTENCES = 4

function reflow(lines: readonly string[]): string {
  // What ends in a colon or a comma goes on in the next line.
  const joined: string[] = []
  for (const line of lines) {
    const last = joined.at(-1)
    if (last === undefined || !/[:：,，、;；]$/u.test(last)) joined.push(line)
    else joined[joined.length - 1] = `${last}${/[：，、；]$/u.test(last) ? '' : ' '}${line}`
  }
  const sentences = joined.flatMap(sentencesWithEnds)
  const paragraphs = Array.from({ length: Math.ceil(sentences.length / SENTENCES) }, (_, i) =>
    joinSentences(sentences.slice(i * SENTENCES, (i + 1) * SENTENCES)),
  )
  return paragraphs.join('\n\n')
}

/** Once through all steps. What one takes out may bring a mark of another to the beginning of a line. */
function pass(text: string): ReshapedText {
  const done: Reshaping[] = []
  const step = (what: Reshaping, before: string, after: string) => {
    if (after !== before) done.push(what)
    return after
  }
  let current = text
  for (const [what, change] of STEPS) current = step(what, current, change(current))
  current = step('list marks', current, withoutListMarks(current))
  current = step('quotes and dashes', current, plainSigns(current))
  const { lines, stopped } = closedLines(current)
  if (stopped) done.push('stop added')
  const result = reflow(lines)
  if (result !== lines.join('\n\n')) done.push('paragraphs')
  else if (done.length === 0 && result !== text) done.push('line ends and blanks')
  return { text: result, done }
}

/** Texts settle in two or three; a text that does not is left as the last pass made it. */
const MOST_PASSES = 20

/**
 * The text with white space, markdown, list marks, typographic signs and paragraphs in one form: paragraphs of four
 * sentences, divided by an empty line, each ended by a sign. Words, numbers and their order stay. An empty text stays
 * empty; a text that has this form is left as it is.
 */
export function reshapeReasoning(text: string): ReshapedText {
  const done = new Set<Reshaping>()
  let current = text
  for (let i = 0; i < MOST_PASSES; i++) {
    const next = pass(current)
    if (next.text === current) break
    current = next.text
    for (const what of next.done) done.add(what)
  }
  return { text: current, done: RESHAPINGS.filter(what => done.has(what)) }
}
