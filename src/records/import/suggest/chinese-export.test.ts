import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { builtIn } from '../../../specialty/index.ts'
import { temporaryFolder } from '../fixtures/clinic.ts'
import { suggestMapping } from './suggest-mapping.ts'

async function draft(rows: readonly (readonly string[])[]) {
  const file = join(temporaryFolder(), 'export.csv')
  writeFileSync(file, `${rows.map(cells => cells.join(',')).join('\n')}\n`)
  const text = await suggestMapping(file, builtIn['infertility'])
  return { text, yaml: parse(text) as Record<string, Record<string, { column: string }>> }
}

/** Header -> field or layer. */
const COLUMNS: Readonly<Record<string, readonly [section: 'fields' | 'decisions', name: string]>> = {
  女方年龄: ['fields', 'femaleAge'],
  男方年龄: ['fields', 'maleAge'],
  不孕年限: ['fields', 'infertilityDuration'],
  '原发/继发': ['fields', 'infertilityType'],
  FSH基础: ['fields', 'basalFsh'],
  LH基础: ['fields', 'basalLh'],
  E2基础: ['fields', 'basalEstradiol'],
  窦卵泡: ['fields', 'afc'],
  输卵管情况: ['fields', 'tubalStatus'],
  既往IVF: ['fields', 'previousIvfCycles'],
  冻胚数: ['fields', 'frozenEmbryos'],
  精子密度: ['fields', 'spermConcentration'],
  前向运动率: ['fields', 'progressiveMotility'],
  正常形态率: ['fields', 'normalForms'],
  DFI: ['fields', 'dnaFragmentation'],
  助孕方式: ['decisions', 'strategy'],
  COS方案: ['decisions', 'protocol'],
  Gn药: ['decisions', 'gonadotropin'],
  Gn启动量: ['decisions', 'startingDose'],
  扳机药: ['decisions', 'trigger'],
  精子: ['decisions', 'spermSource'],
  受精: ['decisions', 'fertilisation'],
  移植方式: ['decisions', 'transfer'],
  移植胚胎数: ['decisions', 'embryos'],
  黄体支持药物: ['decisions', 'lutealSupport'],
}

test('suggestMapping knows the headers of a Chinese IVF export, its ids and its reasons', async () => {
  const { yaml } = await draft([
    ['周期号', '夫妻号', ...Object.keys(COLUMNS), '方案理由', '备注', '获卵数', '临床妊娠'],
  ])
  const found = Object.entries(COLUMNS).map(([column, [section, name]]) => [column, yaml[section][name]?.column])
  expect(found).toEqual(Object.keys(COLUMNS).map(column => [column, column]))
  expect(yaml).toMatchObject({ recordId: '周期号', coupleId: '夫妻号', reasoning: { column: '方案理由' } })
  expect(JSON.stringify(yaml)).not.toMatch(/获卵数|临床妊娠|备注/)
})

test('suggestMapping takes an English column of reasons, and no column of remarks', async () => {
  const { text, yaml } = await draft([['Female age', 'Rationale', 'Notes']])
  expect(yaml.reasoning).toEqual({ column: 'Rationale' })
  expect(text).toMatch(/# Only if it was written when they decided.*\nreasoning: .* # guess\n/)
  expect((await draft([['Female age', 'Notes']])).yaml.reasoning).toBeUndefined()
})

test('suggestMapping lists the codes that the mapping must translate, and shows none that stands once', async () => {
  const protocols = ['Antag', 'Antag', 'Antag', 'Antag', 'Long', 'Long', 'antagonist', 'antagonist', 'Zebra']
  const { text } = await draft([['Protocol', 'PCOS'], ...protocols.map((protocol, i) => [protocol, i % 2 ? 'Y' : 'N'])])
  expect(text).toMatch(
    /protocol: \{ column: Protocol \}.*\n {2}# {3}its codes, to be translated: values: \{ Antag: \?, Long: \? \} # and 1 more not shown/,
  )
  expect(text).toMatch(/pcos: \{ column: PCOS, values: \{ "N": "no", "Y": "yes" \} \}\n(?! {2}#)/)
  expect(text).not.toContain('Zebra')
})

test.each([
  ['texts', (i: number) => `${'long words '.repeat(4)}${i % 2}`],
  ['many different cells', (i: number) => `code${i % 20}`],
  ['single cells', (i: number) => `code${i < 24 ? i % 13 : i}`],
  ['numbers of files', (i: number) => `20230${i % 2}17`],
  ['names', (i: number) => ['王芳', '李娜'][i % 2]],
  ['telephone numbers', (i: number) => ['tel 0171 555 1000', 'tel 0171 555 1001'][i % 2]],
])('suggestMapping shows no cell of a column of %s', async (_, cell) => {
  const cells = Array.from({ length: 26 }, (_unused, i) => [cell(i)])
  const { text } = await draft([['Protocol'], ...cells])
  expect(text).toContain('protocol: { column: Protocol }')
  for (const [shown] of cells) expect(text).not.toContain(shown)
})

test('suggestMapping shows no cell of a column whose name is that of an identifier', async () => {
  const { text } = await draft([
    ['Doctor', '医生姓名', 'Protocol'],
    ...Array.from({ length: 6 }, () => ['Abel', '赵六', 'Long']),
  ])
  expect(text).toContain('values: { Long: ? }')
  expect(text).not.toMatch(/Abel|赵六/)
})
