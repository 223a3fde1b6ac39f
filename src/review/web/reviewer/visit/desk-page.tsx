/** @file The page on which a rater works: rest, case, or what is in the way. */
import { useState } from 'react'
import type { Me } from '../../../api/index.ts'
import { Alert, Button } from '../../controls/index.ts'
import type { SavedState } from '../../delivery/index.ts'
import { dropDraft } from '../../kept/drafts.ts'
import { useWords } from '../../words/index.ts'
import type { Instrument } from '../judgement/index.ts'
import { ReviewerFrame } from '../reviewer-frame.tsx'
import { CaseStep } from './case-step.tsx'
import { KnowsCase } from './knows-case.tsx'
import { RestPage } from './rest-page.tsx'
import { StepLine } from './step-line.tsx'
import { type Desk, useDesk } from './use-desk.ts'
import { useWayBack } from './use-way-back.ts'

/** Everything between signing in and the last case. */
export function DeskPage({
  me,
  instrument,
  refresh,
}: {
  me: Me
  instrument: Instrument
  refresh: () => Promise<void>
}) {
  const { words } = useWords()
  const texts = words.reviewer
  const [desk, actions] = useDesk(me, refresh)
  const [entered, setEntered] = useState<string | null>(null)
  const [askingIn, setAskingIn] = useState<string | null>(null)
  useWayBack(desk.phase === 'case' || desk.phase === 'feedback', actions.rest)

  if (desk.phase === 'loading') return <ReviewerFrame me={me} busy />
  if (desk.phase === 'refused') {
    return (
      <ReviewerFrame me={me}>
        <section className="sheet narrow">
          <Alert>{words.problems[desk.code]}</Alert>
          <Button onClick={() => void actions.reload()}>{words.frame.tryAgain}</Button>
        </section>
      </ReviewerFrame>
    )
  }
  if (desk.phase === 'elsewhere') {
    return (
      <ReviewerFrame me={me}>
        <section className="sheet narrow">
          <h1>{texts.elsewhere.title}</h1>
          <p>{texts.elsewhere.why}</p>
          <div className="actions">
            <Button kind="primary" onClick={() => void actions.open({ takeOver: true })}>
              {texts.elsewhere.takeOver}
            </Button>
            <Button onClick={() => void actions.open()}>{texts.elsewhere.look}</Button>
          </div>
        </section>
      </ReviewerFrame>
    )
  }
  if ('notice' in desk) {
    return (
      <ReviewerFrame me={me} saved={desk.notice === 'saved' ? 'saved' : 'none'}>
        <RestPage key={desk.notice} list={desk.list} notice={desk.notice} onOpen={() => void actions.open()} />
      </ReviewerFrame>
    )
  }
  const { slot } = desk
  const asking = desk.phase === 'case' && askingIn === slot.slotId
  return (
    <ReviewerFrame me={me} wide bar={<StepLine desk={desk} asking={asking} />} saved={savedNow(desk, entered)}>
      <CaseStep
        key={slot.slotId}
        me={me}
        instrument={instrument}
        desk={desk}
        actions={actions}
        asking={asking}
        onAsking={now => setAskingIn(now ? slot.slotId : null)}
        onEntered={setEntered}
        aside={
          !slot.training && (
            <KnowsCase
              slotId={slot.slotId}
              onWithdrawn={() => {
                for (const { slotId } of desk.visit.slots) dropDraft(me.personId, slotId)
                void actions.reload('withdrawn')
              }}
            />
          )
        }
      />
    </ReviewerFrame>
  )
}

/** `entered`: the slot that has answers which only this browser has. */
function savedNow(desk: Extract<Desk, { sending: boolean }>, entered: string | null): SavedState {
  if (desk.sending) return 'sending'
  if (desk.phase === 'feedback') return 'saved'
  if (entered === desk.slot.slotId) return 'draft'
  return desk.acknowledged ? 'saved' : 'none'
}
