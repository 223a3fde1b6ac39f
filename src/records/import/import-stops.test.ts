import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { InputError } from '../../support/index.ts'
import { clinicRow, HEADER, importClinic, temporaryFolder } from './fixtures/clinic.ts'

const csv = (...rows: readonly string[]) => `${[HEADER, ...rows].join('\n')}\n`
const failure = (importing: Promise<unknown>) =>
  importing.then(
    () => null,
    (error: InputError) => error,
  )

/** Five reasons, three of them the most frequent. */
const BAD: readonly Readonly<Record<string, string>>[] = [
  { Age: '131' },
  { Age: '131' },
  { Cause: 'X' },
  { Cause: 'X' },
  { Smoker: 'SECRET' },
  { Dose: '7' },
  { Method: 'Z' },
]
const bad = csv(...BAD.map((changes, index) => clinicRow(index, changes)), clinicRow(99))

test('an import that the limit stops keeps the quarantine for its owner alone, names it, and counts the other reasons', async () => {
  const kept = join(temporaryFolder(), 'kept', 'records')
  const error = await failure(importClinic(bad, { kept, quarantineLimit: 0.1 }))
  const file = join(kept, 'quarantine.jsonl')
  expect(error?.exitCode).toBe(2)
  expect(error?.message).toMatch(
    /7 of the cohort's 8 rows \(87\.5 %\) .* allows \(2 x age: [^;]*; 2 x cause: .*; and 2 more reasons; every row is in /,
  )
  expect(error?.message).toContain(`every row is in ${file})`)
  expect(error?.message).not.toContain('SECRET')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(7)
  expect(readFileSync(file, 'utf8')).not.toContain('SECRET')
  await importClinic(csv(clinicRow(1)), { kept })
  expect(existsSync(file)).toBe(false)
})

test('an import that nothing survives says why: the quarantine first, then what was left out', async () => {
  const all = await failure(
    importClinic(csv(clinicRow(1, { Age: '131' }), clinicRow(2, { Age: '7' }), clinicRow(3, { Kind: 'x' })), {
      quarantineLimit: 1,
    }),
  )
  expect(all?.message).toMatch(/none of the 3 rows can be used: 2 in quarantine \(2 x age: expected 18 to 50 years/)
  expect(all?.message).toMatch(
    /quarantine\.jsonl\) and 1 left out, most by: frozen cycle; mend what the mapping says of age/,
  )
  const left = await failure(importClinic(csv(clinicRow(1, { Kind: 'x' }))))
  expect(left?.message).toMatch(/the only row cannot be used \(1 left out: frozen cycle\); check `include`/)
})
