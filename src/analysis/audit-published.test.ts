/** @file What the audit of published rates says in words. */
import { expect, test } from 'vitest'
import { auditPublished, describeAudit } from './audit-published.ts'

const linesOf = (rates: string) => describeAudit(auditPublished(rates)).join('\n')

test('51.2, 26.2, 22.7: no majority, and p values with three digits where two would round them to 0.00', () => {
  const lines = linesOf('51.2,26.2,22.7')
  expect(lines).toContain('exact p against a half 0.82: no majority is shown')
  expect(lines).not.toMatch(/p = 0\.00[;.]/)
})

test('an arm that was chosen by significantly fewer than half has no majority', () => {
  // 68 of 193, the smallest total, is 35.2 %, far below a half: its small p speaks against a majority.
  const lines = linesOf('35.2,33.2,31.6')
  expect(lines).toContain('less than a half, so no majority')
  expect(lines).not.toContain(': a majority')
})
