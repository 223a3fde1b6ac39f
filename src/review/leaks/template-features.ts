/** @file The form of a text apart from what it says: headings, lists, openings and endings, language, punctuation, layout. */
import { sha256 } from '../../support/index.ts'

/** Words of an opening or ending, and characters where there are no spaces. */
const WORDS = 3
const CHARACTERS = 5

/** A text of the study becomes a hash, so that findings about arms hold no words of a record. */
const named = (what: string, words: string) => `${what} ${sha256(words).slice(0, 10)}`

const hanShare = (text: string): number => {
  const letters = text.match(/\p{L}/gu) ?? []
  return letters.length === 0 ? 0 : letters.filter(letter => /\p{Script=Han}/u.test(letter)).length / letters.length
}

/** The first or last few words of a line, without numbers, which differ from case to case. */
function edge(line: string, end: 'first' | 'last'): string {
  const plain = line
    .toLowerCase()
    .replace(/[\d.,]+/g, '#')
    .trim()
  const parts = hanShare(plain) > 0.3 ? [...plain].filter(c => c.trim() !== '') : plain.split(/\s+/)
  const count = hanShare(plain) > 0.3 ? CHARACTERS : WORDS
  return (end === 'first' ? parts.slice(0, count) : parts.slice(-count)).join(' ')
}

const LIST_MARKS: readonly (readonly [string, RegExp])[] = [
  ['-', /^\s*- /m],
  ['*', /^\s*\* /m],
  ['bullet', /^\s*[•·▪●◦‣] ?/m],
  ['1.', /^\s*\d{1,2}\. /m],
  ['1)', /^\s*\d{1,2}\)/m],
  ['(1)', /^\s*[(（]\d{1,2}[)）]/m],
  ['一、', /^\s*[一二三四五六七八九十]{1,2}、/m],
  ['①', /[①-⑳]/],
  ['1、', /^\s*\d{1,2}、/m],
]

const SIGNS: readonly (readonly [string, RegExp])[] = [
  ['bold', /\*\*[^*\n]+\*\*/],
  ['markdown heading', /^#{1,6} /m],
  ['code or table', /```|^\|.*\|$/m],
  ['long dash', /[–—]/],
  ['curly quotes', /[“”‘’]/],
  ['arrow', /→|->|=>/],
  ['semicolon', /[;；]/],
  ['exclamation mark', /[!！]/],
  ['question mark', /[?？]/],
  ['brackets', /[(（]/],
  ['full-width punctuation', /[，。；：]/],
  ['half-width punctuation in Chinese', /[\u4e00-\u9fff][,.;:]/],
  ['pictogram', /\p{Extended_Pictographic}/u],
  ['tab', /\t/],
  ['carriage return', /\r/],
  ['empty lines in a row', /\n[ \t]*\n[ \t]*\n/],
  ['space at the end of a line', /[ \t]+(?:\n|$)/],
  ['indented line', /^[ \t]+\S/m],
  ['line break', /\n/],
]

/**
 * The features of one text, each once. Lines that may recur (headings, openings, endings) are named by a hash. An empty text
 * has the feature `empty` alone.
 */
export function templateFeatures(text: string): ReadonlySet<string> {
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '')
  const [first, last] = [lines[0], lines.at(-1)]
  if (first === undefined || last === undefined) return new Set(['empty'])
  const headings = lines.filter(
    line => /^\s*#{1,6} |^\s*\*\*[^*]+\*\*:?\s*$/.test(line) || /^.{1,40}[:：]\s*$/.test(line),
  )
  const share = hanShare(text)
  return new Set([
    ...headings.map(line => named('heading', line.replace(/[#*:：\s]/g, '').toLowerCase())),
    ...LIST_MARKS.filter(([, mark]) => mark.test(text)).map(([name]) => `list ${name}`),
    ...SIGNS.filter(([, sign]) => sign.test(text)).map(([name]) => name),
    named('opening', edge(first, 'first')),
    named('ending', edge(last, 'last')),
    ...lines.map(line => named('recurring line', line.trim().replace(/[\d.,]+/g, '#'))),
    `language ${share > 0.3 ? (share > 0.9 ? 'Chinese' : 'mixed') : 'Latin'}`,
    /[.。!！?？>）)]\s*$/.test(text) ? 'stop at the end' : 'no stop at the end',
    text === text.toLowerCase() && /[a-z]/.test(text) ? 'no capitals' : 'capitals or none possible',
  ])
}
