/** @file The form that makes a person and her invitation. */
import { useId, useRef, useState } from 'react'
import type { MemberLine } from '../../../api/index.ts'
import { type Answer, call } from '../../api-client/index.ts'
import { TextField } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import { ActDialog } from '../parts/act-dialog.tsx'

type Role = MemberLine['role']
const ROLES: readonly Role[] = ['reviewer', 'monitor', 'designer', 'analyst', 'key holder']
/** The server holds to the same. */
const PSEUDONYM = /^[\p{L}\p{N}._-]{1,40}$/u

type Faults = Readonly<Partial<Record<'name' | 'email' | 'pseudonym', string>>>

/** Invites, then calls `onMade` with the link. `centres`: those that are known, to choose from. */
export function InviteDialog({
  centres,
  onMade,
  onClose,
}: {
  centres: readonly string[]
  onMade: (made: Answer<'POST /members'>) => void
  onClose: () => void
}) {
  const { words } = useWords()
  const { members, roles } = words.team
  const [role, setRole] = useState<Role>('reviewer')
  const [faults, setFaults] = useState<Faults>({})
  const name = useRef<HTMLInputElement>(null)
  const email = useRef<HTMLInputElement>(null)
  const centre = useRef<HTMLInputElement>(null)
  const pseudonym = useRef<HTMLInputElement>(null)
  const id = useId()
  const textOf = (field: typeof name) => field.current!.value.trim()

  const check = () => {
    const found: Faults = {
      ...(textOf(name) === '' ? { name: members.needName } : {}),
      ...(/^\S+@\S+$/.test(textOf(email)) ? {} : { email: members.needEmail }),
      ...(textOf(pseudonym) === '' || PSEUDONYM.test(textOf(pseudonym)) ? {} : { pseudonym: members.needPseudonym }),
    }
    setFaults(found)
    const wrong = found.name ? name : found.email ? email : found.pseudonym ? pseudonym : null
    wrong?.current?.focus()
    return wrong === null
  }
  const invite = async () => {
    const personId = textOf(pseudonym)
    const body = { name: textOf(name), email: textOf(email), role, centre: textOf(centre) || null }
    onMade(await call('POST /members', { body: personId === '' ? body : { ...body, personId } }))
  }
  return (
    <ActDialog title={members.inviteTitle} action={members.make} check={check} run={invite} onClose={onClose}>
      <div className="field">
        <label htmlFor={`${id}-role`}>{members.role}</label>
        <select id={`${id}-role`} value={role} onChange={event => setRole(event.target.value as Role)}>
          {ROLES.map(one => (
            <option key={one} value={one}>
              {roles[one]}
            </option>
          ))}
        </select>
        <p className="hint">{members.roleWhat[role]}</p>
      </div>
      <TextField label={members.name} ref={name} maxLength={200} autoComplete="off" error={faults.name} />
      <TextField
        label={members.email}
        ref={email}
        type="email"
        maxLength={320}
        autoComplete="off"
        error={faults.email}
      />
      <TextField
        label={members.centre}
        hint={members.centreHint}
        ref={centre}
        maxLength={200}
        autoComplete="off"
        list={`${id}-centres`}
      />
      <datalist id={`${id}-centres`}>
        {centres.map(one => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <TextField
        label={members.pseudonym}
        hint={members.pseudonymHint}
        ref={pseudonym}
        maxLength={40}
        autoComplete="off"
        error={faults.pseudonym}
      />
    </ActDialog>
  )
}
