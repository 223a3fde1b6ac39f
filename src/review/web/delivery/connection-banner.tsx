/** @file One quiet line while the server does not answer: what is kept, how much waits. */
import { useStore } from '../api-client/index.ts'
import { keepsNothing } from '../kept/browser-store.ts'
import { useWords } from '../words/index.ts'
import { waiting } from './outbox.ts'
import { trouble, tryNow } from './persistently.ts'

/** Nothing while requests are answered. The live region is there before it speaks, so that it is read aloud. */
export function ConnectionBanner() {
  const { words } = useWords()
  const code = useStore(trouble)
  const count = useStore(waiting)
  const texts = words.delivery
  return (
    <div className="connection" role="status">
      {code !== null && (
        <div className="connection-line">
          <p>
            <strong>{code === 'offline' ? texts.notConnected : words.problems[code]}</strong>{' '}
            {keepsNothing() ? texts.keptInWindow : texts.kept} {count > 0 && texts.waiting(count)}
          </p>
          <button type="button" className="bar-button" onClick={tryNow}>
            {texts.tryNow}
          </button>
        </div>
      )}
    </div>
  )
}
