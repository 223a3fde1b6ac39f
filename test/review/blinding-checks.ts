/** @file What must not be in what a browser receives: words that name a source, and anything that goes with the arm. */
import type { ShownCase } from '../../src/review/api/index.ts'
import { randomStream } from '../../src/support/index.ts'
import type { Recording } from './recording.ts'

/** Which arm stands on which side of a slot. */
export type ArmsOf = ReadonlyMap<string, Readonly<Record<string, string>>>

const place = ({ role, method, path, status }: Recording) => `${role}: ${method} ${path} ${status}`

/** Responses that hold one of some words, in header, body or address; whatever the case, or how the word is coded. */
export function wordsIn(recordings: readonly Recording[], words: ReadonlyMap<string, string>): string[] {
  return recordings.flatMap(recording => {
    const text = [recording.path, ...recording.headers, recording.body].join('\n').toLowerCase()
    return [...words].flatMap(([word, what]) => {
      const forms = [
        word,
        encodeURIComponent(word),
        Buffer.from(word).toString('base64').replace(/=+$/, ''),
        Buffer.from(word).toString('hex'),
      ]
      return forms.some(form => text.includes(form.toLowerCase())) ? [`${place(recording)} has ${what}`] : []
    })
  })
}

/** Slots as they were shown, each with the recording that it came in. */
export function shownSlots(
  recordings: readonly Recording[],
): { readonly shown: ShownCase; readonly recording: Recording }[] {
  return recordings.flatMap(recording => {
    const isSlot = /^\/api\/slots\/[^/]+(\/open)?$/.test(recording.path) && recording.status === 200
    return isSlot ? [{ shown: JSON.parse(recording.body) as ShownCase, recording }] : []
  })
}

/** The form of a value: names in their order, elements of a list as the set of their forms, no values. */
function formOf(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(formOf))].sort().join('|')}]`
  if (typeof value !== 'object' || value === null)
    return value === null ? 'value' : typeof value === 'string' ? 'value' : typeof value
  return `{${Object.entries(value)
    .map(([name, one]) => `${name}:${formOf(one)}`)
    .join(',')}}`
}

/** A response without what a reader is to see, and without her own answers: the same for every arm, to the byte. */
function restOf({ shown, recording }: ReturnType<typeof shownSlots>[number]): string {
  const texts = [JSON.stringify(shown.record), ...shown.plans.map(({ plan }) => JSON.stringify(plan))]
  const own = [
    `"slotId":"${shown.slotId}"`,
    `"order":${shown.order}`,
    `"visit":${shown.visit}`,
    `"status":"${shown.status}"`,
  ]
  const said = ['judgement', 'judged', 'judgedAt'].map(
    name => `"${name}":${JSON.stringify(shown[name as keyof ShownCase])}`,
  )
  const body = [...texts, ...own, ...said].reduce((left, part) => left.replace(part, '_'), recording.body)
  const headers = recording.headers.filter(line => !/^(date|content-length|set-cookie):/.test(line))
  return [...headers, body].join('\n')
}

/** What in the responses, beside the texts, differs by arm; empty when nothing does. Training is left out: it has arms of its own. */
export function formDifferences(recordings: readonly Recording[], armsOf: ArmsOf): string[] {
  const slots = shownSlots(recordings).filter(({ shown }) => !shown.training && armsOf.has(shown.slotId))
  const groups = new Map<string, Map<string, Set<string>>>()
  const add = (group: string, form: string, arm: string) => {
    const forms = groups.get(group) ?? new Map<string, Set<string>>()
    groups.set(group, forms.set(form, (forms.get(form) ?? new Set()).add(arm)))
  }
  for (const slot of slots) {
    const { shown, recording } = slot
    const arms = armsOf.get(shown.slotId)!
    const request = recording.path.endsWith('/open') ? 'open' : 'read'
    for (const { side, plan } of shown.plans) {
      add('form of a plan', formOf(plan), arms[side])
      add(`rest of ${request} ${shown.task}`, restOf(slot), arms[side])
    }
  }
  // One form for all: more would be a sign, whether or not it goes with an arm here.
  return [...groups].flatMap(([group, forms]) => (forms.size === 1 ? [] : [`${group}: ${forms.size} different ones`]))
}

const DRAWS = 2000

/** Two-sided p value of a number of each slot going with its arm, when arms are dealt anew within each rater and task. */
export function permutationP(
  slots: readonly { readonly block: string; readonly arm: string; readonly value: number }[],
  name: string,
): number {
  const blocks = new Map<string, { arms: string[]; values: number[] }>()
  for (const { block, arm, value } of slots) {
    const own = blocks.get(block) ?? { arms: [], values: [] }
    own.arms.push(arm)
    own.values.push(value)
    blocks.set(block, own)
  }
  const arms = [...new Set(slots.map(({ arm }) => arm))]
  /** Sum over arms of the squared mean deviation from the block's own mean. */
  const statistic = (deal: (arms: readonly string[]) => readonly string[]) => {
    const sums = new Map(arms.map(arm => [arm, 0]))
    for (const { arms: own, values } of blocks.values()) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      for (const [i, arm] of deal(own).entries()) sums.set(arm, sums.get(arm)! + values[i] - mean)
    }
    return [...sums.values()].reduce((sum, value) => sum + value * value, 0)
  }
  const observed = statistic(own => own)
  const random = randomStream(1, 'blinding', name)
  let asFar = 1
  for (let draw = 0; draw < DRAWS; draw++) if (statistic(own => random.shuffle(own)) >= observed - 1e-9) asFar++
  return asFar / (DRAWS + 1)
}

/** Numbers that a program could read off a slot's id and place, and whether they go with the arm: name -> p value. */
export function signsOfArm(recordings: readonly Recording[], armsOf: ArmsOf): ReadonlyMap<string, number> {
  const seen = new Map(shownSlots(recordings).map(({ shown }) => [shown.slotId, shown]))
  const slots = [...seen.values()].filter(({ training, slotId }) => !training && armsOf.has(slotId))
  const ranks = new Map(
    slots
      .map(({ slotId }) => slotId)
      .sort()
      .map((slotId, rank) => [slotId, rank]),
  )
  const signs: Readonly<Record<string, (shown: ShownCase, side: string) => number>> = {
    'rank of the id': ({ slotId }) => ranks.get(slotId)!,
    'first sign of the id': ({ slotId }) => slotId.codePointAt(0)!,
    'last sign of the id': ({ slotId }) => slotId.codePointAt(slotId.length - 1)!,
    'sum of the id': ({ slotId }) => [...slotId].reduce((sum, sign) => sum + sign.codePointAt(0)!, 0),
    place: ({ order }) => order,
    'place is odd': ({ order }) => order % 2,
    side: (_, side) => Number(side === 'left'),
  }
  return new Map(
    Object.entries(signs).map(([name, read]) => [
      name,
      permutationP(
        slots.flatMap(shown =>
          shown.plans.map(({ side }) => ({
            block: JSON.stringify([shown.task]),
            arm: armsOf.get(shown.slotId)![side],
            value: read(shown, side),
          })),
        ),
        name,
      ),
    ]),
  )
}
