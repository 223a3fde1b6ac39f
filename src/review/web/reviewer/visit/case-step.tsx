/** @file One step of a case that is being judged: the slot, then at the end of the case the blinding question. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Me } from '../../../api/index.ts'
import { Alert, Button } from '../../controls/index.ts'
import { keepDraft, keptDraft } from '../../kept/drafts.ts'
import { focusFirstOpen, KeysDialog, answerByDigit, useKeys } from '../../keyboard/index.ts'
import { langOf, useWords } from '../../words/index.ts'
import {
  askedCriteria,
  type Draft,
  draftFrom,
  type Instrument,
  judgementOf,
  openQuestions,
  openSources,
  SlotQuestions,
  SourceQuestions,
  scoreNames,
  sourcePlans,
} from '../judgement/index.ts'
import { CaseView } from './case-view.tsx'
import { FeedbackPanel } from './feedback-panel.tsx'
import { LearnedAuthor } from './knows-case.tsx'
import type { Desk, DeskActions } from './use-desk.ts'

type OnCase = Extract<Desk, { phase: 'case' | 'feedback' }>

/** Mounted anew for every slot. `aside`: buttons about the case; `onEntered`: she has entered something that only this browser has. */
export function CaseStep({
  me,
  instrument,
  desk,
  actions,
  aside,
  onEntered,
  asking,
  onAsking,
}: {
  me: Me
  instrument: Instrument
  desk: OnCase
  actions: DeskActions
  aside: ReactNode
  onEntered: (slotId: string) => void
  /** Whether the blinding question is asked now. */
  asking: boolean
  onAsking: (asking: boolean) => void
}) {
  const { words } = useWords()
  const texts = words.reviewer
  const { slot, shown, visit, sending, refusal } = desk
  const [draft, setDraft] = useState<Draft>(() => draftFrom(keptDraft(me.personId, slot.slotId)))
  const [tried, setTried] = useState(false)
  const lang = langOf(instrument.caseLanguage)
  const isLast = visit.slots.at(-1)?.slotId === slot.slotId
  const asked = slot.task === 'rating' ? askedCriteria(instrument, slot) : []
  const names = {
    scoreNames: scoreNames(asked),
    comparisons: slot.task === 'pairwise' ? instrument.comparisons.map(({ id }) => id) : [],
  }
  const plans = isLast ? sourcePlans(shown) : []
  const open = openQuestions(draft, names)
  const unasked = openSources(draft, plans)
  const lacking = asking ? unasked : open

  const change = (part: Partial<Draft>) => {
    if (sending || desk.phase === 'feedback') return
    const next = { ...draft, ...part }
    setDraft(next)
    keepDraft(me.personId, slot.slotId, next)
    onEntered(slot.slotId)
  }
  const [hadDraft] = useState(() => keptDraft(me.personId, slot.slotId) !== null)
  useEffect(() => {
    if (hadDraft) onEntered(slot.slotId)
  }, [hadDraft, onEntered, slot.slotId])
  const goOn = () => {
    if (sending) return
    if (desk.phase === 'feedback') return void actions.goOn()
    if (lacking.length > 0) {
      setTried(true)
      // After the marks of what lacks are there.
      requestAnimationFrame(focusFirstOpen)
      return
    }
    if (isLast && !asking) {
      setTried(false)
      onAsking(true)
      return
    }
    void actions.judge(judgementOf(draft, slot, { ...names, planNames: plans.map(({ name }) => name) }))
  }
  const wrong = new Set(tried ? lacking : [])
  const label = sending
    ? texts.visit.sending
    : desk.phase === 'feedback'
      ? texts.feedback.next
      : asking
        ? texts.visit.finish
        : isLast
          ? texts.visit.nextSources
          : texts.visit.next
  const bar = (tools: ReactNode) => (
    <div className="action-bar">
      <div className="action-tools">
        {asking && !sending && (
          <Button kind="quiet" onClick={() => onAsking(false)}>
            {texts.visit.back}
          </Button>
        )}
        {tools}
      </div>
      <p className="action-state" role="status">
        {desk.phase === 'feedback' || sending
          ? ''
          : lacking.length > 0
            ? texts.visit.open(lacking.length)
            : texts.visit.complete}
      </p>
      <Button kind="primary" aria-disabled={sending} onClick={goOn} data-go-on>
        {label}
      </Button>
    </div>
  )
  const title = asking ? texts.visit.sources : texts.visit[slot.task]
  const head = (
    <StepTitle key={`${asking} ${desk.phase}`}>
      {title}
      {visit.training && <span className="training-note">{texts.visit.trainingNote}</span>}
    </StepTitle>
  )
  const refused = refusal !== null && <Alert>{words.problems[refusal]}</Alert>
  if (asking) {
    return (
      <SourceStep onNext={goOn}>
        {head}
        <div className="sources" inert={sending}>
          {refused}
          <p className="lead">{texts.sources.lead}</p>
          <SourceQuestions
            plans={plans}
            lang={lang}
            sources={draft.sources}
            wrong={wrong}
            stepsOf={plan => stepsOf(plan, shown).join(', ')}
            onAnswer={(name, answer) => change({ sources: { ...draft.sources, [name]: answer } })}
          />
        </div>
        {bar(null)}
      </SourceStep>
    )
  }
  return (
    <>
      {head}
      <CaseView
        slot={slot}
        lang={lang}
        aside={aside}
        lead={
          desk.phase === 'feedback' && slot.feedback !== null && <FeedbackPanel feedback={slot.feedback} lang={lang} />
        }
        bar={bar}
        onNext={goOn}
      >
        {refused}
        <div inert={sending || desk.phase === 'feedback'}>
          <SlotQuestions
            me={me}
            instrument={instrument}
            slot={slot}
            asked={asked}
            draft={draft}
            wrong={wrong}
            onChange={change}
          />
        </div>
        {!slot.training && <LearnedAuthor slotId={slot.slotId} />}
      </CaseView>
    </>
  )
}

/** The heading of a step takes the focus, so that a reader of the screen hears where she is. */
function StepTitle({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1} className="step-title">
      {children}
    </h1>
  )
}

/** In which steps, from 1, a text was shown. */
function stepsOf({ plan }: { plan: object }, shown: OnCase['shown']): readonly number[] {
  const text = JSON.stringify(plan)
  return shown.flatMap(({ plans }, i) => (plans.some(one => JSON.stringify(one.plan) === text) ? [i + 1] : []))
}

/** Keys of the blinding question. */
function SourceStep({ onNext, children }: { onNext: () => void; children: ReactNode }) {
  const [keys, setKeys] = useState(false)
  const next = () => {
    onNext()
    return true
  }
  useKeys({
    ...Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [`${digit}`, () => answerByDigit(`${digit}`)])),
    'Ctrl+Enter': next,
    n: next,
    '?': () => {
      setKeys(true)
      return true
    },
  })
  return (
    <>
      {children}
      {keys && <KeysDialog onClose={() => setKeys(false)} />}
    </>
  )
}
