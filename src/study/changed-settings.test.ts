import { expect, test } from 'vitest'
import { changedSettings, namedChanges } from './changed-settings.ts'

test('changedSettings names the paths that differ, added and removed ones too', () => {
  const before = { epochs: 2, lora: { rank: 8, alpha: 16 }, targets: ['a'], old: 1, deep: { a: { b: { c: 1 } } } }
  const now = { epochs: 3, lora: { rank: 16, alpha: 16 }, targets: ['a', 'b'], deep: { a: { b: { c: 2 } } }, fresh: 1 }
  expect(changedSettings(before, now)).toEqual(['epochs', 'lora.rank', 'targets', 'old', 'deep.a.b', 'fresh'])
  expect(namedChanges(before, now)).toBe(' (epochs, lora.rank, targets, and 3 more)')
  expect(changedSettings(before, before)).toEqual([])
})

test('settings that are one value, or become another kind, have at most the name of their place', () => {
  expect(namedChanges('embedded', 'trl')).toBe('')
  expect(namedChanges({ engine: 'embedded' }, { engine: { engine: 'trl' } })).toBe(' (engine)')
  expect(namedChanges(null, { size: 1 })).toBe('')
})
