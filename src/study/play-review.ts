/** @file Plays the review of a study with simulated reviewers, from the plan to the export: for a demonstration, never for a result. */
import { join } from 'node:path'
import { loadPlan } from '../analysis/index.ts'
import type { Surroundings } from '../records/index.ts'
import { type Accounts, openAccounts } from '../review/accounts/index.ts'
import { acts, allocatePlayed } from '../review/console/index.ts'
import { startReviewServer } from '../review/server/index.ts'
import {
  acceptInvitation,
  defaultPopulation,
  drawRater,
  type Population,
  simulateReview,
} from '../review/simulated/index.ts'
import { openStore, type Role, type Store } from '../review/store/index.ts'
import { InputError, type Progress, readManifest, sha256, writeFileAtomically } from '../support/index.ts'
import { acceptLeaks } from './accept-leaks.ts'
import { registerPlanFile } from './plan-file.ts'
import { planFileOf } from './plan-size.ts'
import { packageFolder } from './provenance.ts'
import { materialFolder } from './review-leaks.ts'
import type { StudyReview } from './review-place.ts'
import { reviewRegistration } from './review-registration.ts'
import { studySpecialty } from './study-specialty.ts'

/** How to play. */
export interface PlayOptions {
  /** Number of simulated reviewers. */
  readonly raters: number
  /** Of who sees what, of traits and of judgements: the same plans under the same seed are judged the same. */
  readonly seed: number
  /** By default `defaultPopulation`. */
  readonly population?: Population
  readonly progress: Progress
  readonly signal: AbortSignal
  /** What the study's records need of this machine. */
  readonly surroundings: Surroundings
}

/** What was played. */
export interface PlayedReview {
  /** False when the review had been played before, and nothing was done. */
  readonly isNew: boolean
  readonly raters: number
  readonly judged: number
  readonly exportFolder: string
}

/** What stands beside every name of a simulated person. */
const MARK = 'SIMULATED REVIEWERS'
/** Where the truth of the population is written, in the review's folder. */
export const TRUTH_FILE = 'simulated-population.json'
/** A server for this machine alone, at a port of its own; who asks has to name it. */
const HOST = '127.0.0.1'
const REASON = 'SIMULATED: every case was judged'

const TEAM: readonly (readonly [id: string, role: Role])[] = [
  ['D01', 'designer'],
  ['K01', 'key holder'],
  ['M01', 'monitor'],
  ['A01', 'analyst'],
]

const raterId = (number: number) => `R${String(number).padStart(2, '0')}`

/** Throws InputError unless the study says that its review is simulated and has what it needs. */
function checkPlayable({ config, study }: StudyReview, material: string, raters: number): void {
  if (!config.simulated) {
    throw new InputError(
      'expected a review that says `simulated: true`, got one for clinicians',
      study.placeOf(['review']),
      'simulated reviewers never judge in it: make a copy of the study, or name another `review.folder` and `review.export`',
    )
  }
  if (!Number.isInteger(raters) || raters < 1 || raters > 500) {
    throw new InputError(`expected 1 to 500 raters, got ${raters}`, { field: '--raters' }, 'give a whole number')
  }
  if (readManifest(material) === null) {
    throw new InputError(
      'expected a study that has been run, got one without material',
      { file: study.out },
      'bedside run',
    )
  }
}

/** Registers the plan when nobody has: a demonstration has no other moment for it. */
function registerPlanOnce({ study }: StudyReview): void {
  const file = planFileOf(study)
  if (loadPlan(file).versions.length > 0) return
  registerPlanFile(file, { signer: `${MARK} (nobody signed)`, reason: undefined, study: study.file })
}

/** Invites a person, or makes her a new link when she is there from a play that was cut off. */
async function inviteOnce(
  desk: Desk,
  review: StudyReview,
  personId: string,
  role: Role,
): Promise<{ readonly path: string }> {
  if ((await desk.accounts.list()).some(account => account.personId === personId)) {
    // Without an event: nobody reads these links, and the two who sign must not be invited by one another.
    return desk.accounts.inviteAgain(personId)
  }
  const email = `${personId.toLowerCase()}@simulated.example`
  const registration = role === 'designer' ? reviewRegistration(review) : null
  const person = { personId, role, email, name: `${MARK}: ${personId}`, centre: null }
  return acts.invite(desk, { ...person, as: role === 'designer' ? null : TEAM[0][0], registration })
}

interface Desk {
  readonly store: Store
  readonly accounts: Accounts
  readonly servedAt: string | null
}

