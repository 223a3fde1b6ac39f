import fc from 'fast-check'
import { expect, test } from 'vitest'
import { billOf, costOf, describeBill } from './bill.ts'
import { openBudget } from './budget.ts'

const price = { perMillionPromptTokens: 1_000_000, perMillionCompletionTokens: 2_000_000, currency: 'EUR' }
const request = (bytes: number, maxTokens: number) => ({
  model: 'm',
  messages: [{ role: 'user' as const, content: 'x'.repeat(bytes) }],
  max_tokens: maxTokens,
  temperature: 0,
  top_p: 1,
  seed: 1,
})
const served = (promptTokens: number, completionTokens: number) => ({
  promptTokens,
  completionTokens,
  seconds: 0.5,
  drawing: { temperature: 0, topP: 1, seed: 1, maxNewTokens: 9 },
  servedBy: { model: null, fingerprint: null },
})

test('openBudget(any requests at once, any outcomes) never goes beyond the most that is allowed', async () => {
  const asked = fc.record({
    bytes: fc.nat(200),
    max: fc.integer({ min: 1, max: 50 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(asked, { maxLength: 30 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 4000 }),
      async (all, concurrency, requests, cost) => {
        const budget = openBudget({ most: { requests, cost }, price }, { requests: 0, cost: 0 })
        let [sent, spent] = [0, 0]
        const queue = [...all]
        const worker = async () => {
          for (let next = queue.shift(); next; next = queue.shift()) {
            const settle = await budget.reserve(request(next.bytes, next.max))
            if (settle === null) continue
            sent++
            await Promise.resolve()
            // At the most, a token for each byte and the marks of the template.
            const outcome = served(Math.round((next.bytes + 272) * next.share), Math.round(next.max * next.share))
            spent += costOf(outcome, price)
            settle(outcome)
          }
        }
        await Promise.all(Array.from({ length: concurrency }, worker))
        expect(sent).toBeLessThanOrEqual(requests)
        expect(spent).toBeLessThanOrEqual(cost)
      },
    ),
  )
})

test('openBudget waits for what is open before it refuses, and counts what was spent before', async () => {
  // A request of 10 bytes may cost 10 + 16 + 256 and 2 x 9: 300.
  const budget = openBudget({ most: { cost: 700 }, price }, { requests: 3, cost: 350 })
  const first = await budget.reserve(request(10, 9))
  const second = budget.reserve(request(10, 9))
  first?.(served(20, 5))
  // 350 + 30 + 300 is below 700; with the bound of the first it was not.
  const settle = await second
  expect(settle).not.toBeNull()
  settle?.(served(20, 5))
  expect(await budget.reserve(request(10, 9))).toBeNull()
  expect(await openBudget({ most: { requests: 3 } }, { requests: 3, cost: 0 }).reserve(request(1, 1))).toBeNull()
})

test('billOf adds up, and says it in one line', () => {
  const prices = { ...price, perMillionPromptTokens: 2.5, perMillionCompletionTokens: 10 }
  const bill = billOf([served(1000, 200), served(3000, 0)], prices)
  // 4,000 x 2.5 / 1e6 + 200 x 10 / 1e6.
  expect(bill).toEqual({
    answers: 2,
    promptTokens: 4000,
    completionTokens: 200,
    uncounted: 0,
    seconds: 1,
    cost: { amount: 0.012, currency: 'EUR' },
  })
  expect(describeBill(bill)).toBe('2 answers, 4,000 prompt and 200 completion tokens, 1.0 s of waiting, 0.012 EUR')
  expect(billOf([], undefined)).toEqual({
    answers: 0,
    promptTokens: 0,
    completionTokens: 0,
    uncounted: 0,
    seconds: 0,
    cost: null,
  })
})

test('billOf(a server that counts no tokens) does not call the cost 0', () => {
  const bill = billOf([served(0, 0), served(1000, 200), served(0, 0)], price)
  expect(bill.uncounted).toBe(2)
  expect(describeBill(bill)).toMatch(/ EUR and what 2 answers cost that the server did not count$/)
})
