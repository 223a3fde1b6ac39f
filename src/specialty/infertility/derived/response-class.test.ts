import { expect, test } from 'vitest'
import { expectedResponse } from './response-class.ts'

test('expectedResponse(no marker) is normal without a sign', () => {
  expect(expectedResponse({})).toEqual({ response: 'normal', signs: [] })
  expect(expectedResponse({ amh: null, afc: null, pcos: null })).toEqual({ response: 'normal', signs: [] })
})

test.each([
  // On the cut-off itself: AMH 1.2 and AFC 5 are no longer low, AMH 5 and AFC 24 are already high.
  [{ amh: 1.19 }, 'low'],
  [{ amh: 1.2 }, 'normal'],
  [{ amh: 4.99 }, 'normal'],
  [{ amh: 5 }, 'high'],
  [{ afc: 4 }, 'low'],
  [{ afc: 5 }, 'normal'],
  [{ afc: 23 }, 'normal'],
  [{ afc: 24 }, 'high'],
  [{ pcos: true }, 'high'],
  [{ pcos: false }, 'normal'],
  [{ eggsAtLastCycle: 3, doseAtLastCycle: 150 }, 'low'],
  [{ eggsAtLastCycle: 3, doseAtLastCycle: 125 }, 'normal'],
  [{ eggsAtLastCycle: 3, doseAtLastCycle: null }, 'normal'],
  [{ eggsAtLastCycle: 15, doseAtLastCycle: 150 }, 'normal'],
  [{ eggsAtLastCycle: 16, doseAtLastCycle: null }, 'high'],
] as const)('expectedResponse(%o) is %s', (fields, response) => {
  expect(expectedResponse(fields).response).toBe(response)
})

test('expectedResponse(signs that disagree) is normal and names both', () => {
  const { response, signs } = expectedResponse({ amh: 0.8, afc: 24 })
  expect(response).toBe('normal')
  expect(signs).toEqual([
    { field: 'amh', towards: 'low' },
    { field: 'afc', towards: 'high' },
  ])
})
