import { expect, test } from 'vitest'
import { SPECIALTY } from './fixtures/specialty.ts'
import { deidentifier } from './deidentifier.ts'
import { describeDeidentification } from './deidentification-report.ts'
import { looksLikeName } from './name-cell.ts'

const NONE: ReadonlySet<string> = new Set()

test('looksLikeName tells names from what else stands in a column of partners', () => {
  const names = [
    'Conor',
    'Liam Walsh',
    "Ellen O'Dowd",
    'Wei',
    'Park Minho',
    'Mei-Ling Chan',
    'liam walsh',
    'LIAM WALSH',
  ]
  const others = ['陈伟', '欧阳锋', '박민호', '김 지우', 'Siobhán']
  expect([...names, ...others].filter(cell => !looksLikeName(cell, NONE))).toEqual([])
  const no = [
    '',
    'Yes',
    'No',
    'None',
    'Male',
    'Female',
    'Donor',
    'Single',
    'N/A',
    'Unknown',
    'Smoker',
    'Same sex',
    'Present',
  ]
  const more = ['ICSI', 'Y', '34', '正常', '无', '있음', '없음', 'donor sperm', 'married, lives abroad', 'Known donor']
  expect([...no, ...more].filter(cell => looksLikeName(cell, NONE))).toEqual([])
})

/** Rows with a partner; returns the texts, the report and its line. */
function clean(partners: readonly string[], note: string, used?: ReadonlySet<string>) {
  const columns = ['Patient Name', 'Partner', 'notes']
  const open = deidentifier({
    specialty: SPECIALTY,
    columns,
    ids: { record: null, couple: null },
    key: null,
    ...(used && { used }),
  })
  const rows = partners.map((partner, i) => open.row({ row: i + 1, cells: ['Siobhán Walsh', partner, note] }))
  return { rows, report: open.report() }
}

test('a column of partners whose cells are names is one of names, and its texts lose them', () => {
  const { rows, report } = clean(['Liam Walsh', 'Conor', ''], 'Siobhán and Liam prefer IVF.', new Set(['notes']))
  expect(rows[0]).toEqual(['', '', '[name] and [name] prefer IVF.'])
  expect(report.columnsDropped).toEqual([
    { column: 'Patient Name', kind: 'name' },
    { column: 'Partner', kind: 'name' },
  ])
  expect(describeDeidentification(report)).toMatch(/^2 columns dropped \(Patient Name, Partner\), /)
})

test('a column of partners that says what they are stays as it is', () => {
  const { rows, report } = clean(['Yes', 'No', 'Male'], 'Partner: Male')
  expect(rows.map(([, partner]) => partner)).toEqual(['Yes', 'No', 'Male'])
  expect(rows[2][2]).toBe('Partner: Male')
  expect(report.columnsDropped).toEqual([{ column: 'Patient Name', kind: 'name' }])
  expect(clean(['Liam Walsh', 'no', 'no'], '').rows[0][1]).toBe('[name]')
})
