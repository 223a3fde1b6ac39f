import { expect, test } from 'vitest'
import type { Field } from '../../specialty/index.ts'
import { anonymityTally, defaultQuasiIdentifiers } from './k-anonymity.ts'

const add = (tally: ReturnType<typeof anonymityTally>, coupleId: string, age: number | null, region = 'north') =>
  tally.add({ coupleId, fields: { age, region, amh: 1 } })

test('anonymityTally counts different couples of a class, not their records', () => {
  const tally = anonymityTally(['age', 'region'])
  for (const couple of ['a', 'a', 'b', 'c']) add(tally, couple, 34)
  for (let i = 0; i < 5; i++) add(tally, 'd', 41)
  add(tally, 'e', null)
  add(tally, 'f', null)
  // 34 north: 4 records of 3 couples; 41 north: 5 records of 1; not recorded: 2 of 2.
  expect(tally.table()).toEqual({
    quasiIdentifiers: ['age', 'region'],
    records: 11,
    classes: 3,
    smallest: 1,
    below: [
      { couples: 2, records: 5, share: 5 / 11 },
      { couples: 3, records: 7, share: 7 / 11 },
      { couples: 5, records: 11, share: 1 },
      { couples: 10, records: 11, share: 1 },
    ],
  })
})

test('anonymityTally(no records, or no quasi-identifiers) estimates nothing', () => {
  expect(anonymityTally(['age']).table()).toMatchObject({ records: 0, classes: 0, smallest: null })
  const none = anonymityTally([])
  add(none, 'a', 34)
  expect(none.table()).toMatchObject({ records: 1, classes: 0, smallest: null })
})

test('defaultQuasiIdentifiers takes what others may know, in English and Chinese, and no durations', () => {
  const fields = [
    ['femaleAge', 'Age'],
    ['nation', '民族'],
    ['place', 'Region of residence'],
    ['job', '职业'],
    ['cycleYear', 'Year of the cycle'],
    ['amh', 'AMH'],
    ['infertility', 'Years of infertility'],
    ['gestationalAge', 'Gestational age'],
    ['stage', 'Stage'],
  ].map(([name, label]): Field => ({ name, label, type: 'number' }))
  expect(defaultQuasiIdentifiers(fields)).toEqual(['femaleAge', 'nation', 'place', 'job', 'cycleYear'])
})
