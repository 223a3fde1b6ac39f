/** @file Where a rater stands: which case is open, what it showed so far, what was acknowledged. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Me } from '../../../api/index.ts'
import { call, type ProblemCode, RequestProblem } from '../../api-client/index.ts'
import { type Parcel, persistently, post, sendLeftovers } from '../../delivery/index.ts'
import { changeName, dropDraft } from '../../kept/drafts.ts'
import { windowId } from '../../kept/window-id.ts'
import { randomId } from '../../random/random-id.ts'
import type { ShownCase } from '../judgement/index.ts'
import { afterJudging, type ListedSlot, nextSlot, type Visit, visitOf } from './visits.ts'

/** What a notice says; its words are below `reviewer.trouble` and others. */
export type Notice = 'doneElsewhere' | 'withdrawn' | 'saved' | null

/** Where a rater stands. */
export type Desk =
  | { readonly phase: 'loading' }
  | { readonly phase: 'refused'; readonly code: ProblemCode }
  | { readonly phase: 'resting' | 'finished'; readonly list: readonly ListedSlot[]; readonly notice: Notice }
  | { readonly phase: 'elsewhere'; readonly list: readonly ListedSlot[]; readonly slotId: string }
  | {
      /** `feedback`: the slot was judged, and shows what there was to notice. */
      readonly phase: 'case' | 'feedback'
      readonly list: readonly ListedSlot[]
      readonly visit: Visit
      readonly slot: ShownCase
      /** Every slot of the visit that was shown so far, in order; the last is `slot`. */
      readonly shown: readonly ShownCase[]
      readonly sending: boolean
      /** The slot before was acknowledged, and nothing was entered since. */
      readonly acknowledged: boolean
      /** Why the last submission was refused; null otherwise. */
      readonly refusal: ProblemCode | null
    }

type OnCase = Extract<Desk, { phase: 'case' | 'feedback' }>

/** What can be done at the desk. */
export interface DeskActions {
  /** Opens the next slot. */
  readonly open: (options?: { takeOver?: boolean }) => Promise<void>
  /** Sends a judgement of the slot that is open. */
  readonly judge: (judgement: Parcel['judgement']) => Promise<void>
  /** Goes on after feedback. */
  readonly goOn: () => Promise<void>
  /** Leaves the case for the page between cases; what was entered stays in this browser. */
  readonly rest: () => void
  /** Reads the list anew. */
  readonly reload: (notice?: Notice) => Promise<void>
}

