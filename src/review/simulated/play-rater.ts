/** @file One simulated reviewer's whole way through a review: invitation, consent, training, every slot in her order. */
import { setTimeout as wait } from 'node:timers/promises'
import { InputError, randomStream, sha256 } from '../../support/index.ts'
import type { Me, ShownCase } from '../api/index.ts'
import type { OwnSlot } from '../store/index.ts'
import { type Browser, Refused } from './browser.ts'
import { enterReview } from './enter-review.ts'
import type { Judge } from './judge.ts'
import { guessesOf, judgementOf, type Questions, type Read } from './judgement-of.ts'
import { drawRater } from './rater.ts'
import type { Population } from './population.ts'

/** What a rater needs beside her window. */
export interface Play {
  /** Reads a plan in its case, as she would. */
  readonly read: Read
  readonly population: Population
  readonly seed: number
  /** Seconds before each judgement, at most; 0: none. */
  readonly thinkSeconds: number
  readonly signal: AbortSignal | undefined
  /** Called after every judgement that was acknowledged. */
  readonly onJudged: (progress: { readonly personId: string; readonly training: boolean }) => void
}

/** What one rater did. */
export interface Played {
  readonly personId: string
  readonly judged: number
  /** Cases that she said she knows. */
  readonly knew: number
}

/** Consents and says who she is; refuses a review that is not marked as simulated. */
async function introduce(browser: Browser, { population, seed }: Play): Promise<{ me: Me; judge: Judge }> {
  const me = await browser.call('GET /me')
  if (!me.simulated) {
    throw new InputError(
      'simulated reviewers: expected a review that is marked as simulated, got one for clinicians',
      {},
      'set review.simulated, or give the simulation a folder of its own',
    )
  }
  const rater = drawRater(population, seed, me.personId)
  if (me.profile === null) {
    const { grade, years } = rater
    await browser.call('POST /profile', {
      centre: me.centre,
      answers: { consent: 'yes', grade, years, specialty: 'SIMULATED REVIEWER', site: me.centre ?? 'none' },
    })
  }
  return { me, judge: { rater, population } }
}

/** A visit whose slots are refused so often is left. */
const MOST_FAILURES = 3

/** A slot that is no longer hers to judge: withdrawn, handed on, or told in an emergency. */
const isGone = (error: unknown) => error instanceof Refused && error.code === 'slot'

/**
 * Plays a rater until nothing is left to judge. Everything that she draws is named by the seed, her pseudonym and the place
 * of the slot, so that a judgement that is sent again is the same. Throws Refused when the review ends under her.
 */
export async function playRater(browser: Browser, invitation: string, play: Play): Promise<Played> {
  await enterReview(browser, invitation)
  const { me, judge } = await introduce(browser, play)
  if (me.instrument === null)
    throw new InputError('simulated reviewers: expected a review with an instrument, got none')
  const questions: Questions = { instrument: me.instrument, scale: me.scale }
  const { personId } = me
  const tab = `simulated-${personId}`
  const { read } = play
  let [judged, knew] = [0, 0]

  /** True when all of a visit's slots were judged or are gone. */
  const playVisit = async (slots: readonly OwnSlot[]): Promise<void> => {
    const seen: ShownCase[] = []
    const alive = slots.filter(({ status }) => status !== 'withdrawn')
    for (const slot of alive) {
      play.signal?.throwIfAborted()
      const { slotId, order, training } = slot
      if (slot.status === 'done') {
        seen.push(await browser.call('GET /slots/:id', undefined, slotId))
        continue
      }
      const shown = await browser.call('POST /slots/:id/open', { tab, takeOver: true }, slotId)
      const random = randomStream(play.seed, 'judgement', personId, order)
      if (seen.length === 0 && !training) {
        const recall = randomStream(play.seed, 'knows', personId, sha256(JSON.stringify(shown.record)))
        if (recall.uniform() < play.population.knowsCase) {
          await browser.call('POST /unblinding', { what: 'knows the case', slotId })
          knew++
          return
        }
      }
      if (play.thinkSeconds > 0) await wait(1000 * play.thinkSeconds * random.uniform())
      seen.push(shown)
      const isLast = slotId === alive.at(-1)!.slotId
      const guesses = isLast ? guessesOf(judge, seen, shown, read, random) : []
      const judgement = judgementOf(judge, shown, questions, guesses, read, random)
      await browser.call('POST /slots/:id/judgement', { key: `first-${slotId}`, tab, judgement }, slotId)
      judged++
      play.onJudged({ personId, training })
      // As a reader of the feedback would; it changes nothing in a simulated one.
      if (training) await browser.call('GET /slots/:id', undefined, slotId)
    }
  }

  const failures = new Map<number, number>()
  for (;;) {
    const own = await browser.call('GET /slots')
    const next = own.find(
      ({ status, visit }) => (status === 'waiting' || status === 'open') && (failures.get(visit) ?? 0) < MOST_FAILURES,
    )
    if (next === undefined) return { personId, judged, knew }
    try {
      await playVisit(own.filter(({ visit }) => visit === next.visit))
    } catch (error) {
      if (!isGone(error)) throw error
      // Her list may have changed meanwhile: it is read again.
      failures.set(next.visit, (failures.get(next.visit) ?? 0) + 1)
    }
  }
}
