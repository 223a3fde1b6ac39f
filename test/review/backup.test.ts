/** @file A backup of either engine taken into either engine: the same chain, the same state, the same key. */
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openAccounts } from '../../src/review/accounts/index.ts'
import { BACKUP_FILES } from '../../src/review/store/backup.ts'
import { restoreReview } from '../../src/review/console/index.ts'
import { openStore, proposeLock, proposeUnblinding, verifyStore } from '../../src/review/store/index.ts'
import { backUp, confirmLock, confirmUnblinding, readJudgements, restore } from '../../src/review/store/key-holders.ts'
import { dumpState } from '../../src/review/store/state-dump.ts'
import { loadTexts } from '../../src/review/store/texts.ts'
import { ENGINES, newFolder, requireEngine } from './engines.ts'
import { analyst, designer, judgeSlots, keyHolder, monitor, rater, setUpReview } from './small-review.ts'

describe.each(ENGINES.flatMap(from => ENGINES.map(to => ({ from, to }))))(
  'from $from.name to $to.name',
  ({ from, to }) => {
    requireEngine(from)
    requireEngine(to)

    test('a review goes over whole, and goes on there', async () => {
      const store = await openStore(await from.place())
      await setUpReview(store)
      await judgeSlots(store, rater(0), 5)
      const publicUrl = 'http://127.0.0.1:1'
      const accounts = await openAccounts({ store, folder: store.folder ?? newFolder(), publicUrl, oidc: null })
      const { path } = await accounts.invite({ personId: 'rater-0', email: 'r@hospital.example', name: 'Dr R' })
      const folder = newFolder()
      // Also into a folder that was there, and open to others.
      mkdirSync(folder, { mode: 0o755 })
      const manifest = await backUp(store, folder)
      const modes = [folder, ...readdirSync(folder).map(name => join(folder, name))].map(
        path => statSync(path).mode & 0o777,
      )
      expect(modes).toEqual([0o700, ...Array<number>(BACKUP_FILES.length + 1).fill(0o600)])
      expect(manifest).toMatchObject({ engine: from.name, state: 'open', postgresMajor: store.major })
      expect(manifest.counts).toMatchObject({ slot: 16, slot_key: 16, event: manifest.head.sequence, review: 1 })
      const place = to.name === 'pglite' ? { folder: newFolder() } : await to.place()
      const moved = await restore(folder, place)
      expect(await verifyStore(moved)).toMatchObject({ sound: true, head: manifest.head })
      expect(await dumpState(moved.db)).toEqual(await dumpState(store.db))
      expect(await loadTexts(moved.db)).toEqual(await loadTexts(store.db))
      await expect(restore(folder, place)).rejects.toThrow(/expected (an empty database|a new or empty folder)/)
      const movedFolder = moved.folder ?? newFolder()
      const movedAccounts = await openAccounts({ store: moved, folder: movedFolder, publicUrl, oidc: null })
      expect(await movedAccounts.list()).toEqual(await accounts.list())
      const accept = { secret: path.split('/').at(-1), password: 'a password for the test' }
      const request = new Request(`${publicUrl}/api/auth/invitation/accept`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(accept),
      })
      expect((await movedAccounts.handle(request)).status).toBe(200)
      expect(await movedAccounts.checkPassword('r@hospital.example', accept.password)).toBe('rater-0')
      for (const one of [store, moved]) {
        await judgeSlots(one, rater(1), 8)
        await proposeLock(one, designer)
        await confirmLock(one, monitor)
        await proposeUnblinding(one, analyst, { reason: 'done' })
        await confirmUnblinding(one, keyHolder)
      }
      const armsOf = async (one: typeof store) => (await readJudgements(one, analyst)).ratings.map(({ arm }) => arm)
      expect(await armsOf(moved)).toEqual(await armsOf(store))
      await store.close()
      await moved.close()
    })
  },
)

test('a backup that was altered, and a folder that is not empty, are refused', async () => {
  const store = await openStore(await ENGINES[0].place())
  await setUpReview(store)
  const folder = newFolder()
  await backUp(store, folder)
  await expect(backUp(store, folder)).rejects.toThrow('expected a new or empty folder')
  await store.close()
  for (const name of readdirSync(folder).filter(file => file.endsWith('.jsonl'))) {
    const other = newFolder()
    cpSync(folder, other, { recursive: true })
    appendFileSync(join(other, name), '{}\n')
    await expect(restore(other, { folder: newFolder() })).rejects.toThrow(`${name} was altered`)
  }
  writeFileSync(join(folder, 'manifest.json'), '{}')
  await expect(restore(folder, { folder: newFolder() })).rejects.toThrow('expected the backup of a review')
})

const postgres = ENGINES.find(({ name }) => name === 'postgres')!
describe('beside an embedded review', () => {
  requireEngine(postgres)

  test('a backup restored into PostgreSQL leaves it as it is, and says so', async () => {
    const folder = newFolder()
    const store = await openStore({ folder })
    await setUpReview(store)
    const backup = newFolder()
    const { head } = await backUp(store, backup)
    await store.close()
    const journal = readFileSync(join(folder, 'journal.jsonl'))
    const rest = { publicUrl: 'http://127.0.0.1:1', oidc: null, version: '1' }
    const into = async (own: string) => restoreReview({ folder: own, place: await postgres.place(), ...rest }, backup)
    expect(await into(folder)).toMatchObject({ engine: 'postgres', head, leavesEmbedded: true })
    expect(readFileSync(join(folder, 'journal.jsonl'))).toEqual(journal)
    expect(await into(newFolder())).toMatchObject({ leavesEmbedded: false })
  })
})
