/** @file Simulated reviewers on the real server: what they are given is judged once, whatever happens to the server meanwhile. */
import { describe, expect, test } from 'vitest'
import { openAccounts } from '../../src/review/accounts/index.ts'
import { startReviewServer } from '../../src/review/server/index.ts'
import { defaultPopulation, simulateReview } from '../../src/review/simulated/index.ts'
import { openStore, verifyStore } from '../../src/review/store/index.ts'
import { InputError } from '../../src/support/index.ts'
import { ENGINES, newFolder, requireEngine } from './engines.ts'
import { madeUpStudy } from './made-up-study.ts'
import { allocationOf, openPlayed, raterIds, unblindPlayed } from './played-review.ts'
import { freePort } from './served-review.ts'

const quality = { grounds: 0.5, falseNumbers: 0.2 }
const arms = { sft: quality, physician: quality }
const raters = raterIds(3)

/** A served review of a small study, and invitations for its raters. */
async function served(place: Parameters<typeof openStore>[0], simulated: boolean) {
  const study = madeUpStudy({ arms, cases: 6, seed: 3, review: { raters: 2, training: 1, simulated } })
  const allocation = allocationOf(study, raters)
  const store = await openStore(place)
  const accounts = await openAccounts({ store, folder: newFolder(), publicUrl: 'http://127.0.0.1', oidc: null })
  await openPlayed(store, study, allocation)
  const port = await freePort()
  const start = () =>
    startReviewServer({
      ...{ store, accounts, planner: null, pageFolder: 'no-page' },
      ...{ host: '127.0.0.1', port, publicUrl: 'http://127.0.0.1' },
    })
  const invitations: { readonly path: string }[] = []
  for (const personId of raters) {
    invitations.push(await accounts.invite({ personId, email: `${personId}@example.org`, name: personId }))
  }
  return { study, allocation, store, start, invitations }
}

describe.each(ENGINES)('on $name', engine => {
  requireEngine(engine)

  test('a server that goes away and comes back costs no judgement and makes none twice', async () => {
    const { study, allocation, store, start, invitations } = await served(await engine.place(), true)
    let server = await start()
    const { url } = server
    let restarted: Promise<void> | null = null
    const restart = async () => {
      await server.close()
      await new Promise(resolve => setTimeout(resolve, 500))
      server = await start()
    }
    const played = await simulateReview({
      ...{ url, invitations, specialty: study.specialty, seed: 5 },
      population: { ...defaultPopulation, knowsCase: 0 },
      onProgress: ({ judged }) => {
        if (judged === 10) restarted = restart()
      },
    })
    await restarted
    expect(restarted).not.toBeNull()
    expect(played.map(({ personId }) => personId)).toEqual(raters)
    const lines = await unblindPlayed(store)
    expect(lines.leftOut).toMatchObject({ notJudged: 0, withdrawn: 0 })
    const judged = [...lines.ratings, ...lines.preferences].map(({ slotId }) => slotId)
    const main = allocation.slots.filter(({ training }) => !training)
    expect(new Set(judged).size).toBe(main.length)
    // Each plan of a visit is guessed once, though it is shown alone and in a pair.
    const visits = new Set(main.map(({ raterId, visit }) => `${raterId} ${visit}`)).size
    expect(lines.guesses.length + lines.leftOut.laterGuesses).toBe(2 * visits)
    expect(await verifyStore(store)).toMatchObject({ faults: [] })
    await server.close()
    await store.close()
  }, 240_000)
})

test('a review that is for clinicians is refused by each rater, and nothing is judged', async () => {
  const { study, store, start, invitations } = await served(await ENGINES[0].place(), false)
  const server = await start()
  const playing = simulateReview({ url: server.url, invitations, specialty: study.specialty, seed: 5 })
  await expect(playing).rejects.toThrow(InputError)
  await expect(playing).rejects.toThrow(/marked as simulated/)
  expect((await unblindPlayed(store)).ratings).toEqual([])
  await server.close()
  await store.close()
}, 240_000)
