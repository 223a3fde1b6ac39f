/** @file Numbers in the words of a language: estimates with their intervals, tests, and why there is none. */
import { type Estimate, type Estimated, isEstimated, type NotEstimable, type TestResult } from '../statistics/index.ts'
import { formatCount, formatDifference, formatLevel, formatNumber, formatP, formatValue, type Scale } from './format.ts'
import type { Words } from './words/words.ts'

/** How the sections of the analysis print. */
export interface Formats {
  /** `+0.312 (+0.204 to +0.420)`, or why there is none. */
  estimate(estimate: Estimate, scale: Scale, isDifference: boolean): string
  /** `+0.204 to +0.420`. */
  interval(limits: readonly [number, number], scale: Scale, isDifference: boolean): string
  /** A difference, or a value, without an interval. */
  value(value: number, scale: Scale, isDifference?: boolean): string
  /** A difference with its interval without units, for a column whose heading has them. */
  bareDifference(estimate: Estimated, scale: Scale): string
  /** The p of a test, or why there is none. */
  test(test: TestResult | NotEstimable): string
  p(p: number): string
  /** `not estimable: ...` */
  none(reason: string): string
  /** A number that may lack, with the reason for it. */
  orNone(value: number | null, digits: number, reason: string): string
  count(count: number): string
  /** A count that may not be known: a dash. */
  countOrNone(count: number | null): string
  number(value: number, digits: number): string
  level(level: number): string
  /** `a, b, c`. */
  list(items: readonly string[]): string
}

/** Builds the formats of a language. */
export function formatsOf(words: Words): Formats {
  const none = (reason: string) => words.common.notEstimable(words.terms.reason(reason))
  const value: Formats['value'] = (number, scale, isDifference = false) => {
    if (!isDifference) return formatValue(number, scale)
    const bare = formatDifference(number, scale, true)
    return scale === 'share' ? words.common.points(bare) : bare
  }
  const interval: Formats['interval'] = (limits, scale, isDifference) => {
    const [low, high] = limits.map(limit =>
      isDifference ? formatDifference(limit, scale, true) : formatValue(limit, scale, true),
    )
    return words.common.interval(low, high)
  }
  return {
    estimate(estimate, scale, isDifference) {
      if (!isEstimated(estimate)) return none(estimate.notEstimable)
      return `${value(estimate.value, scale, isDifference)} (${interval(estimate.interval, scale, isDifference)})`
    },
    bareDifference: (estimate, scale) =>
      `${formatDifference(estimate.value, scale, true)} (${interval(estimate.interval, scale, true)})`,
    interval,
    value,
    test: test => ('p' in test ? formatP(test.p) : none(test.notEstimable)),
    p: formatP,
    none,
    orNone: (number, digits, reason) => (number === null ? none(reason) : formatNumber(number, digits)),
    count: formatCount,
    countOrNone: count => (count === null ? '–' : formatCount(count)),
    number: formatNumber,
    level: formatLevel,
    list: items => items.join(words.common.listSeparator),
  }
}
