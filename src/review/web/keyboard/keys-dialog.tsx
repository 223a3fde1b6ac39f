/** @file The list of keys, and whether single ones act. */
import { useStore } from '../api-client/index.ts'
import { Button, Dialog } from '../controls/index.ts'
import { useWords } from '../words/index.ts'
import { setSingleKeys, singleKeys } from './use-keys.ts'

/** What each key does. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { words } = useWords()
  const on = useStore(singleKeys)
  const texts = words.keys
  const rows: readonly (readonly [readonly string[], string])[] = [
    [['1', '...', '9'], texts.score],
    [['↑', '↓'], texts.arrows],
    [['1', '2', '0', '9'], texts.choice],
    [['n', 'Ctrl + Enter'], texts.next],
    [['d'], texts.differences],
    [['r'], texts.record],
    [['p'], texts.plan],
    [['h'], texts.harm],
    [['c'], texts.comment],
    [['?'], texts.list],
  ]
  return (
    <Dialog title={texts.title} onClose={onClose}>
      <table className="keys">
        <tbody>
          {rows.map(([keys, what]) => (
            <tr key={what}>
              <th scope="row">
                {keys.map(key => (key === '...' ? <span key={key}> … </span> : <kbd key={key}>{key}</kbd>))}
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint">{texts.notInText}</p>
      <label className="tick">
        <input type="checkbox" checked={on} onChange={event => setSingleKeys(event.target.checked)} />
        {texts.single}
      </label>
      <div className="actions">
        <Button kind="primary" onClick={onClose} data-first>
          {words.frame.close}
        </Button>
      </div>
    </Dialog>
  )
}
