import { expect, test } from 'vitest'
import { cellScanner } from './cell-scanner.ts'

test.each(['', '1', '34', '1.25', '225', '120/80', '39000', '-1.5', '10-12'])(
  'mayHold(%j) is false: no identifier is so short',
  cell => {
    expect(cellScanner().mayHold(cell)).toBe(false)
  },
)

test.each(['13812345678', '3/4/85', '2021-03-05', 'ICSI', '张丽', '1234567'])('mayHold(%j) is true', cell => {
  expect(cellScanner().mayHold(cell)).toBe(true)
})

test('scan gives the same for a cell that comes again, and looks anew for what the row knows', () => {
  const scanner = cellScanner()
  expect(scanner.scan('Holt rang', []).text).toBe('Holt rang')
  expect(scanner.scan('Holt rang', [{ text: 'Holt', kind: 'name' }]).text).toBe('[name] rang')
  expect(scanner.scan('Holt rang', []).text).toBe('Holt rang')
})
