/** @file Routes of the study team that only read: progress, members, the log. No arm, no text, no judgement. */
import { z } from 'zod'
import type { MemberLine } from '../../api/index.ts'
import { type Actor, EVENT_RULES, readLog, readMembers, readProgress, Refusal } from '../../store/index.ts'
import { type App, reply, type ServerParts } from '../context.ts'

/** Events that the page of the team shows; the whole log has a route of its own. */
const LAST_EVENTS = 100

const afterSchema = z.coerce.number().int().min(0).default(0)

async function memberLines({ store, accounts }: ServerParts, actor: Actor): Promise<readonly MemberLine[]> {
  const members = await readMembers(store, actor)
  const known = new Map((await accounts.list()).map(account => [account.personId, account]))
  const mayInvite = (EVENT_RULES['member.added'].roles as readonly string[]).includes(actor.role)
  return members.map(({ personId, role, centre, raterKind, profile, active }) => {
    const account = known.get(personId)
    return {
      personId,
      role,
      centre,
      raterKind,
      profile,
      active,
      name: mayInvite ? (account?.name ?? null) : null,
      email: mayInvite ? (account?.email ?? null) : null,
      hasSignedIn: account?.hasSignedIn ?? false,
    }
  })
}

/** Adds the routes. */
export function addTeamRoutes(app: App, parts: ServerParts): void {
  const { store } = parts
  app.get('/api/progress', async context =>
    reply(context, 'GET /progress', await readProgress(store, context.get('actor'))),
  )

  app.get('/api/team', async context => {
    const actor = context.get('actor')
    const progress = await readProgress(store, actor)
    const members = await memberLines(parts, actor)
    const log = await readLog(store, actor, Math.max(0, progress.events - LAST_EVENTS))
    return reply(context, 'GET /team', { progress, members, log: log.toReversed() })
  })

  app.get('/api/members', async context =>
    reply(context, 'GET /members', await memberLines(parts, context.get('actor'))),
  )

  app.get('/api/log', async context => {
    const after = afterSchema.safeParse(context.req.query('after'))
    if (!after.success) throw new Refusal('input', 'expected the number of an event', 'correct it', 'after')
    return reply(context, 'GET /log', await readLog(store, context.get('actor'), after.data))
  })
}
