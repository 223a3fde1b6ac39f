import { expect, test } from 'vitest'
import { SPECIALTY } from './fixtures/specialty.ts'
import { numberColumns } from './number-columns.ts'

test('numberColumns are those that only numbers read', () => {
  const uses = [
    { column: 'AMH', path: ['fields', 'amh', 'column'] },
    { column: 'AMH unit', path: ['fields', 'amh', 'unit', 'column'] },
    { column: 'both', path: ['fields', 'age', 'column'] },
    { column: 'both', path: ['fields', 'region', 'column'] },
    { column: 'Method', path: ['decisions', 'method', 'column'] },
  ]
  expect([...numberColumns(uses, SPECIALTY)]).toEqual(['AMH'])
  expect(numberColumns([], SPECIALTY).size).toBe(0)
})
