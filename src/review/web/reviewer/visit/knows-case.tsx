/** @file "I know this case" and "I learned who wrote a plan": told to the server, with what follows from it. */
import { useId, useState } from 'react'
import { call, RequestProblem } from '../../api-client/index.ts'
import { Alert, Button, Dialog } from '../../controls/index.ts'
import { persistently } from '../../delivery/index.ts'
import { useWords } from '../../words/index.ts'

const KINDS = ['recognised the author', 'was told'] as const

/** "I know this case", beside the record. `onWithdrawn`: the case no longer counts. */
export function KnowsCase({ slotId, onWithdrawn }: { slotId: string; onWithdrawn: () => void }) {
  const { words } = useWords()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button kind="quiet" className="small" onClick={() => setAsking(true)}>
        {words.reviewer.knows.button}
      </Button>
      {asking && <KnowsDialog slotId={slotId} onClose={() => setAsking(false)} onDone={onWithdrawn} />}
    </>
  )
}

/** "I learned who wrote a plan", below the judgement. */
export function LearnedAuthor({ slotId }: { slotId: string }) {
  const { words } = useWords()
  const [asking, setAsking] = useState(false)
  const [reported, setReported] = useState(false)
  return (
    <div className="learned">
      <Button kind="quiet" className="small" onClick={() => setAsking(true)}>
        {words.reviewer.report.button}
      </Button>
      {reported && <Alert kind="notice">{words.reviewer.report.done}</Alert>}
      {asking && (
        <ReportDialog
          slotId={slotId}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false)
            setReported(true)
          }}
        />
      )}
    </div>
  )
}

function useTelling(onDone: () => void) {
  const { words } = useWords()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const tell = async (what: 'knows the case' | (typeof KINDS)[number], slotId: string, note: string) => {
    setBusy(true)
    setProblem(null)
    try {
      await persistently(() => call('POST /unblinding', { body: { what, slotId, note } }))
      onDone()
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      setProblem(words.problems[error.code])
      setBusy(false)
    }
  }
  return { busy, problem, tell }
}

function KnowsDialog({ slotId, onClose, onDone }: { slotId: string; onClose: () => void; onDone: () => void }) {
  const { words } = useWords()
  const texts = words.reviewer.knows
  const { busy, problem, tell } = useTelling(onDone)
  return (
    <Dialog title={texts.title} onClose={onClose}>
      <p>{texts.why}</p>
      {problem !== null && <Alert>{problem}</Alert>}
      <div className="actions">
        <Button onClick={onClose}>{words.frame.cancel}</Button>
        <Button kind="grave" disabled={busy} onClick={() => void tell('knows the case', slotId, '')}>
          {texts.confirm}
        </Button>
      </div>
    </Dialog>
  )
}

function ReportDialog({ slotId, onClose, onDone }: { slotId: string; onClose: () => void; onDone: () => void }) {
  const { words } = useWords()
  const texts = words.reviewer.report
  const id = useId()
  const [kind, setKind] = useState<(typeof KINDS)[number] | null>(null)
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const { busy, problem, tell } = useTelling(onDone)
  const lacksKind = tried && kind === null
  const lacks = tried && note.trim() === ''
  const send = () => {
    setTried(true)
    if (kind === null) document.getElementById(`${id}-kind`)?.focus()
    else if (note.trim() === '') document.getElementById(id)?.focus()
    else void tell(kind, slotId, note)
  }
  return (
    <Dialog title={texts.title} onClose={onClose}>
      <p>{texts.why}</p>
      <fieldset className="plain-choices">
        <legend>{texts.what}</legend>
        {KINDS.map((one, i) => (
          <label key={one} className="tick">
            <input
              type="radio"
              id={i === 0 ? `${id}-kind` : undefined}
              name={`${id}-kind`}
              checked={kind === one}
              aria-describedby={lacksKind ? `${id}-kind-error` : undefined}
              onChange={() => setKind(one)}
            />
            {texts.kinds[one]}
          </label>
        ))}
        {lacksKind && (
          <p id={`${id}-kind-error`} className="error">
            {texts.needKind}
          </p>
        )}
      </fieldset>
      <div className="field">
        <label htmlFor={id}>{texts.note}</label>
        <textarea
          id={id}
          rows={3}
          maxLength={5000}
          aria-invalid={lacks || undefined}
          aria-describedby={lacks ? `${id}-error` : undefined}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
        {lacks && (
          <p id={`${id}-error`} className="error">
            {texts.need}
          </p>
        )}
      </div>
      {problem !== null && <Alert>{problem}</Alert>}
      <div className="actions">
        <Button onClick={onClose}>{words.frame.cancel}</Button>
        <Button kind="primary" disabled={busy} onClick={send}>
          {texts.send}
        </Button>
      </div>
    </Dialog>
  )
}
