import { expect, test } from 'vitest'
import { cyclePlan } from '../../specialty/fixtures/cycle-plan.ts'
import { wrongLayers, wrongOn } from './wrong-layers.ts'

const specialty = cyclePlan
const reference = { protocol: 'antagonist', startingDose: 150, fertilisation: 'ICSI' }

test('wrongLayers names what differs and what one plan lacks, in the order of the specialty', () => {
  expect(wrongLayers(specialty, reference, { ...reference })).toEqual([])
  expect(wrongLayers(specialty, reference, { ...reference, fertilisation: 'IVF', startingDose: 175 })).toEqual([
    'startingDose',
    'fertilisation',
  ])
  const { protocol: _, ...without } = reference
  expect(wrongLayers(specialty, reference, without)).toEqual(['protocol'])
  expect(wrongLayers(specialty, without, reference)).toEqual(['protocol'])
})

test('wrongOn(text without a plan) is unreadable', () => {
  expect(wrongOn(specialty, reference, 'text')).toEqual(['unreadable'])
})
