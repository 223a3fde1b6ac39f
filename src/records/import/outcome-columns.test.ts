import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { builtIn, withoutLayers } from '../../specialty/index.ts'
import type { InputError } from '../../support/index.ts'
import { readMapping } from './check-mapping.ts'
import { temporaryFolder } from './fixtures/clinic.ts'
import { noteOn } from './import-note.ts'
import { suggestMapping } from './suggest/suggest-mapping.ts'

const infertility = builtIn['infertility']
const decided = ['strategy', 'transfer', 'embryos']
const named = (items: readonly { readonly name: string }[], without: readonly string[]) =>
  items.map(({ name }) => name).filter(name => !without.includes(name))

/** A mapping of the built-in specialty with some fields and more lines. */
function mapped(fields: Readonly<Record<string, string>>, more = '', embryos = '移植胚胎数') {
  const lines = Object.entries(fields).map(([name, column]) => `  ${name}: { column: "${column}" }`)
  const text = `recordId: row
coupleId: 夫妇编号
fields:
${lines.join('\n')}
notInSource: [${named(infertility.fields, Object.keys(fields)).join(', ')}]
decisions:
  strategy: { column: 治疗方式 }
  transfer: { column: 移植 }
  embryos: { column: ${embryos} }
decisionsNotInSource: [${named(infertility.decisionLayers, decided).join(', ')}]
${more}`
  const file = join(temporaryFolder(), 'mapping.yaml')
  writeFileSync(file, text)
  const mapping = readMapping(file, infertility)
  const specialty = withoutLayers(infertility, mapping.value.decisionsNotInSource)
  return {
    note: (columns: readonly string[] = []) => noteOn({ mapping, specialty, columns, told: [] }) ?? '',
  }
}

const AGE = { femaleAge: '女方年龄' }

test.each([
  [
    'a field',
    () => mapped({ ...AGE, eggsAtLastCycle: '获卵数' }),
    /column "获卵数" is named like an outcome \(eggsRetrieved\)/,
    5,
  ],
  [
    'a field of another kind',
    () => mapped({ ...AGE, acceptsDonor: '是否怀孕' }),
    /"是否怀孕" is named like an outcome/,
    5,
  ],
  ['the reasons', () => mapped(AGE, 'reasoning: { column: Pregnant }'), /"Pregnant" is named like an outcome/, 11],
  [
    'a condition',
    () => mapped(AGE, 'include: [{ column: 妊娠结局, values: [1], excludes: x }]'),
    /"妊娠结局" is named/,
    11,
  ],
  [
    'a field, in the number transferred',
    () => mapped({ ...AGE, frozenEmbryos: '移植胚胎数' }, '', '胚胎'),
    /"移植胚胎数"/,
    5,
  ],
  ['a decision', () => mapped(AGE, '', '获卵数'), /"获卵数" is named like an outcome/, 9],
  [
    'at the word of the mapping, what is listed',
    () => mapped({ ...AGE, acceptsDonor: 'Live birth' }, 'notOutcomes: [Live birth]'),
    /is an outcome, known/,
    5,
  ],
])('readMapping refuses an outcome in another language as %s', (_, read, message, line) => {
  let error: InputError | null = null
  try {
    read()
  } catch (thrown) {
    error = thrown as InputError
  }
  expect(error?.message).toMatch(message)
  expect(error?.exitCode).toBe(2)
  expect(error?.place.line).toBe(line)
})

test('the note names what is read as history, and what the mapping vouches for', () => {
  const { note } = mapped(
    {
      ...AGE,
      eggsAtLastCycle: '上次获卵数',
      matureEggsAtLastCycle: '上周期MII卵数',
      frozenEmbryos: 'Frozen embryos',
      parity: '活产',
    },
    'notOutcomes: [活产, 获卵数]',
  )
  expect(note()).toMatch(/as what was known before: "上次获卵数", "Frozen embryos"; of this cycle/)
  expect(note()).toMatch(/the mapping says were known before \(notOutcomes\): "活产"\.$/)
})

test('the note says that no outcome is there only where none is, in Chinese too', () => {
  const { note } = mapped(AGE)
  const none = /None of the specialty's outcomes is a column/
  expect(note(['女方年龄', '上次获卵数'])).toMatch(none)
  expect(note(['女方年龄', '获卵数'])).not.toMatch(none)
  expect(note(['Female age', 'Pregnant'])).not.toMatch(none)
})

test('suggestMapping lists Chinese outcomes as outcomes, and asks where a field reads what may be one', async () => {
  const file = join(temporaryFolder(), 'export.csv')
  writeFileSync(file, '周期号,女方年龄,冻存胚胎数,上周期获卵数,治疗方式,移植胚胎数,获卵数,临床妊娠,移植后HCG\n1\n')
  const text = await suggestMapping(file, infertility)
  expect(text).toMatch(/# Known only after .*:\n# {3}获卵数\n# {3}临床妊娠\n# {3}移植后HCG\n$/)
  expect(text).toMatch(/frozenEmbryos: \{ column: "冻存胚胎数" \} # of an earlier cycle\?/)
  expect(text).toMatch(/eggsAtLastCycle: \{ column: "上周期获卵数" \}\n/)
  expect(parse(text).decisions.embryos).toEqual({ column: '移植胚胎数' })
})
