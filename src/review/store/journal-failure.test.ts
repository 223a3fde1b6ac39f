/** @file A disk that fails under the journal: nothing of the batch stays, or the journal takes no further word. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { GENESIS, sealEvent } from './events.ts'
import { openJournal } from './journal.ts'

const disk = vi.hoisted(() => ({ flush: true, mend: true }))

vi.mock('node:fs', async original => {
  const real = await original<typeof import('node:fs')>()
  const failure = () => Object.assign(new Error('no space'), { code: 'ENOSPC' })
  return {
    ...real,
    fdatasync(descriptor: number, done: (error: Error | null) => void) {
      if (disk.flush) real.fdatasync(descriptor, done)
      else done(failure())
    },
    fsyncSync(descriptor: number) {
      if (!disk.mend) throw failure()
      real.fsyncSync(descriptor)
    },
  }
})

const folder = mkdtempSync(join(tmpdir(), 'bedside-journal-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => Object.assign(disk, { flush: true, mend: true }))

const file = join(folder, 'journal.jsonl')
const who = { id: 'ann', role: 'reviewer' } as const
const event = sealEvent(GENESIS, '2026-11-28T09:00:00.000Z', who, {
  kind: 'slot.opened',
  payload: { slotId: 's', tab: 'a' },
})

test('a batch that could not be flushed is taken back, and the next one is written', async () => {
  const journal = openJournal(file, 0)
  disk.flush = false
  await expect(journal.append([event])).rejects.toThrow('cannot be written (ENOSPC); nothing of this was saved')
  expect(readFileSync(file, 'utf8')).toBe('')
  disk.flush = true
  await journal.append([event])
  expect(readFileSync(file, 'utf8')).toContain(event.hash)
  journal.close()
})

test('a journal that cannot be mended, or was closed, takes nothing more', async () => {
  const journal = openJournal(file, 0)
  Object.assign(disk, { flush: false, mend: false })
  await expect(journal.append([event])).rejects.toThrow('cannot be written or mended (ENOSPC)')
  Object.assign(disk, { flush: true, mend: true })
  await expect(journal.append([event])).rejects.toThrow('cannot be written or mended (ENOSPC)')
  journal.close()
  const closed = openJournal(file, 0)
  closed.close()
  await expect(closed.append([event])).rejects.toThrow('the journal is closed')
})
