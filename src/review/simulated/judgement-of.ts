/** @file A whole judgement of a slot, as the page would send it. */
import type { RandomStream } from '../../support/index.ts'
import type { PlanSheet, ShownCase } from '../api/index.ts'
import type { Instrument } from '../instrument/index.ts'
import type { Reading } from '../reading/index.ts'
import type { Judgement } from '../store/index.ts'
import { choiceOf, guessOf, harmOf, type Judge, scoreOf } from './judge.ts'

type Guesses = Judgement['guesses']

/** What is asked of raters. */
export interface Questions {
  readonly instrument: Instrument
  readonly scale: readonly [number, number]
}

/** Reads a plan in its case. */
export type Read = (shown: ShownCase, plan: PlanSheet) => Reading

/** Kinds of errors by what a reading shows; an instrument without such a tag is not told. */
function tagsOf({ numbers, checks, decisions }: Reading, { tags }: Instrument): string[] {
  const found: readonly (readonly [string, boolean])[] = [
    ['invented', numbers.some(({ origin }) => origin === 'nowhere')],
    ['contraindicated', checks.some(({ severity }) => severity === 'error')],
    ['unexplained', decisions.some(({ stated, reasoned }) => stated && !reasoned)],
    ['incomplete', decisions.some(({ stated }) => !stated)],
  ]
  return found.filter(([tag, holds]) => holds && tags.some(({ id }) => id === tag)).map(([tag]) => tag)
}

/**
 * A guess for every plan that a visit showed, each once, though it may have stood in several slots; `last` is the slot whose
 * judgement carries them. Two plans that read the same in one slot are two.
 */
export function guessesOf(
  judge: Judge,
  visit: readonly ShownCase[],
  last: ShownCase,
  read: Read,
  random: RandomStream,
): Guesses {
  const asked = new Map<string, number>()
  const guesses: Guesses = []
  for (const shown of [last, ...visit.filter(({ slotId }) => slotId !== last.slotId)]) {
    const here = new Map<string, number>()
    for (const { side, plan } of shown.plans) {
      const text = JSON.stringify(plan)
      here.set(text, (here.get(text) ?? 0) + 1)
      if (here.get(text)! <= (asked.get(text) ?? 0)) continue
      asked.set(text, here.get(text)!)
      const slotId = shown.slotId === last.slotId ? null : shown.slotId
      guesses.push({ slotId, side, ...guessOf(judge, read(shown, plan), random) })
    }
  }
  return guesses
}

/** What a rater says of a slot; guesses come with the last one of a visit. */
export function judgementOf(
  judge: Judge,
  shown: ShownCase,
  { instrument, scale }: Questions,
  guesses: Guesses,
  read: Read,
  random: RandomStream,
): Judgement {
  const readings = shown.plans.map(({ side, plan }) => ({ side, reading: read(shown, plan) }))
  const harms = readings.flatMap(({ side, reading }) => {
    const severity = harmOf(judge, reading, random)
    return severity === null ? [] : [{ side, severity }]
  })
  if (shown.task === 'rating') {
    const [{ reading }] = readings
    const scores = instrument.criteria.flatMap(({ id, layers }) =>
      (layers.length === 0 ? [null] : layers).map(layer => ({
        criterion: id,
        layer,
        score: scoreOf(judge, reading, id, scale, random),
      })),
    )
    return { task: 'rating', scores, harms, comment: '', tags: tagsOf(reading, instrument), guesses }
  }
  const on = (wanted: string) => readings.find(({ side }) => side === wanted)!.reading
  const pair = { left: on('left'), right: on('right') }
  const choices = instrument.comparisons.map(({ id }) => ({
    criterion: id,
    choice: choiceOf(judge, pair, id, random),
  }))
  return { task: 'pairwise', choices, harms, comment: '', tags: [], guesses }
}
