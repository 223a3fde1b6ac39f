import { expect, test } from 'vitest'
import { problemOf } from './problem.ts'

test.each([
  [401, { code: 'sign-in', message: 'm' }, 'sign-in'],
  [409, { code: 'slot', message: 'm' }, 'slot'],
  // A proxy in between answers with a page of its own.
  [502, null, 'fault'],
  [429, '<html>', 'rate'],
  [403, {}, 'role'],
  [413, { code: 'nonsense' }, 'input'],
] as const)('problemOf(%d, %j) is "%s"', (status, body, code) => {
  expect(problemOf(status, body, null).code).toBe(code)
})

test('problemOf reads the seconds that the server asks to wait, and no date', () => {
  expect(problemOf(429, null, '7').retryAfter).toBe(7)
  expect(problemOf(429, null, 'Wed, 21 Oct 2026 07:28:00 GMT').retryAfter).toBeNull()
  expect(problemOf(429, null, null).retryAfter).toBeNull()
})

test('only what may pass is sent again', () => {
  expect(problemOf(500, null, null).isPassing).toBe(true)
  expect(problemOf(400, null, null).isPassing).toBe(false)
  expect(problemOf(409, { code: 'slot' }, null).isPassing).toBe(false)
})
