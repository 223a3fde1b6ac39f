import { expect, test } from 'vitest'
import { looksLikeData } from './data-cell.ts'

test('looksLikeData is true of numbers, dates and identifiers, and false of names of columns', () => {
  const data = ['34', ' 1.5 ', '<0.1', '2021-03-05', '03/04/2021', '07700 900123', 'a.holt@example.org']
  expect(data.filter(cell => !looksLikeData(cell))).toEqual([])
  const names = ['', 'AMH', 'Day 3 FSH', 'Luteal Phase', 'opu date', '女方年龄', 'G1', '2PN', 'Tel 07700 900123']
  expect(names.filter(looksLikeData)).toEqual([])
})
