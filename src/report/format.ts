/** @file Numbers as the report prints them: never a share without its n and interval beside it. */
import { type Estimate, isEstimated } from '../statistics/index.ts'

/** What a value is: a share of cases, an index such as kappa, or a quantity in a unit. */
export type Scale = 'share' | 'index' | 'layer-unit'

const MINUS = '−'

/** A number with a real minus sign and at most `digits` decimals: `−0.031`. */
export function formatNumber(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? `${MINUS}${text}` : text
}

/** A count with separators: `169,616`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** A value on its scale, without its unit sign where `bare`: `83.4 %`, `0.712`, `12.5`. */
export function formatValue(value: number, scale: Scale, bare = false): string {
  if (scale === 'share') return `${formatNumber(value * 100, 1)}${bare ? '' : ' %'}`
  return formatNumber(value, scale === 'index' ? 3 : 1)
}

/** What a sum of thirds that cancel leaves of zero. */
const ROUNDING = 1e-12

/**
 * A difference with its sign; of shares in percentage points: `+5.2 points`. A value that only rounds to zero keeps its
 * sign (`+0.0`), so that a limit shows on which side of zero it lies; what is zero but for the rounding of a sum has none.
 */
export function formatDifference(value: number, scale: Scale, bare = false): string {
  const size = formatValue(Math.abs(value), scale, true)
  const sign = value > ROUNDING ? '+' : value < -ROUNDING ? MINUS : ''
  return `${sign}${size}${scale === 'share' && !bare ? ' points' : ''}`
}

/** `81.9 to 84.8`, or an empty string where there is no estimate. */
export function formatInterval(estimate: Estimate, scale: Scale, isDifference = false): string {
  if (!isEstimated(estimate)) return ''
  const [low, high] = estimate.interval.map(limit =>
    isDifference ? formatDifference(limit, scale, true) : formatValue(limit, scale, true),
  )
  return `${low} to ${high}`
}

/** A p value: `< 0.001`, `0.035`. */
export function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3)
}

/** Confidence level as a word: `95 %`. */
export function formatLevel(level: number): string {
  return `${Number((level * 100).toFixed(1))} %`
}
