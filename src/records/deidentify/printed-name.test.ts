import { expect, test } from 'vitest'
import { printedName } from './printed-name.ts'

test.each([
  ['contacts.phone of Jane Whitfield 07700 900123', 'contacts.phone of [name] [phone]'],
  ['Whitfield Jane.jsonl', '[name].jsonl'],
  ['export 2021-03-05.csv', 'export [date].csv'],
  ['Jane_Whitfield.csv', '[name].csv'],
  ['day_3_FSH', 'day_3_FSH'],
  ['Live birth', 'Live birth'],
  ['export.csv', 'export.csv'],
  ['Patient name', 'Patient name'],
])('printedName(%s) is %s', (name, expected) => {
  expect(printedName(name)).toBe(expected)
})
