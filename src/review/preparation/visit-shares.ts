/** @file How many visits of a review show two arms: by default a visit compares one pair, so of five arms one visit in ten. */
import { armPairs } from '../allocation/index.ts'
import type { ServedConfig } from './served-config.ts'

/** Shares of the visits of a case, 0 to 1. */
export interface VisitShares {
  /** At which the two stand side by side. */
  readonly compared: number
  /** At which both are rated alone. */
  readonly rated: number
}

/** Share of the choices of `drawn` out of `all` things that leave `without` certain ones out. */
function shareWithout(all: number, without: number, drawn: number): number {
  let share = 1
  for (let i = 0; i < drawn; i++) share *= Math.max(0, all - without - i) / (all - i)
  return share
}

/**
 * The shares for two arms, every set of pairs or of arms of a visit's size taken as often as the others, as the allocation
 * does. With `ratings: compared` both are rated where each stands in one of the visit's pairs. 0 for an arm that the review
 * does not show.
 */
export function visitShares(
  { compare, tasks: { pairs, ratings } }: Pick<ServedConfig, 'compare' | 'tasks'>,
  first: string,
  second: string,
): VisitShares {
  const asked = pairs === 'none' ? [] : armPairs({ arms: compare, tasks: { ratings: null, pairs: { of: pairs.of } } })
  const perVisit = pairs === 'none' || pairs.perCase === 'all' ? asked.length : Math.min(pairs.perCase, asked.length)
  const count = (holds: (pair: readonly string[]) => boolean) => asked.filter(holds).length
  const isShown = compare.includes(first) && compare.includes(second)
  const both = count(pair => pair.includes(first) && pair.includes(second))
  const compared = asked.length === 0 ? 0 : (both * perVisit) / asked.length
  if (!isShown || ratings === 'none') return { compared, rated: 0 }
  if (ratings === 'all') return { compared, rated: 1 }
  if (ratings !== 'compared') {
    const arms = compare.length
    const drawn = Math.min(ratings.perCase, arms)
    return { compared, rated: (drawn * (drawn - 1)) / (arms * (arms - 1)) }
  }
  const without = (holds: (pair: readonly string[]) => boolean) => shareWithout(asked.length, count(holds), perVisit)
  const rated =
    1 -
    without(pair => pair.includes(first)) -
    without(pair => pair.includes(second)) +
    without(pair => pair.includes(first) || pair.includes(second))
  return { compared, rated: asked.length === 0 ? 0 : Math.max(0, rated) }
}
