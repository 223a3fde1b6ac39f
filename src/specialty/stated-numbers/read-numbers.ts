/** @file Every number that a text states, with each way in which it can be read: a check must not trip over a comma. */
import { numberWords } from './number-words.ts'

/** A number with the decimals that it is printed with; without a sign, which no check needs. */
export interface PrintedNumber {
  readonly value: number
  readonly decimals: number
}

/** A number in a text. */
export interface FoundNumber {
  /** As it stands there, full-width digits made narrow. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** Ways to read it, the likeliest first; one that gives several numbers means all of them (`5 250`). Never empty. */
  readonly readings: readonly (readonly PrintedNumber[])[]
}

const SPACES = ' \u00a0\u2009\u202f'
const TOKEN = new RegExp(`\\d+(?:[.,'’]\\d+|[${SPACES}]\\d{3}(?!\\d))*`, 'g')
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
/** A power of ten as units have it: `× 10^6`, `x10*9`, `10⁶`. */
const POWER = new RegExp(`^\\s*(?:[×x*·]\\s*)?10(?:[\\^*E](\\d{1,2})|([${SUPERSCRIPTS}]{1,2}))`)
const EXPONENT = new RegExp(`^(?:[\\^*E]\\d{1,2}|[${SUPERSCRIPTS}]{1,2})`)
const MULTIPLIERS: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 }

/** Full-width digits, point and per cent sign in their narrow form; every other character stays, and so do all places. */
export function narrow(text: string): string {
  return text.replace(/[０-９．％]/g, sign => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
}

const printed = (integer: string, fraction = ''): PrintedNumber => ({
  value: Number(`${integer}.${fraction || '0'}`),
  decimals: fraction.length,
})

/** Readings of digits with points, commas and apostrophes between them. */
function readingsOfGroup(token: string): PrintedNumber[][] {
  if (/^\d+$/.test(token)) return [[printed(token)]]
  const readings: PrintedNumber[][] = []
  const add = (thousands: RegExp, marks: RegExp, decimal: string) => {
    // No number in groups of three begins with a nought.
    if (!thousands.test(token) || token.startsWith('0')) return
    const [whole, fraction] = token.split(decimal)
    readings.push([printed(whole.replace(marks, ''), fraction)])
  }
  const decimal = /^(\d+)[.,](\d+)$/.exec(token)
  add(/^\d{1,3}([,'’]\d{3})+(\.\d+)?$/, /[,'’]/g, '.')
  if (decimal) readings.push([printed(decimal[1], decimal[2])])
  add(/^\d{1,3}([.'’]\d{3})+(,\d+)?$/, /[.'’]/g, ',')
  return readings.length > 0 ? readings : [token.split(/[.,'’]/).map(part => printed(part))]
}

/** Readings of a token, which may have blanks between groups of three digits. */
function readingsOf(token: string): PrintedNumber[][] {
  const parts = token.split(new RegExp(`[${SPACES}]`))
  if (parts.length === 1) return readingsOfGroup(token)
  const apart = parts
    .map(readingsOfGroup)
    .reduce((lists, readings) => lists.flatMap(list => readings.map(reading => [...list, ...reading])), [
      [],
    ] as PrintedNumber[][])
  return [...readingsOfGroup(parts.join('')), ...apart]
}

const scaled = ({ value, decimals }: PrintedNumber, factor: number, digits: number): PrintedNumber => ({
  // Through text, so that 25 % is 0.25 and not a neighbour of it.
  value: Number((value * factor).toPrecision(15)),
  decimals: Math.max(0, decimals - digits),
})

/** Adds to readings what they are as a share of one. */
function orAsShare(readings: PrintedNumber[][]): PrintedNumber[][] {
  return [...readings, ...readings.map(list => list.map(one => scaled(one, 0.01, -2)))]
}

/**
 * The numbers of a text in their order. Read are digits, also full-width ones, with decimal points or commas and with
 * thousands set off by comma, point, apostrophe or blank; both ends of a range; percentages, also as shares of one;
 * 万 and 亿; a power of ten as a unit or as a factor; Chinese and English number words where they count something. What
 * can be read in two ways has two readings. Digits that touch letters are numbers too (`G2P1`).
 */
export function readNumbers(given: string): FoundNumber[] {
  const text = narrow(given)
  const found: FoundNumber[] = []
  let from = 0
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match
    const start = match.index
    let end = start + token.length
    if (start < from) continue
    // 10^6 alone is a unit.
    const exponent = token === '10' ? EXPONENT.exec(text.slice(end)) : null
    if (exponent) {
      from = end + exponent[0].length
      continue
    }
    let readings = readingsOf(token)
    const power = POWER.exec(text.slice(end))
    const multiplier = MULTIPLIERS[/^\s?([万亿])/.exec(text.slice(end))?.[1] ?? '']
    if (power) {
      end += power[0].length
      const digits = power[1] === undefined ? [...power[2]].map(sign => SUPERSCRIPTS.indexOf(sign)).join('') : power[1]
      readings = [
        ...readings,
        ...readings.map(list => list.map(one => scaled(one, 10 ** Number(digits), Number(digits)))),
      ]
    } else if (multiplier !== undefined) {
      end = text.indexOf(multiplier === 1e4 ? '万' : '亿', end) + 1
      readings = readings.map(list => list.map(one => scaled(one, multiplier, Math.log10(multiplier))))
    } else if (/^\s?%/.test(text.slice(end))) readings = orAsShare(readings)
    from = end
    found.push({ text: text.slice(start, end), start, end, readings })
  }
  for (const { start, end, value, decimals, isPercent } of numberWords(text)) {
    const readings = [[{ value, decimals }]]
    found.push({ text: text.slice(start, end), start, end, readings: isPercent ? orAsShare(readings) : readings })
  }
  return found.sort((a, b) => a.start - b.start)
}
