import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { draftMapping } from './import-file.ts'

/** A file of one text, removed when the test is over. */
function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'export.csv')
  writeFileSync(file, text)
  return file
}

test('draftMapping drafts from a header, and refuses a row of data in its place without repeating it', async () => {
  expect(await draftMapping(fileOf('Cycle,Couple,AMH\nc1,k1,1.2\n'), {})).toContain('AMH')
  const drafting = draftMapping(fileOf('Jane Whitfield,07700 900123,1.2\n'), {})
  await expect(drafting).rejects.toThrow(/expected a header, got what looks like a row of data/)
  await expect(drafting).rejects.not.toThrow(/Whitfield/)
})
