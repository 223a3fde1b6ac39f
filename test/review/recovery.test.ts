/** @file What an embedded review finds after a crash, a power cut, or a file put back, and what it does then. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSlot, openStore, readOwnSlots, type Store, verifyStore } from '../../src/review/store/index.ts'
import { type Journal, openJournal, readJournal } from '../../src/review/store/journal.ts'
import { backUp, confirmLock, revealInEmergency } from '../../src/review/store/key-holders.ts'
import { proposeLock } from '../../src/review/store/propose.ts'
import { dumpState } from '../../src/review/store/state-dump.ts'
import { openWriter } from '../../src/review/store/writer.ts'
import { StudyError } from '../../src/support/index.ts'
import { embeddedFolder, newFolder } from './engines.ts'
import { designer, judgeSlots, keyHolder, monitor, rater, setUpReview } from './small-review.ts'

const journalOf = (folder: string) => join(folder, 'journal.jsonl')

/** A review with four judgements, closed, and its state. */
async function finished() {
  const folder = await embeddedFolder()
  const store = await openStore({ folder })
  await setUpReview(store)
  await judgeSlots(store, rater(0), 4)
  const state = await dumpState(store.db)
  await store.close()
  return { folder, state }
}

async function expectSame(store: Store, state: unknown): Promise<void> {
  expect(await dumpState(store.db)).toEqual(state)
  expect(await verifyStore(store)).toMatchObject({ sound: true, faults: [] })
  await store.close()
}

test('without its database a review comes back from journal, texts and key', async () => {
  const { folder, state } = await finished()
  rmSync(join(folder, 'database'), { recursive: true })
  const store = await openStore({ folder })
  expect(store.notes).toEqual([expect.stringMatching(/^the database lacked \d+ events of the journal; applied$/)])
  const [, , , , next] = await readOwnSlots(store, rater(0))
  await openSlot(store, rater(0), { slotId: next.slotId, tab: 'b' })
  const { arms } = await revealInEmergency(store, keyHolder, { slotId: next.slotId, reason: 'r' })
  expect(Object.values(arms)).toHaveLength(1)
  await proposeLock(store, designer)
  await confirmLock(store, monitor)
  expect(await verifyStore(store)).toMatchObject({ sound: true })
  await store.close()
  expect(state.slot).toHaveLength(16)
})

test('texts, key and journal are for their user alone', async () => {
  const { folder } = await finished()
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path => !path.startsWith('database'))
  expect(paths).toEqual(expect.arrayContaining(['journal.jsonl', 'key', 'opened.json', 'texts']))
  for (const path of paths) {
    const found = statSync(join(folder, path))
    expect([path, found.mode & 0o777]).toEqual([path, found.isDirectory() ? 0o700 : 0o600])
  }
})

test('an older database catches up with the journal', async () => {
  const folder = await embeddedFolder()
  const first = await openStore({ folder })
  await setUpReview(first)
  await first.close()
  const older = newFolder()
  cpSync(join(folder, 'database'), older, { recursive: true })
  const second = await openStore({ folder })
  await judgeSlots(second, rater(0), 4)
  const state = await dumpState(second.db)
  await second.close()
  rmSync(join(folder, 'database'), { recursive: true })
  cpSync(older, join(folder, 'database'), { recursive: true })
  const store = await openStore({ folder })
  expect(store.notes).toEqual(['the database lacked 8 events of the journal; applied'])
  await expectSame(store, state)
})

test('a torn last line is cut off and said; what the database has of it is kept', async () => {
  const { folder, state } = await finished()
  const whole = readFileSync(journalOf(folder))
  appendFileSync(journalOf(folder), whole.subarray(whole.lastIndexOf(10, whole.length - 2) + 1, whole.length - 40))
  const cut = await openStore({ folder })
  expect(cut.notes).toEqual([expect.stringMatching(/^the journal ended in \d+ bytes of a write that was cut off/)])
  await expectSame(cut, state)
  expect(readFileSync(journalOf(folder)).equals(whole)).toBe(true)
  truncateSync(journalOf(folder), whole.length - 10)
  const completed = await openStore({ folder })
  expect(completed.notes[1]).toBe('the journal lacked 1 events that the database has; added')
  await expectSame(completed, state)
  expect(readFileSync(journalOf(folder)).equals(whole)).toBe(true)
})

test('a journal that is gone is written again from the database', async () => {
  const { folder, state } = await finished()
  const whole = readJournal(journalOf(folder)).events
  rmSync(journalOf(folder))
  await expectSame(await openStore({ folder }), state)
  expect(readJournal(journalOf(folder)).events).toEqual(whole)
})

