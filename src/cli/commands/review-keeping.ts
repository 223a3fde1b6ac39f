/** @file `bedside review verify`, `backup`, `restore`: that nothing was altered, and that nothing is lost. */
import { resolve } from 'node:path'
import { restoreReview, reviewAct } from '../../study/index.ts'
import type { CliCommand } from '../command.ts'
import { reviewNamed } from '../review-surroundings.ts'
import { shortPath } from './run.ts'

const verify: CliCommand = {
  usage: 'verify [study]',
  summary: 'check that nothing was altered; exit 1 and the place where it was',
  options: [
    ['--head <hash>', 'a head of the chain that was noted earlier: it must still be in it'],
    ['--json', 'print JSON for a program'],
  ],
  async run({ positional, options }, { print, progress }) {
    const noted = typeof options['head'] === 'string' ? options['head'] : null
    const found = await reviewAct(reviewNamed(positional[0]), 'verify', { head: noted }, progress.say)
    const { sound, events, head, faults } = found
    if (options['json']) print(JSON.stringify(found, null, 2))
    else {
      for (const fault of faults) print(`wrong: ${fault}`)
      print(sound ? `${events} events are sound` : `The first ${events} events are sound`)
      print(`Head of the chain: event ${head.sequence}, ${head.hash}`)
      if (sound && noted === null) {
        progress.say(
          'A chain that was cut or written anew as a whole is sound in itself: --head HASH asks for a head that was noted elsewhere',
        )
      }
    }
    return sound ? 0 : 1
  },
}

const backup: CliCommand = {
  usage: 'backup <folder> [study]',
  summary: 'write the whole review, key and accounts too, into a new folder',
  options: [],
  async run({ positional }, { print, progress }) {
    const [folder = '', study] = positional
    const input = { folder: resolve(folder) }
    const { head, counts } = await reviewAct(reviewNamed(study), 'back up', input, progress.say)
    print(`Written to ${shortPath(input.folder)}: ${counts.event} events, ${counts.slot} slots`)
    print(`Head of the chain: event ${head.sequence}, ${head.hash}`)
    progress.say('It holds cases, key and accounts: keep it as secret as the review')
    return 0
  },
}

const restore: CliCommand = {
  usage: 'restore <folder> [study]',
  summary: 'take a backup into an empty review, embedded or (with DATABASE_URL) PostgreSQL',
  options: [],
  async run({ positional }, { print, progress }) {
    const [folder = '', study] = positional
    const review = reviewNamed(study)
    const { engine, events, head, leavesEmbedded } = await restoreReview(review, resolve(folder))
    print(`Restored ${events} events (${engine})`)
    print(`Head of the chain: event ${head.sequence}, ${head.hash}`)
    if (leavesEmbedded) {
      progress.say(
        `The embedded review in ${shortPath(review.folder)} is left untouched; commands use it when DATABASE_URL is not set`,
      )
    }
    return 0
  },
}

/** What keeps a review. */
export const keepingCommands: readonly CliCommand[] = [verify, backup, restore]
