/** @file What can be done with a person of the review, and who may. */
import type { Me, MemberLine, TeamView } from '../../../api/index.ts'

/** A person, and how many of her judgements are open. */
export interface Person extends MemberLine {
  readonly slots: number
  readonly missing: number
}

/** Everybody of the review; reviewers with what is open of theirs. */
export function peopleOf({ members, progress }: Pick<TeamView, 'members' | 'progress'>): readonly Person[] {
  const raters = new Map(progress.raters.map(rater => [rater.raterId, rater]))
  return members.map(member => {
    const rater = raters.get(member.personId)
    return { ...member, slots: rater?.slots ?? 0, missing: rater ? rater.slots - rater.done - rater.withdrawn : 0 }
  })
}

/** Something that is done with one person. */
export type MemberAct = 'again' | 'leave' | 'replace'

/** What this reader can do with a person in this state of the review. The server decides; this only offers. */
export function actsWith(
  person: Person,
  me: Pick<Me, 'personId' | 'role'>,
  state: TeamView['progress']['state'],
): readonly MemberAct[] {
  const isDesigner = me.role === 'designer'
  // Of others a link is made on the study's computer alone.
  const hasLinkHere = person.role === 'reviewer' || person.role === 'monitor'
  const canPass = state === 'draft' || state === 'open'
  return [
    ...(isDesigner && person.active && hasLinkHere ? (['again'] as const) : []),
    ...(canPass && person.missing > 0 ? (['replace'] as const) : []),
    ...(isDesigner && person.active && person.personId !== me.personId ? (['leave'] as const) : []),
  ]
}