/** Lets two people sign, one after the other; who proposed in a play that was cut off has signed. */
async function signByTwo(
  desk: Desk,
  passwords: ReadonlyMap<string, string>,
  [first, second]: readonly [string, string],
  sign: (signature: { readonly as: string; readonly password: string }) => Promise<unknown>,
): Promise<void> {
  const { proposal } = await acts.standing(desk)
  for (const as of proposal?.by === first ? [second] : [first, second]) {
    await sign({ as, password: passwords.get(as) ?? '' })
  }
}

/** Everything between an open store and the export. */
async function play(desk: Desk, url: string, review: StudyReview, options: PlayOptions): Promise<number> {
  const { raters, seed, progress, signal, population = defaultPopulation } = options
  const { config, exportFolder } = review
  const passwords = new Map<string, string>()
  for (const [id, role] of TEAM) {
    const { path } = await inviteOnce(desk, review, id, role)
    passwords.set(id, await acceptInvitation(url, path))
  }
  const ids = Array.from({ length: raters }, (_, i) => raterId(i + 1))
  const invitations: { readonly path: string }[] = []
  for (const id of ids) invitations.push(await inviteOnce(desk, review, id, 'reviewer'))
  if ((await acts.standing(desk)).slots === 0) {
    const { study } = review
    const running = { out: study.out, seed: study.config.seed, progress, signal }
    const accepted = await acceptLeaks(review, options.surroundings, running)
    if (accepted > 0)
      progress.say(`${MARK}: ${accepted} leaks accepted without a look, as no clinician reads the plans`)
    const material = materialFolder(review)
    const input = { as: 'K01', material, config, knownBy: [], dryRun: false } as const
    await allocatePlayed(desk, input, sha256(`${MARK} ${seed}`))
  }
  if ((await acts.standing(desk)).state === 'draft') await acts.open(desk, { as: 'D01' })

  let judged = 0
  if ((await acts.standing(desk)).state === 'open') {
    const specialty = studySpecialty(review.study)
    const { slots, done } = await acts.standing(desk)
    const task = progress.begin(`${MARK} judge`, slots, done)
    const onProgress = (all: { readonly judged: number }) => task.update(Math.min(slots, done + all.judged))
    const played = await simulateReview({ url, invitations, specialty, population, seed, onProgress, signal })
    judged = played.reduce((sum, one) => sum + one.judged, 0)
    task.finish(`${judged} judgements by ${raters} simulated reviewers`)
    await signByTwo(desk, passwords, ['D01', 'K01'], signature => acts.lock(desk, signature))
  }
  if ((await acts.standing(desk)).state === 'locked') {
    await signByTwo(desk, passwords, ['A01', 'K01'], signature => acts.unblind(desk, { ...signature, reason: REASON }))
  }
  await acts.export(desk, { as: 'A01', password: passwords.get('A01') ?? '', folder: exportFolder })
  const truth = { simulated: MARK, seed, population, raters: ids.map(id => drawRater(population, seed, id)) }
  writeFileAtomically(join(review.folder, TRUTH_FILE), `${JSON.stringify(truth, null, 1)}\n`)
  return judged
}

/**
 * Plays the whole review of a study whose settings say `simulated: true`: registers the plan if nobody has, invites a team and
 * reviewers, allocates, serves on loopback, lets all of them judge over HTTP, locks and unblinds by two people each, and exports, so that the
 * next run analyses it. A play that was cut off goes on; one that is done is left as it is. Throws InputError for a review that is for clinicians, for
 * one that holds judgements of clinicians, and while leaks are open.
 */
export async function playReview(review: StudyReview, options: PlayOptions): Promise<PlayedReview> {
  const { place, folder, exportFolder } = review
  const { raters } = options
  checkPlayable(review, materialFolder(review), raters)
  registerPlanOnce(review)
  const store = await openStore(place)
  try {
    const publicUrl = `http://${HOST}`
    const accounts = await openAccounts({ store, folder, publicUrl, oidc: null })
    const before = await acts.standing({ store, accounts, servedAt: null })
    if (before.plan !== null && !before.simulated) {
      throw new InputError(
        'expected no review, or a simulated one, got one for clinicians',
        { file: folder },
        'name another `review.folder`',
      )
    }
    const done = { raters, exportFolder, judged: before.done }
    if (before.exportedAt !== null) return { ...done, isNew: false }
    const pageFolder = join(packageFolder(), 'dist', 'review-page')
    const server = await startReviewServer({
      store,
      accounts,
      pageFolder,
      host: HOST,
      port: 0,
      publicUrl,
      planner: null,
    })
    try {
      const judged = await play({ store, accounts, servedAt: server.url }, server.url, review, options)
      return { ...done, judged, isNew: true }
    } finally {
      await server.close()
    }
  } finally {
    await store.close()
  }
}