test('after the machine was started anew nothing in the database is trusted', async () => {
  const { folder, state } = await finished()
  const spoil = await openStore({ folder })
  await spoil.db.withSchema('review').deleteFrom('submission').execute()
  await spoil.db.withSchema('review').updateTable('review').set({ hash: 'nonsense' }).execute()
  await spoil.close()
  const again = () => writeFileSync(join(folder, 'opened.json'), JSON.stringify({ machineStart: 'another' }))
  again()
  const store = await openStore({ folder })
  expect(store.notes).toEqual([expect.stringMatching(/^the machine was started anew since; the state was made again/)])
  await expectSame(store, state)
  // A database that cannot even be opened is kept, and replaced.
  for (const name of readdirSync(join(folder, 'database', 'global')))
    truncateSync(join(folder, 'database', 'global', name), 0)
  again()
  const replaced = await openStore({ folder })
  expect(replaced.notes[0]).toContain('kept as database.set-aside-1')
  expect(existsSync(join(folder, 'database.set-aside-1'))).toBe(true)
  await expectSame(replaced, state)
})

test('a journal that is damaged in the middle, or tells another history, stops the start and changes nothing', async () => {
  const { folder } = await finished()
  const text = readFileSync(journalOf(folder), 'utf8')
  const lines = text.split('\n')
  lines[4] = lines[4].replace('"actor":"dana"', '"actor":"dora"')
  writeFileSync(journalOf(folder), lines.join('\n'))
  await expect(openStore({ folder })).rejects.toThrow(/journal\.jsonl:5: the journal is damaged \(event 5 was altered/)
  expect(readFileSync(journalOf(folder), 'utf8')).toBe(lines.join('\n'))
  const other = await finished()
  writeFileSync(journalOf(folder), readFileSync(journalOf(other.folder)))
  await expect(openStore({ folder })).rejects.toThrow('tell different histories')
  writeFileSync(journalOf(folder), text)
  await (await openStore({ folder })).close()
})

test('a review that is open says who has it, and gives it back', async () => {
  const { folder } = await finished()
  const store = await openStore({ folder })
  const refused = openStore({ folder })
  await expect(refused).rejects.toThrow(`this review is open already (process ${process.pid}`)
  await expect(refused).rejects.toThrow('a server that is starting or another command has it, so try again in a moment')
  await store.close()
  await (await openStore({ folder })).close()
})

test('a missing or altered file of texts or key is named', async () => {
  const { folder } = await finished()
  for (const [part, work] of [
    ['key', (store: Store) => backUp(store, newFolder())],
    ['texts', () => Promise.resolve()],
  ] as const) {
    rmSync(join(folder, 'database'), { recursive: true })
    const [name] = readdirSync(join(folder, part))
    const kept = readFileSync(join(folder, part, name))
    writeFileSync(join(folder, part, name), '{}')
    const tried = openStore({ folder }).then(async store => {
      await work(store).finally(() => store.close())
    })
    await expect(tried).rejects.toThrow(join(part, name))
    writeFileSync(join(folder, part, name), kept)
  }
})

test('when the journal cannot be written nothing is saved, and a database that fails behind it stops the writer', async () => {
  const { folder } = await finished()
  const store = await openStore({ folder })
  const state = await dumpState(store.db)
  const [, , , , next] = await readOwnSlots(store, rater(0))
  const command = { slotId: next.slotId, tab: 'b' }
  const failing: Journal = { append: () => Promise.reject(new StudyError('the disk is full')), close: () => undefined }
  const full = { ...store, writer: openWriter(store.db, failing) }
  await expect(openSlot(full, rater(0), command)).rejects.toThrow('the disk is full')
  expect(await dumpState(store.db)).toEqual(state)
  const file = join(newFolder(), 'journal.jsonl')
  const journal = openJournal(file, 0)
  let failures = 0
  const lost = openWriter(
    new Proxy(store.db, {
      get(target, name, receiver) {
        if (name !== 'transaction') return Reflect.get(target, name, receiver) as unknown
        return () => ({
          async execute(work: (transaction: Store['db']) => Promise<unknown>) {
            await target.transaction().execute(async transaction => {
              await work(transaction)
              failures++
              throw new Error('commit failed')
            })
          },
        })
      },
    }),
    journal,
  )
  await expect(openSlot({ ...store, writer: lost }, rater(0), command)).rejects.toThrow('start the review again')
  await expect(openSlot({ ...store, writer: lost }, rater(0), command)).rejects.toThrow('start the review again')
  expect([failures, readFileSync(file, 'utf8').split('\n').length]).toEqual([1, 2])
  journal.close()
  await store.close()
})
