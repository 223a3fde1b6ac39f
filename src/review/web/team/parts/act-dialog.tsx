/** @file The dialog before something is done that cannot be taken back: what will happen, a reason where one is needed. */
import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react'
import { RequestProblem } from '../../api-client/index.ts'
import { Button, Dialog } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import { ServerSays } from './server-says.tsx'

/**
 * Names what will happen, then runs it once. It stays open, with the server's sentence, when the server refuses.
 * `check`: what else is wrong with what was entered, or null. `run` gets the reason, empty without `needsReason`.
 */
export function ActDialog(props: {
  title: string
  action: string
  grave?: boolean
  needsReason?: boolean
  check?: () => boolean
  run: (reason: string) => Promise<void>
  onClose: () => void
  children: ReactNode
}) {
  const { words } = useWords()
  const { title, action, grave = false, needsReason = false, check, run, onClose, children } = props
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [isMissing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const reason = useRef<HTMLTextAreaElement>(null)
  const id = useId()

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || check?.() === false) return
    const given = reason.current?.value.trim() ?? ''
    setMissing(needsReason && given === '')
    if (needsReason && given === '') {
      reason.current!.focus()
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      await run(given)
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      setProblem(error)
      setBusy(false)
    }
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="form" onSubmit={event => void submit(event)} noValidate>
        {children}
        {needsReason && (
          <div className="field">
            <label htmlFor={id}>{words.team.reason}</label>
            <p id={`${id}-hint`} className="hint">
              {words.team.reasonHint}
            </p>
            <textarea
              id={id}
              ref={reason}
              rows={3}
              maxLength={2000}
              aria-invalid={isMissing || undefined}
              aria-describedby={`${id}-hint${isMissing ? ` ${id}-error` : ''}`}
            />
            {isMissing && (
              <p id={`${id}-error`} className="error">
                {words.team.needReason}
              </p>
            )}
          </div>
        )}
        {problem !== null && <ServerSays problem={problem} />}
        <div className="actions">
          <Button kind={grave ? 'grave' : 'primary'} type="submit" disabled={busy}>
            {action}
          </Button>
          <Button onClick={onClose}>{words.frame.cancel}</Button>
        </div>
      </form>
    </Dialog>
  )
}
