import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtIn, withoutLayers } from '../../specialty/index.ts'
import { silentProgress } from '../../support/index.ts'
import { readMapping } from './check-mapping.ts'
import { importFindings } from './describe-findings.ts'
import { clinicRow, HEADER, importClinic, SPECIALTY, temporaryFolder } from './fixtures/clinic.ts'
import { importRecords } from './import-records.ts'

const csv = (...rows: readonly string[]) => `${[HEADER, ...rows].join('\n')}\n`
const example = (file: string) => new URL(`../../../examples/infertility/${file}`, import.meta.url).pathname

/** The example of the built-in specialty, with its export changed. */
async function infertilityImport(change: (text: string) => string) {
  const infertility = builtIn['infertility']
  const mapping = readMapping(example('mapping.yaml'), infertility)
  const folder = temporaryFolder()
  const said: string[] = []
  const source = join(folder, 'export.csv')
  writeFileSync(source, change(readFileSync(example('export.csv'), 'utf8')))
  const report = await importRecords({
    source,
    mapping,
    specialty: withoutLayers(infertility, mapping.value.decisionsNotInSource),
    quarantineLimit: 1,
    output: join(folder, 'out'),
    progress: { ...silentProgress, say: line => said.push(line) },
    signal: new AbortController().signal,
  })
  return { report, said }
}

test('importRecords counts what a row says of a decision that does not apply, and no dash, nought or blank', async () => {
  const frozen = { Transferred: '0', Stored: '1' }
  const specialtyText = SPECIALTY.replace(
    'dose: { label: Dose, type: numeric, range: [100, 300], step: 25, unit: IU }',
    'dose: { label: Dose, type: numeric, range: [100, 300], step: 25, unit: IU, appliesWhen: { layer: method, values: [IVF] } }',
  )
  const { report } = await importClinic(
    csv(
      clinicRow(1, { Method: 'IVF' }),
      clinicRow(2),
      clinicRow(3, { Dose: '', ...frozen }),
      clinicRow(4, { Dose: '-' }),
      clinicRow(5, { Dose: '0' }),
      clinicRow(6, { Dose: 'two fifty' }),
    ),
    { specialtyText },
  )
  expect(report.decisions.dose).toMatchObject({ applicable: 1, notApplicable: 2 })
  // `Transferred` is 0 where nothing was transferred, and tells `transfer` too.
  expect(report.decisions.embryos).not.toHaveProperty('notApplicable')
  expect(importFindings(report)).toEqual(['dose: dropped from 2 records to which this decision does not apply'])
  expect(report).not.toHaveProperty('planChecks.checks')
})

test('importRecords counts an IUI with a transfer, and not a column that tells two decisions', async () => {
  const rows = (await infertilityImport(text => text)).report.decisions
  const { report } = await infertilityImport(text => text.replace(/^(C1002,.*,Partner),,/m, '$1,Fresh D5,'))
  expect(rows.transfer.notApplicable).toBeUndefined()
  expect(report.decisions.transfer.notApplicable).toBe(1)
  // `Treatment` says IUI there, which is a strategy and no fertilisation.
  expect(report.decisions.fertilisation.notApplicable).toBeUndefined()
})

test('importRecords counts recorded plans that fail plan checks, by check, and says so', async () => {
  const { report, said } = await infertilityImport(text => text)
  const { withError, withWarning, checks } = report.planChecks ?? { withError: -1, withWarning: -1, checks: [] }
  const [most] = checks
  expect(most.records).toBeGreaterThan(0)
  expect(checks.map(({ records }) => records)).toEqual(checks.map(({ records }) => records).toSorted((a, b) => b - a))
  expect(said).toContainEqual(
    expect.stringMatching(
      `^ {2}plan checks: of ${report.imported} recorded plans, ${withError} with an error, ${withWarning} with a warning`,
    ),
  )
})
