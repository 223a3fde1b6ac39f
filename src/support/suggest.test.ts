import { expect, test } from 'vitest'
import { closestName, didYouMean, namesInRow } from './suggest.ts'

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

test('didYouMean(the beginning of names) offers those', () => {
  const stages = ['policies/sft', 'predictions/icl', 'predictions/sft', 'report']
  expect(didYouMean('predictions', stages)).toBe('did you mean one of predictions/icl, predictions/sft?')
  expect(didYouMean('rep', stages)).toBe('did you mean "report"?')
  expect(didYouMean('p', stages)).toMatch('known names: policies/sft')
  const many = Array.from({ length: 12 }, (_, i) => `arm-${i}`)
  expect(didYouMean('arm', many)).toMatch(/arm-9, or one of 2 more\?$/)
})

test('namesInRow puts names in quotes when a comma in one would make two of it', () => {
  expect(namesInRow(['IVF', 'ICSI'])).toBe('IVF, ICSI')
  expect(namesInRow(['fresh, day 3', 'freeze all'])).toBe('"fresh, day 3", "freeze all"')
  expect(didYouMean('something', ['fresh, day 3', 'none'])).toBe('known names: "fresh, day 3", "none"')
})
