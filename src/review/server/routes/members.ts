/** @file Routes of a designer about people: inviting, a new link, leaving, and putting one rater in the place of another. */
import { z } from 'zod'
import { handOver } from '../../allocation/index.ts'
import {
  addMember,
  insistMayCause,
  inviteMemberAgain,
  readAllocation,
  readMembers,
  reassignSlots,
  Refusal,
  removeMember,
  type Role,
  ROLES,
} from '../../store/index.ts'
import { type App, parsedBody, reply, type ServerParts } from '../context.ts'

const personId = z
  .string()
  .min(1)
  .max(40)
  // Begins with a letter or digit: a name such as __proto__ is one that programs take for their own.
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u)

const newMember = z.strictObject({
  email: z.string().max(320),
  name: z.string().max(200),
  role: z.enum(ROLES),
  centre: z.string().min(1).max(200).nullable(),
  personId: personId.optional(),
})

const leaving = z.strictObject({ reason: z.string().max(2000) })
const replacing = z.strictObject({ by: z.string().max(200), reason: z.string().max(2000) })

/**
 * Who makes a link could use it herself. Of those who sign, export or invite one is made at the study's computer alone, so that
 * nobody becomes them by a page. Throws Refusal.
 */
function insistLinkByPage(role: Role): void {
  if (role === 'reviewer' || role === 'monitor') return
  throw new Refusal(
    'people',
    `expected a reviewer or monitor, got a ${role}`,
    "make her new link on the study's computer: bedside review invite",
  )
}

/** First letter of the pseudonyms of a role, so that the log can be read. */
const LETTERS = { reviewer: 'R', monitor: 'M', designer: 'D', analyst: 'A', 'key holder': 'K' } as const

/** The next pseudonym of a role that nobody has, such as R07. */
function nextPseudonym(role: (typeof ROLES)[number], taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = `${LETTERS[role]}${String(number).padStart(2, '0')}`
    if (!taken.has(name)) return name
  }
}

/** Adds the routes. */
export function addMemberRoutes(app: App, { store, accounts, casesKnownTo }: ServerParts): void {
  /** Two invitations of one moment must not choose the same pseudonym. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  app.post('/api/members', async context => {
    const actor = context.get('actor')
    const { email, name, role, centre, personId: wanted } = await parsedBody(context, newMember)
    const answer = await inTurn(async () => {
      await insistMayCause(store, actor, 'member.added')
      const members = await readMembers(store, actor)
      const known = [...members, ...(await accounts.list())].map(person => person.personId)
      const id = wanted ?? nextPseudonym(role, new Set(known))
      const there = members.find(member => member.personId === id)
      if (there !== undefined && (there.active || there.role !== role)) {
        throw new Refusal('people', 'expected a new person, got one who has a role in this review', 'one role a person')
      }
      if (there !== undefined) insistLinkByPage(role)
      // The account first: without its event it can do nothing, and the same request again completes it.
      const { path } = await accounts.invite({ personId: id, email, name })
      await addMember(store, actor, { personId: id, role, centre })
      return { personId: id, invitation: path }
    })
    return reply(context, 'POST /members', answer)
  })

  app.post('/api/members/:id/invitation', async context => {
    const actor = context.get('actor')
    await insistMayCause(store, actor, 'member.added')
    const id = context.req.param('id')
    const there = (await readMembers(store, actor)).find(({ personId: known }) => known === id)
    if (there !== undefined) insistLinkByPage(there.role)
    await inviteMemberAgain(store, actor, { personId: id })
    const { path } = await accounts.inviteAgain(id)
    return reply(context, 'POST /members/:id/invitation', { personId: id, invitation: path })
  })

  app.post('/api/members/:id/leave', async context => {
    const actor = context.get('actor')
    const id = context.req.param('id')
    const { reason } = await parsedBody(context, leaving)
    const receipt = await removeMember(store, actor, { personId: id, reason })
    await accounts.shut(id)
    return reply(context, 'POST /members/:id/leave', receipt)
  })

  app.post('/api/members/:id/replace', async context => {
    const actor = context.get('actor')
    const from = context.req.param('id')
    const { by: to, reason } = await parsedBody(context, replacing)
    await insistMayCause(store, actor, 'slots.reassigned')
    const slots = await readAllocation(store, actor)
    const moves = handOver(slots, { from, to, closed: await casesKnownTo(to) })
    return reply(context, 'POST /members/:id/replace', await reassignSlots(store, actor, { moves, reason }))
  })
}