/** `refresh` reads `me` anew: the review may have been closed meanwhile. */
export function useDesk(me: Me, refresh: () => Promise<void>): readonly [Desk, DeskActions] {
  const [desk, setDesk] = useState<Desk>({ phase: 'loading' })
  const here = useRef(true)
  const person = me.personId
  const isHere = useCallback(() => here.current, [])

  /** Shows a slot that was opened, after those of its visit that were judged before. */
  const show = useCallback(
    async (list: readonly ListedSlot[], slot: ShownCase, known: readonly ShownCase[], acknowledged: boolean) => {
      const visit = visitOf(list, slot.slotId)
      const before: ShownCase[] = []
      for (const { slotId, status, order } of visit.slots) {
        if (status !== 'done' || order >= slot.order) continue
        const loaded = known.find(one => one.slotId === slotId)
        before.push(loaded ?? (await persistently(() => call('GET /slots/:id', { id: slotId }), isHere)))
      }
      setDesk({
        phase: 'case',
        list,
        visit,
        slot,
        shown: [...before, slot],
        sending: false,
        acknowledged,
        refusal: null,
      })
    },
    [isHere],
  )

  const reload = useCallback(
    async (notice: Notice = null) => {
      const list = await persistently(() => call('GET /slots'), isHere)
      const next = nextSlot(list)
      if (next === null) setDesk({ phase: 'finished', list, notice })
      else setDesk({ phase: 'resting', list, notice })
      return
    },
    [isHere],
  )

  /** What a refusal means is read from the state of the slot, not from the words of the refusal. */
  const explain = useCallback(
    async (problem: unknown, slotId: string) => {
      if (!(problem instanceof RequestProblem)) throw problem
      if (problem.code === 'state' || problem.code === 'role') {
        await refresh()
        return setDesk({ phase: 'refused', code: problem.code })
      }
      const list = await persistently(() => call('GET /slots'), isHere)
      const slot = list.find(one => one.slotId === slotId)
      if (slot?.status === 'open') setDesk({ phase: 'elsewhere', list, slotId })
      else if (slot?.status === 'waiting') setDesk({ phase: 'refused', code: problem.code })
      else {
        dropDraft(person, slotId)
        setDesk({
          phase: nextSlot(list) === null ? 'finished' : 'resting',
          list,
          notice: slot?.status === 'done' ? 'doneElsewhere' : 'withdrawn',
        })
      }
    },
    [person, refresh, isHere],
  )

  const openNext = useCallback(
    async (
      list: readonly ListedSlot[],
      known: readonly ShownCase[],
      { takeOver = false, acknowledged = false } = {},
    ) => {
      const next = nextSlot(list)
      if (next === null) return setDesk({ phase: 'finished', list, notice: 'saved' })
      try {
        const body = { tab: windowId(), ...(takeOver ? { takeOver } : {}) }
        const slot = await persistently(() => call('POST /slots/:id/open', { id: next.slotId, body }), isHere)
        await show(
          list.map(one => (one.slotId === next.slotId ? { ...one, status: 'open' } : one)),
          slot,
          known,
          acknowledged,
        )
      } catch (problem) {
        await explain(problem, next.slotId)
      }
    },
    [show, explain, isHere],
  )

  const follow = useCallback(
    async (list: readonly ListedSlot[], from: OnCase) => {
      const next = nextSlot(list)
      // Within a case there is no stop; between two there is one, so that the time of a case is that of a case.
      if (next !== null && next.visit === from.visit.visit) await openNext(list, from.shown, { acknowledged: true })
      else setDesk({ phase: next === null ? 'finished' : 'resting', list, notice: 'saved' })
    },
    [openNext],
  )

  useEffect(() => {
    here.current = true
    const begin = async () => {
      const { sent } = await sendLeftovers(person)
      for (const slotId of sent) dropDraft(person, changeName(slotId))
      const list = await persistently(() => call('GET /slots'), isHere)
      // What is judged or withdrawn, here or elsewhere, needs no draft any more.
      for (const { slotId, status } of list) {
        if (status === 'done' || status === 'withdrawn') dropDraft(person, slotId)
      }
      const next = nextSlot(list)
      if (next?.status === 'open') await openNext(list, [])
      else setDesk({ phase: next === null ? 'finished' : 'resting', list, notice: null })
    }
    begin().catch(async problem => {
      if (!(problem instanceof RequestProblem)) throw problem
      if (problem.code === 'state' || problem.code === 'role') await refresh()
      setDesk({ phase: 'refused', code: problem.code })
    })
    return () => {
      here.current = false
    }
  }, [person, openNext, refresh, isHere])

  const actions: DeskActions = {
    async open({ takeOver = false } = {}) {
      if (desk.phase !== 'resting' && desk.phase !== 'elsewhere') return
      await openNext(desk.list, [], { takeOver })
    },
    async judge(judgement) {
      if (desk.phase !== 'case' || desk.sending) return
      const { slotId, training } = desk.slot
      setDesk({ ...desk, sending: true, refusal: null })
      try {
        await post(person, { slotId, key: randomId(), tab: windowId(), judgement })
      } catch (problem) {
        if (!(problem instanceof RequestProblem)) throw problem
        if (problem.code === 'input' || problem.code === 'key') {
          setDesk({ ...desk, sending: false, refusal: problem.code })
          return
        }
        return explain(problem, slotId)
      }
      dropDraft(person, slotId)
      const list = afterJudging(desk.list, slotId)
      if (training) {
        const slot = await persistently(() => call('GET /slots/:id', { id: slotId }), isHere)
        const shown = desk.shown.map(one => (one.slotId === slotId ? slot : one))
        const after: OnCase = { ...desk, list, slot, shown, phase: 'feedback', sending: false, refusal: null }
        if (slot.feedback !== null) return setDesk(after)
        return follow(list, after)
      }
      await follow(list, desk)
    },
    async goOn() {
      if (desk.phase === 'feedback') await follow(desk.list, desk)
    },
    rest() {
      if ((desk.phase !== 'case' && desk.phase !== 'feedback') || desk.sending) return
      setDesk({ phase: nextSlot(desk.list) === null ? 'finished' : 'resting', list: desk.list, notice: null })
    },
    reload,
  }
  return [desk, actions]
}
