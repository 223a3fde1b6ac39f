/** @file What answers came to: tokens, seconds, and cost where the study names a price. */
import type { Served } from './served.ts'
import type { EndpointConfig } from './config.ts'

/** The price of tokens, with its currency. */
export type Price = NonNullable<EndpointConfig['price']>

/** What some answers came to, refusals of the model included. */
export interface Bill {
  readonly answers: number
  readonly promptTokens: number
  readonly completionTokens: number
  /** Answers whose tokens the server did not count; what they cost is not known. */
  readonly uncounted: number
  /** Summed over answers; requests at the same time count each. */
  readonly seconds: number
  /** Of the counted ones; null without a price. */
  readonly cost: { readonly amount: number; readonly currency: string } | null
}

/** What so many tokens cost; 0 without a price. */
export function costOf(
  { promptTokens, completionTokens }: Pick<Served, 'promptTokens' | 'completionTokens'>,
  price: Price | undefined,
): number {
  if (price === undefined) return 0
  return (promptTokens * price.perMillionPromptTokens + completionTokens * price.perMillionCompletionTokens) / 1_000_000
}

/** Adds up what was answered; amounts are rounded to a millionth, seconds to a thousandth. */
export function billOf(served: readonly Served[], price: Price | undefined): Bill {
  const sum = (value: (one: Served) => number) => served.reduce((total, one) => total + value(one), 0)
  const tokens = {
    promptTokens: sum(one => one.promptTokens),
    completionTokens: sum(one => one.completionTokens),
  }
  const uncounted = served.filter(({ promptTokens }) => promptTokens === 0).length
  const amount = Math.round(costOf(tokens, price) * 1_000_000) / 1_000_000
  return {
    answers: served.length,
    ...tokens,
    uncounted,
    seconds: Math.round(sum(one => one.seconds) * 1000) / 1000,
    cost: price === undefined ? null : { amount, currency: price.currency },
  }
}

/** A bill in one line: `12 answers, 1,200 prompt and 240 completion tokens, 31.5 s of waiting, 0.02 EUR`. */
export function describeBill({ answers, promptTokens, completionTokens, uncounted, seconds, cost }: Bill): string {
  const count = (value: number) => value.toLocaleString('en-GB')
  const tokens = `${count(promptTokens)} prompt and ${count(completionTokens)} completion tokens`
  const rest =
    cost === null || uncounted === 0 ? '' : ` and what ${count(uncounted)} answers cost that the server did not count`
  const price = cost === null ? '' : `, ${Number(cost.amount.toPrecision(3))} ${cost.currency}${rest}`
  return `${count(answers)} answers, ${tokens}, ${seconds.toFixed(1)} s of waiting${price}`
}
