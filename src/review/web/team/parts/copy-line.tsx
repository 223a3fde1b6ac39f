/** @file A line to take elsewhere: a link, a hash, a command, with a button that copies it. */
import { useId, useRef, useState } from 'react'
import { Button } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'

/** Copies the text of a field. Origins without TLS have no clipboard, so the older way is tried too. */
async function copied(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value)
    return true
  } catch {
    field.focus()
    field.select()
    return document.execCommand('copy')
  }
}

/** `label` is read aloud only, unless `shown`. */
export function CopyLine({ label, value, shown = false }: { label: string; value: string; shown?: boolean }) {
  const { words } = useWords()
  const [result, setResult] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const copy = async () => {
    const isCopied = await copied(field.current!)
    if (!isCopied) field.current!.select()
    setResult(isCopied ? words.team.copied : words.team.cannotCopy)
  }
  return (
    <div className="copy-line">
      <label htmlFor={id} className={shown ? 'label' : 'only-read-aloud'}>
        {label}
      </label>
      <div>
        <input id={id} ref={field} value={value} readOnly spellCheck={false} onFocus={event => event.target.select()} />
        <Button aria-label={`${words.team.copy}: ${label}`} onClick={() => void copy()}>
          {words.team.copy}
        </Button>
      </div>
      <p role="status" className="hint">
        {result}
      </p>
    </div>
  )
}
