/** @file Routes that propose to lock and to unblind, and take it back. Nothing here confirms: the server cannot reach the key. */
import { z } from 'zod'
import { proposeLock, proposeUnblinding, withdrawProposal } from '../../store/index.ts'
import { type App, parsedBody, reply, type ServerParts } from '../context.ts'

const unblinding = z.strictObject({ reason: z.string().max(2000) })

/** Adds the routes. */
export function addProposalRoutes(app: App, { store }: ServerParts): void {
  app.post('/api/lock', async context => reply(context, 'POST /lock', await proposeLock(store, context.get('actor'))))

  app.post('/api/unblind', async context => {
    const { reason } = await parsedBody(context, unblinding)
    return reply(context, 'POST /unblind', await proposeUnblinding(store, context.get('actor'), { reason }))
  })

  app.post('/api/proposal/withdraw', async context =>
    reply(context, 'POST /proposal/withdraw', await withdrawProposal(store, context.get('actor'))),
  )
}
