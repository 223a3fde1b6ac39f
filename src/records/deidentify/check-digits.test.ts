import { expect, test } from 'vitest'
import { isNhsNumber, passesLuhn } from './check-digits.ts'

test('passesLuhn(the example of ISO 7812) holds, and no longer after a change of one digit', () => {
  // 4539 1488 0343 6467: doubled from the right 6,3,6,6,0,8,1,3 -> sum 80.
  expect(passesLuhn('4539 1488 0343 6467')).toBe(true)
  expect(passesLuhn('4539 1488 0343 6468')).toBe(false)
  expect(passesLuhn('')).toBe(false)
  expect(passesLuhn('0000')).toBe(false)
})

test('isNhsNumber(the example of the NHS data dictionary) holds', () => {
  // 943 476 5919: 9*10+4*9+3*8+4*7+7*6+6*5+5*4+9*3+1*2 = 299 = 27*11+2, 11-2 = 9.
  expect(isNhsNumber('943 476 5919')).toBe(true)
  expect(isNhsNumber('943 476 5918')).toBe(false)
  expect(isNhsNumber('943 476 591')).toBe(false)
})
