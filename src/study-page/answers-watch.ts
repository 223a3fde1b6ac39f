/** @file Follows what one arm says about the held-out cases, finished or under way; nothing is read twice. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Prediction } from '../predictions/index.ts'
import { growingLines } from '../support/index.ts'

/** The answers of one arm so far. */
export interface AnswersSoFar {
  readonly cases: number
  /** Without a plan that could be read, counts of unanswered ones included. */
  readonly unreadable: number
  /** Cut at the longest allowed length. */
  readonly cut: number
  /** The answers to the cases that are shown, by record id. */
  readonly shown: ReadonlyMap<string, Prediction>
}

/** While an arm is at work its answers lie in `partial.jsonl`, in the order in which they come. */
const FILES = ['partial.jsonl', 'predictions.jsonl']

/** Follows the answers in the folder of an arm's predictions. `shownIds`: the cases of which the text is kept. */
export function answersWatch(folder: string, shownIds: ReadonlySet<string>): () => AnswersSoFar {
  const followers = FILES.map(name => {
    const file = join(folder, name)
    const shown = new Map<string, Prediction>()
    let [cases, unreadable, cut] = [0, 0, 0]
    const lines = growingLines<Prediction>(file, () => {
      shown.clear()
      cases = unreadable = cut = 0
    })
    return {
      file,
      look(): AnswersSoFar {
        for (const prediction of lines.next()) {
          cases++
          if (prediction.plan === null) unreadable++
          if (prediction.finish === 'length') cut++
          if (shownIds.has(prediction.recordId)) shown.set(prediction.recordId, prediction)
        }
        return { cases, unreadable, cut, shown: new Map(shown) }
      },
    }
  })
  return () => (followers.find(({ file }) => existsSync(file)) ?? followers[0]).look()
}
