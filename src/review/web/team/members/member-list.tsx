/** @file The people of one role. */
import type { Me, MemberLine } from '../../../api/index.ts'
import { Button } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import type { MemberAct, Person } from './member-acts.ts'

/** A heading, and a line for each person with what can be done. */
export function MemberList(props: {
  role: MemberLine['role']
  people: readonly Person[]
  me: Me
  actsWith: (person: Person) => readonly MemberAct[]
  onAct: (act: MemberAct, person: Person) => void
}) {
  const { words } = useWords()
  const { members, manyOf } = words.team
  const { role, people, me, actsWith, onAct } = props
  const labels = { again: members.again, leave: members.leave, replace: members.replace }
  return (
    <section className="sheet people">
      <h2>
        {manyOf[role]} <span className="count">{people.filter(({ active }) => active).length}</span>
      </h2>
      {people.length === 0 ? (
        <p className="quiet">{members.nobody}</p>
      ) : (
        <ul>
          {people.map(person => (
            <li key={person.personId} className={person.active ? 'person' : 'person left'}>
              <span className="pseudonym">
                {person.personId}
                {person.personId === me.personId && <span className="badge">{members.self}</span>}
              </span>
              <span className="person-name">
                {person.name !== null && <strong>{person.name}</strong>}
                {person.email !== null && <span className="quiet">{person.email}</span>}
              </span>
              <span className="quiet">{person.centre ?? (role === 'reviewer' ? members.noCentre : '')}</span>
              <span className="person-marks">
                {!person.active && <span className="badge warn">{members.left}</span>}
                {person.active && !person.hasSignedIn && <span className="badge">{members.notSignedIn}</span>}
                {person.missing > 0 && <span className="quiet">{members.open(person.missing)}</span>}
              </span>
              <span className="actions">
                {actsWith(person).map(act => (
                  <Button
                    key={act}
                    kind="quiet"
                    aria-label={`${labels[act]}: ${person.personId}`}
                    onClick={() => onAct(act, person)}
                  >
                    {labels[act]}
                  </Button>
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
