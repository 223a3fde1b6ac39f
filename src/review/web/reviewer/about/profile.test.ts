import { expect, test } from 'vitest'
import { bodyOf, faultsOf, profileFrom } from './profile.ts'

const full = { centre: 'North', grade: 'chief', years: '12', specialty: 'ART', ai: 'daily' }

test('faultsOf names what is missing, in the order of the form', () => {
  expect(faultsOf(profileFrom(null), false)).toEqual(['centre', 'grade', 'years', 'specialty', 'ai'])
  expect(faultsOf({ ...full, centre: '' }, true)).toEqual([])
})

test.each(['-1', '71', '1.5', 'ten', '', '100'])('faultsOf: "%s" are no years', years => {
  expect(faultsOf({ ...full, years }, false)).toEqual(['years'])
})

test('bodyOf sends the centre only where the study team has none', () => {
  expect(bodyOf(full, true).centre).toBeNull()
  expect(bodyOf(full, false)).toEqual({
    centre: 'North',
    answers: { consent: 'yes', grade: 'chief', years: 12, specialty: 'ART', aiUse: 'daily' },
  })
})

test('profileFrom reads back what was sent', () => {
  expect(profileFrom(bodyOf(full, true).answers)).toEqual({ ...full, centre: '' })
})
