import { join } from 'node:path'
import { expect, test } from 'vitest'
import { InputError, loadJsonl } from '../../support/index.ts'
import type { PatientRecord } from '../patient-record.ts'
import { clinicRow, HEADER, importClinic, MAPPING } from './fixtures/clinic.ts'
import { encoded } from './fixtures/double-byte-text.ts'

const csv = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`

async function failure(content: Uint8Array, options: Parameters<typeof importClinic>[1] = {}): Promise<InputError> {
  try {
    await importClinic(content, options)
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error('expected the import to fail')
}

test('importRecords reads the CSV file of Korean Excel, and offers its encoding', async () => {
  const rows = Array.from({ length: 20 }, (_, i) => clinicRow(i + 1, { Cause: '남성 요인' }))
  const content = encoded(csv(...rows), 'euc-kr')
  const mappingText = MAPPING.replace('M: male', '남성 요인: male')
  const { folder } = await importClinic(content, { mappingText, encoding: 'euc-kr' })
  const records = await loadJsonl<PatientRecord>(join(folder, 'records.jsonl'))
  expect(records.map(({ fields }) => fields.cause)).toEqual(Array(20).fill('male'))
  expect((await failure(content)).message).toMatch(/looks like Korean text .*: set `encoding: euc-kr`/)
  for (const encoding of ['latin-1', 'gb18030'] as const) {
    expect((await failure(content, { encoding })).message).toMatch(
      /got bytes that look like Korean .*`encoding: euc-kr`/,
    )
  }
})

test('importRecords takes a file with the mark of UTF-8 for nothing else, whatever byte is damaged', async () => {
  const content = Buffer.concat([
    Buffer.from('\ufeff'),
    Buffer.from(csv(clinicRow(1), clinicRow(2, { Cause: 'Mé' })), 'latin1'),
  ])
  const error = await failure(content)
  expect(error.place.line).toBe(3)
  expect(error.message).toMatch(/begins with the mark of UTF-8, so a byte is damaged: mend the character on this line/)
  expect(error.message).not.toMatch(/latin-1|gb18030/)
  const mistaken = await failure(content, { encoding: 'latin-1' })
  expect(mistaken.message).toMatch(/expected latin-1, got the mark of UTF-8 at its beginning; set `encoding: utf-8`/)
})
