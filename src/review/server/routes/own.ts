/** @file Routes of whoever is signed in: who she is, and what she says of herself. */
import { giveProfile, readOwnProfile, reportUnblinding } from '../../store/index.ts'
import { type App, bodyOf, reply, type ServerParts } from '../context.ts'

/** Adds the routes. */
export function addOwnRoutes(app: App, { store, accounts }: ServerParts): void {
  app.get('/api/me', async context => {
    const actor = context.get('actor')
    const { member, state, planHash, settings, title } = await readOwnProfile(store, actor)
    const account = (await accounts.list()).find(({ personId }) => personId === actor.id)
    // The name of a study and the title of its plan may tell what is compared, and what is hoped for.
    const isBlind = member.role === 'reviewer'
    const seesInstrument = member.role === 'reviewer' || member.role === 'designer'
    return reply(context, 'GET /me', {
      personId: member.personId,
      name: account?.name ?? member.personId,
      role: member.role,
      centre: member.centre,
      profile: member.profile as Record<string, string | number> | null,
      study: isBlind ? '' : (settings?.study ?? ''),
      title: isBlind ? (settings?.instrument?.title ?? '') : (title ?? settings?.study ?? ''),
      state,
      simulated: settings?.simulated ?? false,
      planHash,
      scale: settings?.scale ?? [1, 5],
      instrument: seesInstrument ? (settings?.instrument ?? null) : null,
    })
  })

  app.post('/api/profile', async context => {
    const body = (await bodyOf(context)) as Parameters<typeof giveProfile>[2]
    return reply(context, 'POST /profile', await giveProfile(store, context.get('actor'), body))
  })

  app.post('/api/unblinding', async context => {
    const body = (await bodyOf(context)) as Parameters<typeof reportUnblinding>[2]
    return reply(context, 'POST /unblinding', await reportUnblinding(store, context.get('actor'), body))
  })
}
