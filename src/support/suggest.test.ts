import { expect, test } from 'vitest'
import { closestName, didYouMean } from './suggest.ts'

test('closestName finds a slip of one letter, two swapped letters, and another case', () => {
  const names = ['seed', 'records', 'specialty']
  expect(closestName('sede', names)).toBe('seed')
  expect(closestName('record', names)).toBe('records')
  expect(closestName('Speciality', names)).toBe('specialty')
})

test('closestName(nothing alike) is null, and didYouMean then lists what is known', () => {
  expect(closestName('budget', ['seed', 'records'])).toBeNull()
  expect(didYouMean('budget', ['seed', 'records'])).toBe('known names: seed, records')
  expect(didYouMean('sed', ['seed', 'records'])).toBe('did you mean "seed"?')
})
