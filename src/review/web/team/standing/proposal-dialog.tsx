/** @file The question before a proposal is made, or taken back: what it does, and what there is no way back from. */
import type { Me } from '../../../api/index.ts'
import { useWords } from '../../words/index.ts'
import { ActDialog } from '../parts/act-dialog.tsx'
import { useAnswer } from '../parts/use-answer.ts'

/** What is proposed, or that a proposal is taken back. */
export type Proposing = 'lock' | 'unblind' | 'withdraw'

/** Asks once more, for an unblinding with a reason. */
export function ProposalDialog(props: {
  me: Me
  what: Proposing
  run: (reason: string) => Promise<void>
  onClose: () => void
}) {
  const { words } = useWords()
  const { what, run, onClose } = props
  const { closing } = words.team
  const texts = {
    lock: { title: closing.proposeLockTitle, why: closing.proposeLockWhy, action: closing.proposeLock },
    unblind: { title: closing.proposeUnblindTitle, why: closing.proposeUnblindWhy, action: closing.proposeUnblind },
    withdraw: { title: closing.withdrawTitle, why: closing.withdrawWhy, action: closing.withdraw },
  }[what]
  return (
    <ActDialog
      title={texts.title}
      action={texts.action}
      grave={what !== 'withdraw'}
      needsReason={what === 'unblind'}
      run={run}
      onClose={onClose}
    >
      {what === 'lock' && <Missing />}
      <p>{texts.why}</p>
    </ActDialog>
  )
}

/** What would be missing for good. Who may propose a lock may read the progress. */
function Missing() {
  const { words } = useWords()
  const { answer } = useAnswer('GET /team')
  if (answer === null) return null
  const { raters } = answer.progress
  const all = raters.reduce((sum, { slots }) => sum + slots, 0)
  const missing = raters.reduce((sum, { slots, done, withdrawn }) => sum + slots - done - withdrawn, 0)
  return (
    <p>
      <strong>{words.team.closing.missing(missing, all)}</strong>
    </p>
  )
}
