/** @file Reporting that one is no longer blind. */
import { type FormEvent, useId, useRef, useState } from 'react'
import type { Me } from '../../../api/index.ts'
import { call } from '../../api-client/index.ts'
import { Alert, Button } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import { ActDialog } from '../parts/act-dialog.tsx'

const KINDS = ['was told', 'recognised the author'] as const
type Kind = (typeof KINDS)[number]

/** The page of everybody; "I know this case" is a reviewer's alone, and stands beside the case. */
export function ReportPage({ me }: { me: Me }) {
  const { words } = useWords()
  const { report } = words.team
  const [kind, setKind] = useState<Kind | null>(null)
  const [fault, setFault] = useState<'kind' | 'note' | null>(null)
  const [asked, setAsked] = useState(false)
  const [recorded, setRecorded] = useState<number | null>(null)
  const note = useRef<HTMLTextAreaElement>(null)
  const form = useRef<HTMLFormElement>(null)
  const id = useId()

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const lacks = kind === null ? 'kind' : note.current!.value.trim() === '' ? 'note' : null
    setFault(lacks)
    if (lacks === 'kind') form.current!.querySelector('input')!.focus()
    else if (lacks === 'note') note.current!.focus()
    else setAsked(true)
  }
  const send = async () => {
    const { sequence } = await call('POST /unblinding', { body: { what: kind!, note: note.current!.value.trim() } })
    setAsked(false)
    setRecorded(sequence)
    setKind(null)
    note.current!.value = ''
  }
  const isTaken = me.state === 'open' || me.state === 'locked'
  return (
    <>
      <h1>{report.title}</h1>
      <p className="quiet measure">{report.what}</p>
      {recorded !== null && <Alert kind="notice">{report.done(recorded)}</Alert>}
      {!isTaken && <p className="alert notice">{report.notNow}</p>}
      {isTaken && (
        <form ref={form} className="sheet form measure-form" onSubmit={submit} noValidate>
          <fieldset className="choices" aria-describedby={fault === 'kind' ? `${id}-kind` : undefined}>
            <legend>{report.kind}</legend>
            {KINDS.map(one => (
              <label key={one} className="tick">
                <input type="radio" name={`${id}-what`} checked={kind === one} onChange={() => setKind(one)} />
                {report.kinds[one]}
              </label>
            ))}
            {fault === 'kind' && (
              <p id={`${id}-kind`} className="error">
                {report.needKind}
              </p>
            )}
          </fieldset>
          <div className="field">
            <label htmlFor={`${id}-note`}>{report.note}</label>
            <p id={`${id}-hint`} className="hint">
              {report.noteHint}
            </p>
            <textarea
              id={`${id}-note`}
              ref={note}
              rows={5}
              maxLength={5000}
              aria-invalid={fault === 'note' || undefined}
              aria-describedby={`${id}-hint${fault === 'note' ? ` ${id}-missing` : ''}`}
            />
            {fault === 'note' && (
              <p id={`${id}-missing`} className="error">
                {report.needNote}
              </p>
            )}
          </div>
          <div className="actions">
            <Button kind="primary" type="submit">
              {report.send}
            </Button>
          </div>
        </form>
      )}
      {asked && (
        <ActDialog
          title={report.confirmTitle}
          action={report.confirmMake}
          run={() => send()}
          onClose={() => setAsked(false)}
        >
          <p>{kind !== null && report.kinds[kind]}</p>
          <p>{report.confirmWhy}</p>
        </ActDialog>
      )}
    </>
  )
}
