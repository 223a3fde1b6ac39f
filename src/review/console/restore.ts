/** @file Takes a backup into an empty review, of either engine, and verifies what came of it. */
import { existsSync } from 'node:fs'
import { InputError, StudyError } from '../../support/index.ts'
import { verifyStore } from '../store/index.ts'
import { journalFile } from '../store/open-store.ts'
import { restore } from '../store/key-holders.ts'
import { askChannel } from './channel.ts'
import type { ReviewPlace } from './run-act.ts'

/** What was restored. */
export interface Restored {
  readonly engine: 'pglite' | 'postgres'
  readonly events: number
  readonly head: { readonly sequence: number; readonly hash: string }
  /** Whether the folder holds an embedded review besides, which was left as it is. */
  readonly leavesEmbedded: boolean
}

/**
 * Takes the backup of a folder into an empty place. Throws InputError while the review is served or holds something, and for
 * a backup that was altered; StudyError when what was taken over does not verify.
 */
export async function restoreReview({ folder, place, version }: ReviewPlace, backup: string): Promise<Restored> {
  if ((await askChannel(folder, { version, act: 'standing', input: {} })) !== undefined) {
    throw new InputError(
      'expected an empty review, got one that is served',
      { file: folder },
      'stop it, and name another',
    )
  }
  const store = await restore(backup, place)
  try {
    const { sound, events, head, faults } = await verifyStore(store)
    if (!sound) throw new StudyError(`what was restored does not verify: ${faults[0]}; keep the backup and report this`)
    const leavesEmbedded = store.engine === 'postgres' && existsSync(journalFile(folder))
    return { engine: store.engine, events, head, leavesEmbedded }
  } finally {
    await store.close()
  }
}
