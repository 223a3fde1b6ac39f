/** @file The most that may be asked of a server and spent there; looked at before each request, not after. */
import type { Served } from './served.ts'
import { costOf } from './bill.ts'
import type { EndpointConfig } from './config.ts'
import type { ChatRequest } from './request.ts'

/** What a request came to: what the server counted; null when it gave no answer, which costs nothing as far as we know. */
export type Settle = (served: Served | null) => void

/** Room for requests. */
export interface Budget {
  /**
   * Room for one more request: a function that takes what it came to, or null when it could go beyond. Waits while
   * requests are open whose outcome may leave room.
   */
  reserve(request: ChatRequest): Promise<Settle | null>
}

/** A chat template adds marks to each message, and some put a message of their own first. */
const TOKENS_A_MESSAGE = 16
const TOKENS_OF_TEMPLATE = 256

/** No tokenizer makes more tokens of a text than it has bytes. */
function mostTokens({ messages, max_tokens }: ChatRequest) {
  const bytes = messages.reduce((sum, { content }) => sum + Buffer.byteLength(content) + TOKENS_A_MESSAGE, 0)
  return { promptTokens: bytes + TOKENS_OF_TEMPLATE, completionTokens: max_tokens }
}

/** Opens the budget of `most`, less what earlier answers came to. A failed request counts as a request. */
export function openBudget(
  { most, price }: Pick<EndpointConfig, 'most' | 'price'>,
  before: { readonly requests: number; readonly cost: number },
): Budget {
  const { requests: mostRequests = Number.POSITIVE_INFINITY, cost: mostCost = Number.POSITIVE_INFINITY } = most ?? {}
  let { requests, cost } = before
  let [open, reserved] = [0, 0]
  let waiting: (() => void)[] = []
  return {
    async reserve(request) {
      const bound = costOf(mostTokens(request), price)
      const fits = () => requests < mostRequests && cost + reserved + bound <= mostCost
      while (!fits() && open > 0 && requests < mostRequests) {
        await new Promise<void>(resolve => waiting.push(resolve))
      }
      if (!fits()) return null
      requests++
      open++
      reserved += bound
      return served => {
        open--
        reserved = open === 0 ? 0 : reserved - bound
        if (served !== null) cost += costOf(served, price)
        const woken = waiting
        waiting = []
        for (const wake of woken) wake()
      }
    },
  }
}
