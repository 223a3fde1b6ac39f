/** @file One step that she judged: what it showed and what she said, to change with a reason until the lock. */
import { useCallback, useId, useRef, useState } from 'react'
import type { Me } from '../../../api/index.ts'
import { call, type ProblemCode, RequestProblem } from '../../api-client/index.ts'
import { writtenTime } from '../../clock/written-time.ts'
import { Alert, Button } from '../../controls/index.ts'
import { post } from '../../delivery/index.ts'
import { changeName, dropDraft, keepDraft, keptDraft } from '../../kept/drafts.ts'
import { windowId } from '../../kept/window-id.ts'
import { randomId } from '../../random/random-id.ts'
import { go, Link } from '../../router/router.tsx'
import { langOf, useWords } from '../../words/index.ts'
import {
  askedCriteria,
  type Draft,
  draftFrom,
  draftOf,
  type Instrument,
  judgementOf,
  openQuestions,
  type ShownCase,
  SlotQuestions,
  scoreNames,
} from '../judgement/index.ts'
import { ReviewerFrame } from '../reviewer-frame.tsx'
import { CaseView, FeedbackPanel, KnowsCase } from '../visit/index.ts'
import { useLoaded } from './use-loaded.ts'

/** Reads the slot, then shows it. */
export function EarlierCasePage({
  me,
  instrument,
  slotId,
  refresh,
}: {
  me: Me
  instrument: Instrument
  slotId: string
  refresh: () => Promise<void>
}) {
  const { words } = useWords()
  const texts = words.reviewer
  const [notice, setNotice] = useState<'changed' | 'stale' | null>(null)
  const read = useCallback(() => call('GET /slots/:id', { id: slotId }), [slotId])
  const { value: slot, problem, again } = useLoaded(read)
  if (problem !== null) {
    return (
      <ReviewerFrame me={me}>
        <section className="sheet narrow">
          <Alert>{words.problems[problem]}</Alert>
          <p>
            <Link to="/earlier">{texts.back}</Link>
          </p>
        </section>
      </ReviewerFrame>
    )
  }
  if (slot === null) return <ReviewerFrame me={me} busy />
  return (
    <ReviewerFrame me={me} wide saved={notice === 'changed' ? 'saved' : 'none'}>
      <EarlierCase
        key={slot.judged}
        me={me}
        instrument={instrument}
        slot={slot}
        notice={notice}
        onAfter={async outcome => {
          setNotice(outcome === 'closed' ? null : outcome)
          await (outcome === 'closed' ? refresh() : again())
        }}
      />
    </ReviewerFrame>
  )
}

function EarlierCase({
  me,
  instrument,
  slot,
  notice,
  onAfter,
}: {
  me: Me
  instrument: Instrument
  slot: ShownCase
  notice: 'changed' | 'stale' | null
  onAfter: (outcome: 'changed' | 'stale' | 'closed') => Promise<void>
}) {
  const { words } = useWords()
  const texts = words.reviewer
  const id = useId()
  const name = changeName(slot.slotId)
  const given = slot.judgement === null ? null : draftOf(slot.slotId, slot.judgement)
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = keptDraft(me.personId, name)
    return kept !== null ? draftFrom(kept) : (given ?? draftFrom(null))
  })
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [sending, setSending] = useState(false)
  const [refusal, setRefusal] = useState<ProblemCode | null>(null)
  const reasonField = useRef<HTMLTextAreaElement>(null)
  const lang = langOf(instrument.caseLanguage)
  const isOpen = me.state === 'open' && given !== null
  const asked = slot.task === 'rating' ? askedCriteria(instrument, slot) : []
  const names = {
    scoreNames: scoreNames(asked),
    comparisons: slot.task === 'pairwise' ? instrument.comparisons.map(one => one.id) : [],
    // What she said of who wrote the plans stays as it is: a change is of the judgement.
    planNames: Object.keys(draft.sources),
  }
  const lacking = openQuestions(draft, names)
  const judgement = judgementOf(draft, slot, names)
  const isSame = given !== null && JSON.stringify(judgement) === JSON.stringify(judgementOf(given, slot, names))
  const change = (part: Partial<Draft>) => {
    if (!isOpen || sending) return
    const next = { ...draft, ...part }
    setDraft(next)
    keepDraft(me.personId, name, next)
  }
  const save = async () => {
    if (!isOpen || sending || isSame) return
    setTried(true)
    if (lacking.length > 0) return
    if (reason.trim() === '') {
      reasonField.current?.focus()
      return
    }
    setSending(true)
    setRefusal(null)
    try {
      const replaces = slot.judged ?? 0
      const { slotId } = slot
      await post(me.personId, { slotId, key: randomId(), tab: windowId(), judgement, change: { replaces, reason } })
      dropDraft(me.personId, name)
      await onAfter('changed')
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      if (error.code === 'slot') {
        dropDraft(me.personId, name)
        return onAfter('stale')
      }
      if (error.code === 'state' || error.code === 'role') return onAfter('closed')
      setSending(false)
      setRefusal(error.code)
    }
  }
  const lacksReason = tried && reason.trim() === ''
  return (
    <>
      <h1 className="step-title">
        {texts.past.title}: {texts.visit[slot.task]}
        {slot.judgedAt !== null && (
          <span className="quiet step-note">{texts.past.judgedAt(writtenTime(slot.judgedAt, words.lang))}</span>
        )}
      </h1>
      <CaseView
        slot={slot}
        lang={lang}
        lead={slot.feedback !== null && <FeedbackPanel feedback={slot.feedback} lang={lang} />}
        onNext={() => void save()}
        aside={
          isOpen &&
          !slot.training && <KnowsCase slotId={slot.slotId} onWithdrawn={() => go('/earlier', { replace: true })} />
        }
        bar={tools => (
          <div className="action-bar">
            <div className="action-tools">
              <Link to="/earlier" className="button quiet">
                {texts.back}
              </Link>
              {tools}
            </div>
            <p className="action-state" role="status">
              {isOpen && isSame ? texts.past.unchanged : ''}
            </p>
            {isOpen && (
              <Button kind="primary" aria-disabled={isSame || sending} onClick={() => void save()} data-go-on>
                {sending ? texts.visit.sending : texts.visit.change}
              </Button>
            )}
          </div>
        )}
      >
        {notice !== null && <Alert kind="notice">{texts.past[notice]}</Alert>}
        {!isOpen && <Alert kind="notice">{texts.past.locked}</Alert>}
        {refusal !== null && <Alert>{words.problems[refusal]}</Alert>}
        <div inert={!isOpen || sending}>
          <SlotQuestions
            me={me}
            instrument={instrument}
            slot={slot}
            asked={asked}
            draft={draft}
            wrong={new Set(tried ? lacking : [])}
            onChange={change}
          />
        </div>
        {isOpen && !isSame && (
          <div className="field reason">
            <label htmlFor={id}>{texts.past.reason}</label>
            <textarea
              id={id}
              ref={reasonField}
              rows={2}
              maxLength={2000}
              aria-invalid={lacksReason || undefined}
              aria-describedby={lacksReason ? `${id}-error` : undefined}
              value={reason}
              onChange={event => setReason(event.target.value)}
            />
            {lacksReason && (
              <p id={`${id}-error`} className="error">
                {texts.past.needReason}
              </p>
            )}
          </div>
        )}
      </CaseView>
    </>
  )
}
