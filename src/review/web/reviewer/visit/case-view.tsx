/** @file A case on the page: the record beside or above, the plans, and what is asked of them. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { answerByDigit, KeysDialog, useKeys } from '../../keyboard/index.ts'
import { useMedia } from '../../look/use-media.ts'
import { useWords } from '../../words/index.ts'
import type { ShownCase } from '../judgement/index.ts'
import { PlanPair, PlanView } from '../plan/index.ts'
import { RecordSheet, RecordView } from '../record/index.ts'

const focus = (selector: string) => {
  const element = document.querySelector<HTMLElement>(selector)
  element?.focus({ preventScroll: true })
  element?.scrollIntoView({ block: 'nearest' })
  return element !== null
}

/**
 * The parts of a case. `aside`: a button about the case, beside the record's title; `lead`: above everything; `bar`: what
 * stands in the bar below, given what opens the record and shows the differences. Where the record is above the plans, it
 * stands folded: open, it would hide that there are plans below.
 */
export function CaseView({
  slot,
  lang,
  aside,
  lead,
  bar,
  onNext,
  children,
}: {
  slot: ShownCase
  lang: string
  aside?: ReactNode
  lead?: ReactNode
  bar: (tools: ReactNode) => ReactNode
  onNext: () => void
  children: ReactNode
}) {
  const { words } = useWords()
  const texts = words.reviewer
  const [marked, setMarked] = useState(false)
  const [sheet, setSheet] = useState(false)
  const [keys, setKeys] = useState(false)
  const isPair = slot.task === 'pairwise'
  const beside = useMedia(isPair ? '(min-width: 75rem)' : '(min-width: 48rem)')
  const record = useRef<HTMLElement>(null)
  useEffect(() => {
    if (beside) setSheet(false)
  }, [beside])

  const toRecord = () => {
    if (beside) record.current?.focus()
    else setSheet(true)
    return true
  }
  const digits = Object.fromEntries(
    Array.from({ length: 10 }, (_, digit) => [`${digit}`, () => answerByDigit(`${digit}`)]),
  )
  useKeys({
    ...digits,
    'Ctrl+Enter': () => {
      onNext()
      return true
    },
    n: () => {
      onNext()
      return true
    },
    r: toRecord,
    p: () => focus('#plan-title'),
    h: () => {
      openMore()
      return focus('[data-question^="harm"] input:checked')
    },
    c: () => {
      openMore()
      return focus('[data-comment]')
    },
    d: () => {
      if (!isPair) return false
      setMarked(!marked)
      return true
    },
    '?': () => {
      setKeys(true)
      return true
    },
  })
  const plan = (side: 'only' | 'left' | 'right') => slot.plans.find(one => one.side === side)?.plan
  const [only, left, right] = [plan('only'), plan('left'), plan('right')]
  return (
    <>
      {lead}
      <div className={`case ${isPair ? 'pair' : 'single'} ${beside ? 'beside' : 'above'}`}>
        <section
          className="record-panel"
          aria-labelledby="record-title"
          // A panel that scrolls by itself must be reachable by keyboard.
          tabIndex={beside ? 0 : -1}
          ref={record}
        >
          {beside ? (
            <>
              <div className="record-head">
                <h2 id="record-title">{texts.record.title}</h2>
                {aside}
              </div>
              <RecordView record={slot.record} lang={lang} />
            </>
          ) : (
            <>
              <details key={slot.slotId} className="record-above">
                <summary>
                  <h2 id="record-title">{texts.record.title}</h2>
                </summary>
                <RecordView record={slot.record} lang={lang} />
              </details>
              {aside}
            </>
          )}
        </section>
        <div className="plans">
          {only !== undefined && <PlanView plan={only} lang={lang} title={texts.plan.title} />}
          {left !== undefined && right !== undefined && (
            <>
              {marked && (
                <p className="legend" role="status">
                  {texts.plan.legend}
                </p>
              )}
              <PlanPair left={left} right={right} lang={lang} marked={marked} />
            </>
          )}
        </div>
        {children !== null && <div className="judgement">{children}</div>}
      </div>
      {bar(
        <>
          {!beside && (
            <button type="button" className="button quiet" onClick={() => setSheet(true)}>
              {texts.visit.openRecord}
            </button>
          )}
          {isPair && (
            <button type="button" className="button quiet" aria-pressed={marked} onClick={() => setMarked(!marked)}>
              {texts.visit.differences}
            </button>
          )}
        </>,
      )}
      {sheet && <RecordSheet record={slot.record} lang={lang} onClose={() => setSheet(false)} />}
      {keys && <KeysDialog onClose={() => setKeys(false)} />}
    </>
  )
}

/** Opens what stands folded below the comparisons: what a key leads to must be visible. */
function openMore(): void {
  const more = document.querySelector<HTMLDetailsElement>('[data-more]')
  if (more !== null) more.open = true
}
