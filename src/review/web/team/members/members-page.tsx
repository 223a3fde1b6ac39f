/** @file The people of a review: inviting, a new link, leaving, and one rater in the place of another. */
import { useMemo, useState } from 'react'
import type { Me } from '../../../api/index.ts'
import { type Answer, call } from '../../api-client/index.ts'
import { Alert, Button } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import { ActDialog } from '../parts/act-dialog.tsx'
import { ReadingState } from '../parts/reading-state.tsx'
import { sentences } from '../parts/sentences.ts'
import { useAnswer } from '../parts/use-answer.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { actsWith, type MemberAct, type Person, peopleOf } from './member-acts.ts'
import { MemberList } from './member-list.tsx'
import { ReplaceDialog } from './replace-dialog.tsx'

type Asked = { readonly act: MemberAct; readonly person: Person } | { readonly act: 'invite' }

const ROLES = ['reviewer', 'monitor', 'designer', 'analyst', 'key holder'] as const

/** The page of designer and monitor; a monitor reads it, and can replace a rater. */
export function MembersPage({ me }: { me: Me }) {
  const { words, language } = useWords()
  const { members } = words.team
  const reading = useAnswer('GET /team')
  const [asked, setAsked] = useState<Asked | null>(null)
  const [link, setLink] = useState<Answer<'POST /members'> | null>(null)
  const [notice, setNotice] = useState<string | null>(null)
  const { answer, reload } = reading
  const people = useMemo(() => (answer === null ? [] : peopleOf(answer)), [answer])
  const close = () => setAsked(null)
  const done = (said: string) => {
    close()
    setNotice(said)
    void reload()
  }
  const showLink = (made: Answer<'POST /members'>) => {
    close()
    setNotice(null)
    setLink(made)
    void reload()
  }
  return (
    <>
      <div className="team-head">
        <h1>{members.title}</h1>
        <span className="team-head-end">
          {me.role === 'designer' && (
            <Button kind="primary" onClick={() => setAsked({ act: 'invite' })}>
              {members.invite}
            </Button>
          )}
        </span>
      </div>
      <p className="quiet measure">{me.role === 'designer' ? members.what : members.whatMonitor}</p>
      <ReadingState of={reading} />
      {notice !== null && <Alert kind="notice">{notice}</Alert>}
      {answer !== null &&
        ROLES.map(role => (
          <MemberList
            key={role}
            role={role}
            people={people.filter(person => person.role === role)}
            me={me}
            actsWith={person => actsWith(person, me, answer.progress.state)}
            onAct={(act, person) => setAsked({ act, person })}
          />
        ))}
      {asked?.act === 'invite' && (
        <InviteDialog
          centres={[...new Set(people.flatMap(({ centre }) => centre ?? []))].sort()}
          onMade={showLink}
          onClose={close}
        />
      )}
      {asked?.act === 'again' && (
        <ActDialog
          title={members.againOf(asked.person.personId)}
          action={members.againMake}
          run={async () => showLink(await call('POST /members/:id/invitation', { id: asked.person.personId }))}
          onClose={close}
        >
          <p>{members.againWhy}</p>
        </ActDialog>
      )}
      {asked?.act === 'leave' && (
        <ActDialog
          title={members.leaveOf(asked.person.personId)}
          action={members.leaveMake}
          grave
          needsReason
          run={async reason => {
            await call('POST /members/:id/leave', { id: asked.person.personId, body: { reason } })
            done(members.hasLeft(asked.person.personId))
          }}
          onClose={close}
        >
          <p>
            {sentences(
              language,
              members.leaveWhy(asked.person.personId),
              asked.person.missing > 0 && members.leaveOpen(asked.person.missing),
            )}
          </p>
        </ActDialog>
      )}
      {asked?.act === 'replace' && (
        <ReplaceDialog
          from={asked.person}
          people={people}
          onDone={taker => done(members.hasReplaced(asked.person.personId, taker))}
          onClose={close}
        />
      )}
      {link !== null && <LinkDialog who={link.personId} path={link.invitation} onClose={() => setLink(null)} />}
    </>
  )
}
