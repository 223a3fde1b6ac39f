/** @file Where the review stands, what comes next, and the first of the two people who lock and unblind. */
import { useState } from 'react'
import type { Me } from '../../../api/index.ts'
import { call } from '../../api-client/index.ts'
import { writtenTime } from '../../clock/written-time.ts'
import { Alert, Button } from '../../controls/index.ts'
import { type Language, langOf, useWords, type Words } from '../../words/index.ts'
import { CopyLine } from '../parts/copy-line.tsx'
import { ReadingState } from '../parts/reading-state.tsx'
import { sentences } from '../parts/sentences.ts'
import { useAnswer } from '../parts/use-answer.ts'
import { ProposalDialog, type Proposing } from './proposal-dialog.tsx'
import { partOf, type Standing, standingOf } from './standing.ts'
import { Steps } from './steps.tsx'

/** The command by which something is confirmed, with the reader's own pseudonym where it is her turn. */
function commandOf({ state, proposal }: Standing, as: string | null): string | null {
  const who = as ?? 'ID'
  if (proposal !== null) return `bedside review ${proposal.what} --as ${who}`
  if (state === 'draft') return 'bedside review status'
  return state === 'unblinded' ? `bedside review export --as ${who}` : null
}

const nextOf = ({ state, proposal }: Standing) =>
  proposal === null ? state : proposal.what === 'lock' ? 'lockProposed' : 'unblindProposed'

/** The page. `refresh` reads the state that the whole page knows anew. */
export function ClosingPage({ me, title, refresh }: { me: Me; title: string; refresh: () => Promise<void> }) {
  const { words } = useWords()
  const reading = useAnswer('GET /log')
  const [asked, setAsked] = useState<Proposing | null>(null)
  const [notice, setNotice] = useState<string | null>(null)
  const standing = reading.answer === null ? null : standingOf(reading.answer)

  const act = async (what: Proposing, reason: string) => {
    if (what === 'lock') await call('POST /lock')
    else if (what === 'unblind') await call('POST /unblind', { body: { reason } })
    else await call('POST /proposal/withdraw')
    setAsked(null)
    setNotice(what === 'withdraw' ? words.team.closing.withdrawn : words.team.closing.proposed)
    await Promise.all([reading.reload(), refresh()])
  }
  return (
    <>
      <div className="team-head">
        <h1>{title}</h1>
        <span className="team-head-end">
          <Button kind="quiet" onClick={() => void reading.reload()}>
            {words.team.progress.refresh}
          </Button>
        </span>
      </div>
      <ReadingState of={reading} />
      {notice !== null && <Alert kind="notice">{notice}</Alert>}
      {standing !== null && (
        <>
          <section className="sheet">
            <Steps standing={standing} />
          </section>
          <Next me={me} standing={standing} onAsk={setAsked} />
          <section className="sheet">
            <h2>{words.team.closing.whyThere}</h2>
            <p className="measure">{words.team.closing.whyThereText}</p>
          </section>
        </>
      )}
      {asked !== null && (
        <ProposalDialog me={me} what={asked} run={reason => act(asked, reason)} onClose={() => setAsked(null)} />
      )}
    </>
  )
}

function Next({ me, standing, onAsk }: { me: Me; standing: Standing; onAsk: (what: Proposing) => void }) {
  const { words, language } = useWords()
  const { closing } = words.team
  const { proposal, state } = standing
  const part = partOf(me, standing)
  const isMine = part === 'confirm' || part === 'export'
  const command = commandOf(standing, isMine ? me.personId : null)
  return (
    <section className="sheet">
      <h2>{closing.next}</h2>
      {proposal !== null && (
        <div className="waiting">
          <p>
            <strong>
              {(proposal.what === 'lock' ? closing.proposedLock : closing.proposedUnblind)(
                proposal.by,
                writtenTime(proposal.time, langOf(language)),
              )}
            </strong>
          </p>
          {proposal.reason !== null && (
            <p>
              {closing.because} {proposal.reason}
            </p>
          )}
          {proposal.what === 'lock' && <p className="quiet">{closing.goesOn}</p>}
        </div>
      )}
      <p className="measure">{closing.nextOf[nextOf(standing)]}</p>
      {command !== null && !isMine && <CopyLine label={closing.command} value={command} />}
      <h3>{closing.forYou}</h3>
      {part === 'confirm' && <p>{closing.confirm}</p>}
      {part === 'export' && <p>{closing.export}</p>}
      {command !== null && isMine && <CopyLine label={closing.command} value={command} />}
      {part === 'withdraw' && (
        <>
          <p className="measure">{proposal?.by === me.personId ? closing.yours : closing.proposerLeft}</p>
          <Button onClick={() => onAsk('withdraw')}>{closing.withdraw}</Button>
        </>
      )}
      {part === 'propose lock' && (
        <Button kind="grave" onClick={() => onAsk('lock')}>
          {closing.proposeLock}
        </Button>
      )}
      {part === 'propose unblinding' && (
        <Button kind="grave" onClick={() => onAsk('unblind')}>
          {closing.proposeUnblind}
        </Button>
      )}
      {part === 'nothing' && (
        <p className="measure">
          {proposal === null ? whileNothing(me, state, closing, language) : closing.nothingWaits}
        </p>
      )}
    </section>
  )
}

/** When the part begins of a person who has nothing to do now: analysts come after the lock, key holders may be asked for it. */
function whileNothing(
  { role }: Me,
  state: Standing['state'],
  { nothing, waitsUntil }: Words['team']['closing'],
  language: Language,
): string {
  const wait = (until: string) => sentences(language, nothing, until)
  if (state === 'draft') return role === 'designer' ? waitsUntil.invited : wait(waitsUntil.opened)
  if (state === 'open') return wait(role === 'key holder' ? waitsUntil.lockProposed : waitsUntil.locked)
  if (state === 'unblinded') return wait(waitsUntil.over)
  return wait(role === 'key holder' ? waitsUntil.proposed : waitsUntil.unblinded)
}
