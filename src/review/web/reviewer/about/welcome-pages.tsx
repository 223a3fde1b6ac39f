/** @file Before the first case: consent, then who she is. */
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { Me } from '../../../api/index.ts'
import { call, RequestProblem } from '../../api-client/index.ts'
import { Alert, Button } from '../../controls/index.ts'
import { persistently } from '../../delivery/index.ts'
import { useWords } from '../../words/index.ts'
import type { Instrument } from '../judgement/index.ts'
import { ReviewerFrame } from '../reviewer-frame.tsx'
import { CONSENT } from './profile.ts'
import { ProfileForm } from './profile-form.tsx'

/** Two pages, each sent at its end: who closes the window between them has consented. `refresh` reads back what she said. */
export function WelcomePages({
  me,
  instrument,
  refresh,
}: {
  me: Me
  instrument: Instrument
  refresh: () => Promise<void>
}) {
  const { words } = useWords()
  const [agreed, setAgreed] = useState(me.profile !== null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const agree = async () => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    try {
      await persistently(() => call('POST /profile', { body: CONSENT }))
      setAgreed(true)
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      setProblem(words.problems[error.code])
    } finally {
      setBusy(false)
    }
  }
  const texts = words.reviewer.about
  return (
    <ReviewerFrame me={me}>
      {agreed ? (
        <section className="sheet reading">
          <h1>{texts.title}</h1>
          <p>{texts.why}</p>
          <ProfileForm me={me} button={texts.save} onSaved={refresh} />
        </section>
      ) : (
        <Consent text={instrument.consent} problem={problem} busy={busy} onAgreed={() => void agree()} />
      )}
    </ReviewerFrame>
  )
}

function Consent({
  text,
  problem,
  busy,
  onAgreed,
}: {
  text: Instrument['consent']
  problem: string | null
  busy: boolean
  onAgreed: () => void
}) {
  const { words, language } = useWords()
  const texts = words.reviewer.consent
  const id = useId()
  const [ticked, setTicked] = useState(false)
  const [tried, setTried] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // In braces: newer browsers return a promise, and an effect must not.
    scrollTo(0, 0)
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (ticked) onAgreed()
    else box.current?.focus()
  }
  const lacks = tried && !ticked
  return (
    <section className="sheet reading">
      <h1>{texts.title}</h1>
      <div className="written">{text[language]}</div>
      <form className="form" onSubmit={submit} noValidate>
        {problem !== null && <Alert>{problem}</Alert>}
        <label className="tick agree">
          <input
            type="checkbox"
            ref={box}
            checked={ticked}
            aria-invalid={lacks || undefined}
            aria-describedby={lacks ? id : undefined}
            onChange={event => setTicked(event.target.checked)}
          />
          {texts.agree}
        </label>
        {lacks && (
          <p id={id} className="error">
            {texts.need}
          </p>
        )}
        <Button kind="primary" type="submit" disabled={busy}>
          {texts.next}
        </Button>
      </form>
    </section>
  )
}
