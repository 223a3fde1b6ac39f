/** @file The journal: cut off anywhere it gives back whole batches' worth of sound lines, and never loses an older one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { GENESIS, type Head, type ReviewEvent, sealEvent } from './events.ts'
import { openJournal, readJournal } from './journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'bedside-journal-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'journal.jsonl')

function eventsOf(count: number, head: Head = GENESIS): ReviewEvent[] {
  return Array.from({ length: count }, (_, i) => {
    const payload = { slotId: `s${i}`, tab: '中文 "quoted"\n'.repeat(i % 4) }
    const event = sealEvent(
      head,
      '2026-11-28T09:00:00.000Z',
      { id: 'ann', role: 'reviewer' },
      { kind: 'slot.opened', payload },
    )
    head = event
    return event
  })
}

const all = eventsOf(12)
/** Batches of 1, 4, 2 and 5 events; returns where each line ends. */
async function writeAll(): Promise<Buffer> {
  rmSync(file, { force: true })
  const journal = openJournal(file, 0)
  for (const [from, to] of [
    [0, 1],
    [1, 5],
    [5, 7],
    [7, 12],
  ])
    await journal.append(all.slice(from, to))
  await journal.append([])
  journal.close()
  return readFileSync(file)
}

test('what was appended is read back; no file is an empty journal', async () => {
  expect(readJournal(join(folder, 'none.jsonl'))).toEqual({ events: [], tornBytes: 0, length: 0 })
  const bytes = await writeAll()
  expect(readJournal(file)).toEqual({ events: all, tornBytes: 0, length: bytes.length })
})

test('cut off at any byte, the lines before the cut are there, and writing goes on behind them', async () => {
  const bytes = await writeAll()
  const cuts = fc.sample(fc.nat(bytes.length), { numRuns: 60, seed: 4 })
  for (const cut of [0, bytes.length - 1, ...cuts]) {
    writeFileSync(file, bytes.subarray(0, cut))
    const { events, tornBytes, length } = readJournal(file)
    const lines = bytes.subarray(0, cut).filter(byte => byte === 10).length
    expect(events).toEqual(all.slice(0, lines))
    expect(length + tornBytes).toBe(cut)
    const journal = openJournal(file, length)
    await journal.append(all.slice(lines))
    journal.close()
    expect(readJournal(file)).toMatchObject({ events: all, tornBytes: 0 })
  }
})

test('a gap in the last batch, as a power cut leaves it, is a torn end; one before it is damage', async () => {
  const bytes = await writeAll()
  const ends = [...bytes.keys()].filter(i => bytes[i] === 10)
  for (let line = 0; line < 12; line++) {
    const start = line === 0 ? 0 : ends[line - 1] + 1
    const damaged = Buffer.from(bytes).fill(0, start + 3, start + 20)
    writeFileSync(file, damaged)
    // The last batch begins with the eighth event.
    if (line >= 7) expect(readJournal(file).events).toEqual(all.slice(0, line))
    else expect(() => readJournal(file)).toThrow(`journal.jsonl:${line + 1}: the journal is damaged`)
  }
})
