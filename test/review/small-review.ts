/** @file A made-up review for tests: people of every role, slots of two arms, and judgements that fit them. */
import type { Actor } from '../../src/review/store/index.ts'
import {
  addMember,
  giveProfile,
  openReview,
  openSlot,
  readOwnSlots,
  registerPlan,
  type Store,
  type Submission,
  submitJudgement,
} from '../../src/review/store/index.ts'
import { type Allocation, addAllocation } from '../../src/review/store/key-holders.ts'
import { randomStream } from '../../src/support/index.ts'

/** Somebody of each role; raters are `rater(0)` and on. */
export const designer: Actor = { id: 'dana', role: 'designer' }
export const monitor: Actor = { id: 'mo', role: 'monitor' }
export const analyst: Actor = { id: 'ana', role: 'analyst' }
export const keyHolder: Actor = { id: 'kim', role: 'key holder' }
export const rater = (number: number): Actor => ({ id: `rater-${number}`, role: 'reviewer' })

export const settings = {
  study: 'made-up',
  scale: [1, 5],
  criteria: ['clarity', 'feasibility'],
  layers: ['protocol'],
  simulated: true,
}

const hex = (stream: { integer(bound: number): number }) =>
  Array.from({ length: 16 }, () => stream.integer(16).toString(16)).join('')

/** Slots of each rater: for each case a rating of one arm, then a comparison of two; the first case is repeated last. */
export function smallAllocation(
  raters: number,
  cases: number,
  write: (what: string, plain: string) => string = (_, plain) => plain,
): Allocation {
  const stream = randomStream(7, 'small review')
  const arms = ['sft', 'grpo']
  const texts: Record<string, string> = {}
  const textOf = new Map<string, string>()
  for (let i = 0; i < cases; i++) {
    for (const what of ['record', ...arms]) {
      const id = `t-${hex(stream)}`
      texts[id] = write(what, `Text ${what.length} of case ${i}: "quoted", 中文, <b>no markup</b>`)
      textOf.set(`${i} ${what}`, id)
    }
  }
  const slots: Allocation['slots'] = []
  const key: Record<string, Record<string, string>> = {}
  for (let r = 0; r < raters; r++) {
    let order = 0
    const first: string[] = []
    for (const c of [...Array(cases).keys(), 0]) {
      const isRepeat = order >= cases * 2
      const [left, right] = stream.shuffle(arms)
      const shows = { only: left, left, right }
      for (const [i, sides] of [['only'], ['left', 'right']].entries()) {
        const slotId = `s-${hex(stream)}`
        if (!isRepeat && c === 0) first.push(slotId)
        slots.push({
          slotId,
          raterId: rater(r).id,
          order: ++order,
          caseId: `record-${c}`,
          visit: isRepeat ? cases + 1 : c + 1,
          stratum: 'head',
          task: sides.length === 1 ? 'rating' : 'pairwise',
          caseText: textOf.get(`${c} record`)!,
          shown: sides.map(side => ({
            side: side as 'only',
            text: textOf.get(`${c} ${shows[side as 'only']}`)!,
          })),
          repeatOf: isRepeat ? first[i] : null,
        })
        key[slotId] = Object.fromEntries(sides.map(side => [side, shows[side as 'only']]))
      }
    }
  }
  return { slots, texts, key }
}

/** Plan, people and allocation, and, unless told otherwise, open to raters. */
export async function setUpReview(
  store: Store,
  {
    raters = 2,
    cases = 3,
    open = true,
    write,
  }: { raters?: number; cases?: number; open?: boolean; write?: Parameters<typeof smallAllocation>[2] } = {},
): Promise<Allocation> {
  await registerPlan(store, designer, { plan: { alpha: 0.05, claims: ['a'] }, settings })
  for (const { id, role } of [monitor, analyst, keyHolder]) await addMember(store, designer, { personId: id, role })
  await Promise.all(
    Array.from({ length: raters }, (_, r) =>
      addMember(store, designer, { personId: rater(r).id, role: 'reviewer', centre: r % 2 === 0 ? 'north' : 'south' }),
    ),
  )
  const allocation = smallAllocation(raters, cases, write)
  await Promise.all(
    Array.from({ length: raters }, (_, r) => giveProfile(store, rater(r), { answers: { consent: 'yes' } })),
  )
  await addAllocation(store, keyHolder, allocation)
  if (open) await openReview(store, designer)
  return allocation
}

/** A judgement that fits a slot; another `score` makes another one. */
export function judgementOf(task: string, score = 3): Submission['judgement'] {
  return task === 'rating'
    ? {
        task: 'rating',
        scores: [
          { criterion: 'clarity', score },
          { criterion: 'feasibility', score: 4 },
          { criterion: 'feasibility', layer: 'protocol', score: 2 },
        ],
        comment: 'a comment, with "quotes"\nand a line',
        guesses: [{ side: 'only', guess: 'model', sureness: 2 }],
      }
    : {
        task: 'pairwise',
        choices: [{ criterion: 'overall', choice: 'left' }],
        harms: [{ side: 'right', severity: 'mild' }],
        guesses: [{ side: 'left', guess: 'unknown' }],
      }
}

/** Opens and judges the first `count` slots of a rater in their order; returns what was acknowledged. */
export async function judgeSlots(store: Store, who: Actor, count: number) {
  const slots = (await readOwnSlots(store, who)).filter(({ status }) => status === 'waiting').slice(0, count)
  const done = []
  for (const { slotId, task } of slots) {
    await openSlot(store, who, { slotId, tab: 'a' })
    const receipt = await submitJudgement(store, who, {
      slotId,
      tab: 'a',
      key: `key-${slotId}`,
      judgement: judgementOf(task),
    })
    done.push({ slotId, task, receipt })
  }
  return done
}
