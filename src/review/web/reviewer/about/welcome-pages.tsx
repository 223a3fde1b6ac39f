/** @file Before the first case: consent, then who she is. */
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { Me } from '../../../api/index.ts'
import { Button } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import type { Instrument } from '../judgement/index.ts'
import { ReviewerFrame } from '../reviewer-frame.tsx'
import { ProfileForm } from './profile-form.tsx'

/** Two pages; what she said is sent at the end of the second, and `refresh` reads it back. */
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
  const [agreed, setAgreed] = useState(false)
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
        <Consent text={instrument.consent} onAgreed={() => setAgreed(true)} />
      )}
    </ReviewerFrame>
  )
}

function Consent({ text, onAgreed }: { text: Instrument['consent']; onAgreed: () => void }) {
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
        <Button kind="primary" type="submit">
          {texts.next}
        </Button>
      </form>
    </section>
  )
}
