/** @file The allocation of a simulated review comes out the same again, and that of a review for clinicians never by a secret that is given. SYNTHETIC. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Accounts } from '../../src/review/accounts/index.ts'
import { acts, allocatePlayed } from '../../src/review/console/index.ts'
import { syntheticStudy } from '../../src/review/preparation/fixtures/synthetic-study.ts'
import { addMember, openStore, readAllocation, registerPlan } from '../../src/review/store/index.ts'
import { newFolder } from './engines.ts'
import { designer, keyHolder, rater } from './small-review.ts'

const SECRET = 'a secret that anybody could know'

/** A review that is ready to be allocated, and what it is allocated from. */
async function ready(simulated: boolean) {
  const { config, material } = syntheticStudy({ cases: 12, config: { raters: 2, simulated } })
  const folder = newFolder()
  mkdirSync(folder, { recursive: true })
  const jsonl = (rows: readonly unknown[]) => rows.map(row => `${JSON.stringify(row)}\n`).join('')
  for (const name of ['cases', 'plans', 'training', 'findings'] as const) {
    writeFileSync(join(folder, `${name}.jsonl`), jsonl(material[name]))
  }
  const { seed, settings } = material
  writeFileSync(join(folder, 'asked.json'), JSON.stringify({ seed, settings }))
  writeFileSync(join(folder, 'material.json'), JSON.stringify(material.summary))
  const store = await openStore({ folder: newFolder() })
  await registerPlan(store, designer, { plan: { claims: [] }, settings: material.settings })
  await addMember(store, designer, { personId: keyHolder.id, role: 'key holder' })
  for (const i of [0, 1, 2]) await addMember(store, designer, { personId: rater(i).id, role: 'reviewer' })
  // Giving out cases asks nothing of accounts.
  const desk = { store, accounts: {} as Accounts, servedAt: null }
  const input = { as: keyHolder.id, material: folder, config, knownBy: [], dryRun: false }
  return { store, desk, input }
}

test('allocatePlayed gives the same slots, orders and sides again; without a secret they differ', async () => {
  const slotsOf = async (secret: string | null) => {
    const { store, desk, input } = await ready(true)
    await (secret === null ? acts.allocate(desk, input) : allocatePlayed(desk, input, secret))
    const slots = await readAllocation(store, keyHolder)
    await store.close()
    return slots
  }
  const first = await slotsOf(SECRET)
  expect(first.length).toBeGreaterThan(20)
  expect(await slotsOf(SECRET)).toEqual(first)
  expect(await slotsOf(null)).not.toEqual(first)
})

test('allocatePlayed(a review for clinicians) throws, and nothing is allocated', async () => {
  const { store, desk, input } = await ready(false)
  await expect(allocatePlayed(desk, input, SECRET)).rejects.toThrow('expected a simulated review')
  expect(await readAllocation(store, keyHolder)).toEqual([])
  await store.close()
})
