/** @file Numbers written as words, Chinese and English, where they count something and are not mere idiom. */

/** A number word and where it stands. */
export interface NumberWord {
  readonly start: number
  readonly end: number
  readonly value: number
  readonly decimals: number
  /** `百分之` stood before it. */
  readonly isPercent: boolean
}

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const TENS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

/** The value of Chinese digits with 十, 百, 千 and 万, such as `一百五十`; null for anything that is no number. */
export function chineseInteger(text: string): number | null {
  if (!/[零〇一二两三四五六七八九十]/.test(text)) return null
  // Without a multiplier, digits stand one after the other: 二〇二四.
  if (!/[十百千万]/.test(text)) return Number([...text].map(digit => DIGITS[digit]).join(''))
  const [head, tail, ...more] = text.split('万')
  if (more.length > 0) return null
  const below = (part: string): number | null => {
    let sum = 0
    let digit: number | null = null
    let last = Number.POSITIVE_INFINITY
    for (const sign of part) {
      if (sign in DIGITS) {
        if (digit !== null && digit !== 0) return null
        digit = DIGITS[sign]
        continue
      }
      const size = TENS[sign]
      // 十 alone is ten; 百 alone is no number.
      if (size >= last || (digit === null && sign !== '十')) return null
      sum += (digit ?? 1) * size
      digit = null
      last = size
    }
    return sum + (digit ?? 0)
  }
  if (tail === undefined) return below(head)
  const [many, rest] = [head === '' ? null : below(head), below(tail)]
  return many === null || rest === null ? null : many * 10_000 + rest
}

const CHINESE = /[零〇一二两三四五六七八九十百千万]+(?:点([零〇一二三四五六七八九]+))?/g
const MEASURE = /^(岁|年|次|枚|个|天|日|周|月|支|粒|颗|只|倍)/
const DAY = /^(天|日|周)/

/** Chinese numbers that are counted: with a measure word, a decimal or a percentage, or of several signs like 三十五. */
function chineseWords(text: string): NumberWord[] {
  const found: NumberWord[] = []
  for (const match of text.matchAll(CHINESE)) {
    const [whole, fraction] = match
    const start = match.index
    const end = start + whole.length
    const integer = chineseInteger(fraction === undefined ? whole : whole.slice(0, whole.indexOf('点')))
    if (integer === null) continue
    const before = text.slice(Math.max(0, start - 3), start)
    const after = text.slice(end, end + 1)
    // 2万 is a digit with its multiplier, which is read with the digit.
    if (/[0-9]$/.test(before)) continue
    const isPercent = before === '百分之'
    const counted =
      fraction !== undefined ||
      isPercent ||
      (before.endsWith('第')
        ? DAY.test(after)
        : (MEASURE.test(after) && whole !== '一') || (whole.length > 1 && /[十百千]/.test(whole)))
    if (!counted) continue
    const digits = fraction === undefined ? '' : [...fraction].map(digit => DIGITS[digit]).join('')
    found.push({
      start,
      end,
      value: Number(`${integer}.${digits || '0'}`),
      decimals: digits.length,
      isPercent,
    })
  }
  return found
}

const UNITS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const TEENS = [
  ...['ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
]
const DECADES = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const COUNTED =
  'years?|months?|weeks?|days?|cycles?|eggs?|oocytes?|embryos?|blastocysts?|follicles?|times|miscarriages?|losses|transfers?|attempts?|failures?|retrievals?|pregnancies'
// `one` alone is more often an article than a count.
const ENGLISH = new RegExp(
  `\\b(?:(${DECADES.join('|')})(?:[- ](${UNITS.join('|')}))?|(${[...UNITS.slice(1), ...TEENS].join('|')}))(?=[\\s-]+(?:[a-z]+[\\s-]+){0,2}?(?:${COUNTED})\\b)`,
  'gi',
)

/** English numbers before something that is counted, at most two words away: `two good embryos`, `thirty-six years`. */
function englishWords(text: string): NumberWord[] {
  return [...text.matchAll(ENGLISH)].map(match => {
    const [whole, decade, unit, small] = match.map(part => part?.toLowerCase())
    const value = decade
      ? (DECADES.indexOf(decade) + 2) * 10 + (unit ? UNITS.indexOf(unit) + 1 : 0)
      : UNITS.includes(small)
        ? UNITS.indexOf(small) + 1
        : TEENS.indexOf(small) + 10
    return { start: match.index, end: match.index + whole.length, value, decimals: 0, isPercent: false }
  })
}

/** The numbers of a text that are written as words. */
export function numberWords(text: string): NumberWord[] {
  return [...chineseWords(text), ...englishWords(text)]
}
