/** @file Runs an act where the review is open: in the process that serves it, or in this one when none does. */
import { chmodSync, existsSync, statSync } from 'node:fs'
import { InputError } from '../../support/index.ts'
import { openAccounts, type Oidc } from '../accounts/index.ts'
import { openStore, type Place } from '../store/index.ts'
import { journalFile } from '../store/open-store.ts'
import { loadReview } from '../store/working-set.ts'
import { type ActAnswer, type ActInput, type ActName, acts } from './acts.ts'
import { askChannel, type Channel, openChannel } from './channel.ts'
import type { Desk } from './desk.ts'
import type { ConsoleRequest } from './wire.ts'

/** Where a review is, as the command line finds it. */
export interface ReviewPlace {
  /** Folder of secrets and of the console, and of an embedded review; there or to be made. */
  readonly folder: string
  readonly place: Place
  readonly publicUrl: string
  readonly oidc: Oidc | null
  /** Of this program. */
  readonly version: string
}

const actOf = (name: ActName) => acts[name] as (desk: Desk, input: unknown) => Promise<unknown>

/** Opens the console of a process that has a review open. Null while another process has one for the same folder. */
export function openConsole(folder: string, desk: Desk, version: string): Promise<Channel | null> {
  return openChannel(folder, async (request: ConsoleRequest) => {
    if (request.version !== version) {
      throw new InputError(
        `the review is served by Bedside ${version}, this command is of ${request.version}`,
        {},
        'stop the server and start it again with the version that you use',
      )
    }
    if (!Object.hasOwn(acts, request.act)) throw new Error(`no act "${request.act}"`)
    return actOf(request.act as ActName)(desk, request.input)
  })
}

/** Takes away what others may do with the folder of a review that is there: it holds the key. */
export function keepPrivate(folder: string, say: (line: string) => void): void {
  if (!existsSync(folder) || (statSync(folder).mode & 0o077) === 0) return
  chmodSync(folder, 0o700)
  say(`${folder} was open to other users; it is for you alone now`)
}

const noReview = (folder: string) =>
  new InputError(
    'expected a review, got none that has begun',
    { file: folder },
    'begin it: bedside review invite EMAIL --role designer --name NAME',
  )

/** The address under which a review is served now, or null. Opens nothing: it asks the process that serves it. */
export async function servedAddress({
  folder,
  version,
}: Pick<ReviewPlace, 'folder' | 'version'>): Promise<string | null> {
  const said = await askChannel(folder, { version, act: 'standing', input: {} })
  return said === undefined ? null : (said.answer as ActAnswer<'standing'>).servedAt
}

/**
 * Runs an act of the review, and closes what it opened for that. `say` gets what a start found and mended. Throws what the
 * act throws; InputError where no review has begun, which only an invitation does, and while a process has an embedded review open that cannot be asked.
 */
export async function runAct<Name extends ActName>(
  { folder, place, publicUrl, oidc, version }: ReviewPlace,
  act: Name,
  input: ActInput<Name>,
  say: (line: string) => void,
): Promise<ActAnswer<Name>> {
  const said = await askChannel(folder, { version, act, input })
  if (said !== undefined) return said.answer as ActAnswer<Name>
  const isEmpty = 'folder' in place && !existsSync(journalFile(place.folder))
  // Nothing is made before it is known that something begins.
  const begins = act === 'invite' && (input as ActInput<'invite'>).registration !== null
  if (isEmpty && !begins) throw noReview(folder)
  const store = await openStore(place)
  try {
    keepPrivate(folder, say)
    for (const note of store.notes) say(note)
    if (!begins && (await loadReview(store.db, false)).head.sequence === 0) throw noReview(folder)
    const accounts = await openAccounts({ store, folder, publicUrl, oidc })
    return (await actOf(act)({ store, accounts, servedAt: null }, input)) as ActAnswer<Name>
  } finally {
    await store.close()
  }
}
