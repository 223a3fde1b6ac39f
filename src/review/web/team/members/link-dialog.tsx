/** @file The link of an invitation, shown once. */
import { Button, Dialog } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import { CopyLine } from '../parts/copy-line.tsx'

/** Closes only by its button: the link cannot be shown again. `path` is relative to this origin. */
export function LinkDialog({ who, path, onClose }: { who: string; path: string; onClose: () => void }) {
  const { words } = useWords()
  const { members } = words.team
  return (
    <Dialog title={members.linkTitle(who)}>
      <p>{members.linkWhy}</p>
      <CopyLine label={members.link} value={new URL(path, location.origin).href} shown />
      <div className="actions">
        <Button kind="primary" onClick={onClose}>
          {members.linkDone}
        </Button>
      </div>
    </Dialog>
  )
}
