/** @file The planner of the sample size: what a size can find, and writing it into the registered plan. */
import { useEffect, useRef, useState } from 'react'
import type { Me, Planner, PlannerAnswer } from '../../../api/index.ts'
import { call, RequestProblem } from '../../api-client/index.ts'
import { Alert, Button } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import { ActDialog } from '../parts/act-dialog.tsx'
import { sentences } from '../parts/sentences.ts'
import { ServerSays } from '../parts/server-says.tsx'
import { useAnswer } from '../parts/use-answer.ts'
import { AnswerSheet, percent } from './planner-answer.tsx'
import { type Entries, entriesOfPlan, FIRST_ENTRIES, plannerOf } from './planner-entries.ts'
import { PlannerForm } from './planner-form.tsx'

interface Answered {
  readonly asked: Planner
  readonly answer: PlannerAnswer
}

/** The page of designers. `refresh` reads the hash of the plan anew. */
export function PlannerPage({ me, refresh }: { me: Me; refresh: () => Promise<void> }) {
  const { words, language } = useWords()
  const { planner } = words.team
  const log = useAnswer('GET /log')
  const [entries, setEntries] = useState<Entries>(FIRST_ENTRIES)
  const [isFromPlan, setFromPlan] = useState(false)
  const [answered, setAnswered] = useState<Answered | null>(null)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const [writing, setWriting] = useState(false)
  const [written, setWritten] = useState<number | null>(null)
  const isTouched = useRef(false)

  useEffect(() => {
    // What somebody typed before the log came is not typed over.
    const ofPlan = log.answer === null || isTouched.current ? null : entriesOfPlan(log.answer)
    if (ofPlan === null) return
    setEntries(ofPlan)
    setFromPlan(true)
  }, [log.answer])

  const change = (next: Entries) => {
    isTouched.current = true
    setFromPlan(false)
    setEntries(next)
  }
  const ask = async (asked: Planner) => {
    setBusy(true)
    setProblem(null)
    setWritten(null)
    try {
      setAnswered({ asked, answer: await call('POST /planner', { body: asked }) })
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      setProblem(error)
      setAnswered(null)
    }
    setBusy(false)
  }
  const write = async (reason: string) => {
    const { sequence } = await call('POST /planner/write', { body: { ...answered!.asked, reason } })
    setWriting(false)
    setWritten(sequence)
    await refresh()
  }
  const now = plannerOf(entries, planner)
  const isSame = answered !== null && 'planner' in now && JSON.stringify(now.planner) === JSON.stringify(answered.asked)
  const tooLate = me.state === 'unblinded'
  return (
    <>
      <h1>{planner.title}</h1>
      <p className="quiet measure">{sentences(language, planner.what, isFromPlan && planner.fromPlan)}</p>
      {tooLate && <p className="alert notice">{planner.tooLate}</p>}
      <div className="planner-sides">
        <PlannerForm entries={entries} busy={busy} onChange={change} onAsk={asked => void ask(asked)} />
        {(problem !== null || answered !== null) && (
          <section className="sheet planner-answer" aria-live="polite" aria-busy={busy}>
            <h2>{planner.answer}</h2>
            {problem !== null && <ServerSays problem={problem} />}
            {answered !== null && (
              <>
                <AnswerSheet {...answered} />
                {written !== null && <Alert kind="notice">{planner.written(written)}</Alert>}
                {!tooLate && !isSame && <p className="hint">{planner.changed}</p>}
                {!tooLate && (
                  <Button kind="grave" disabled={!isSame || busy} onClick={() => setWriting(true)}>
                    {planner.write}
                  </Button>
                )}
              </>
            )}
          </section>
        )}
      </div>
      {writing && answered !== null && (
        <ActDialog
          title={planner.writeTitle}
          action={planner.writeMake}
          grave
          needsReason
          run={write}
          onClose={() => setWriting(false)}
        >
          <p>
            <strong>
              {planner.writeWhat(answered.asked.cases, answered.asked.raters, percent(answered.asked.power))}
            </strong>
          </p>
          <p>{sentences(language, planner.writeWhy, me.state !== 'draft' && planner.writeOpen)}</p>
        </ActDialog>
      )}
    </>
  )
}
