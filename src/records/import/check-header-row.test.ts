import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkHeaderOf, checkHeaderRow } from './check-header-row.ts'
import { importClinic, temporaryFolder } from './fixtures/clinic.ts'
import { workbookBytes } from './fixtures/workbook-file.ts'

test('checkHeaderRow takes names, and refuses a row of data without repeating it', () => {
  const check = (columns: readonly string[]) => () => checkHeaderRow('export.csv', columns)
  expect(check([])).not.toThrow()
  expect(check(['Cycle', 'Age', 'AMH', '2019', ''])).not.toThrow()
  expect(check(['Cycle', 'Age', 'AMH', 'FSH', 'a', 'b', 'c', '2019', '2020'])).not.toThrow()
  expect(check(['Jane Whitfield', '07700 900123', 'fresh', '34'])).toThrow(
    /^export\.csv: expected a header, got what looks like a row of data \(2 of its 4 cells\); put/,
  )
})

test('importRecords refuses a source without a header before it could print its first row', async () => {
  const importing = importClinic('c1,Jane Whitfield,fresh,34,M,0,ICSI,225,1.5,2021-03-05\n')
  await expect(importing).rejects.toThrow(/expected a header, got what looks like a row of data/)
  await expect(importing).rejects.not.toThrow(/Whitfield|225/)
})

test('importRecords shows no identifier that stands in the name of a column', async () => {
  // A name that begins with what was written is offered alone, other names are listed.
  for (const [first, said] of [
    ['Couple', /no column "Couple"; did you mean "Couple of \[name\]"/],
    ['Pair', /no column "Couple".*\[name\].*\[phone\]/],
  ] as const) {
    const importing = importClinic(`Cycle,${first} of Jane Whitfield,phone 07700 900123\nc1,k1,fresh\n`)
    await expect(importing).rejects.toThrow(said)
    await expect(importing).rejects.not.toThrow(/Whitfield|900123/)
  }
})

test('a title above the header is called one, in a workbook and in delimited text', async () => {
  const folder = temporaryFolder()
  const title = /expected a header, got row 1, which looks like a title .*; remove it/
  const workbook = join(folder, 'export.xlsx')
  writeFileSync(workbook, workbookBytes({ Cycles: [['Export of the clinic'], ['Cycle', 'Age', 'AMH'], [1, 34, 2]] }))
  await expect(checkHeaderOf(workbook)).rejects.toThrow(title)
  for (const line of ['Export of the clinic', 'Export of the clinic,,', 'Export; IVF | all', 'Export;;']) {
    const file = join(folder, 'export.csv')
    const text = `${line}\nCycle,Age,AMH\n1,34,2\n`
    writeFileSync(file, text)
    await expect(checkHeaderOf(file)).rejects.toThrow(title)
    await expect(importClinic(text)).rejects.toThrow(title)
  }
  const file = join(folder, 'plain.csv')
  writeFileSync(file, 'Age\n34\n')
  await expect(checkHeaderOf(file)).resolves.toBeUndefined()
})

test.each([
  ['a semicolon', ';', '";"', '--delimiter ";"'],
  ['a tab', '\t', '"\\\\t"', '--delimiter "\\\\t"'],
  ['a bar', '|', '"\\|"', '--delimiter "\\|"'],
])('a header separated by %s is called so, and how to say it', async (_, sign, shown, remedy) => {
  const file = join(temporaryFolder(), 'export.csv')
  // Decimal commas give the rows more cells than the header, as under a title.
  writeFileSync(file, `${['Cycle', 'Age', 'AMH'].join(sign)}\n${['1', '34', '2,5'].join(sign)}\n`)
  await expect(checkHeaderOf(file)).rejects.toThrow(
    new RegExp(
      `export\\.csv:1: expected columns separated by ",", got a header separated by ${shown}; set ${remedy} \\(in a study`,
    ),
  )
  await expect(checkHeaderOf(file, { delimiter: sign })).resolves.toBeUndefined()
})

test('a header of one column may have a comma in its name, under another delimiter', async () => {
  const file = join(temporaryFolder(), 'export.csv')
  writeFileSync(file, 'AMH, ng/mL\n2\n')
  await expect(checkHeaderOf(file, { delimiter: ';' })).resolves.toBeUndefined()
  writeFileSync(file, 'Cycle,Age,AMH\n1,34,2\n')
  await expect(checkHeaderOf(file, { delimiter: ';' })).rejects.toThrow(
    /separated by ";", got a header separated by ","/,
  )
})
