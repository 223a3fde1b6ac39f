/** @file Routes of a rater: her list, one slot of it, and what she judges. */
import { openSlot, readOwnSlot, readOwnSlots, submitJudgement } from '../../store/index.ts'
import { type App, bodyOf, reply, type ServerParts } from '../context.ts'
import { shownCaseOf } from '../sheets.ts'

/** Adds the routes. */
export function addSlotRoutes(app: App, { store }: ServerParts): void {
  app.get('/api/slots', async context => reply(context, 'GET /slots', await readOwnSlots(store, context.get('actor'))))

  app.get('/api/slots/:id', async context => {
    const slot = await readOwnSlot(store, context.get('actor'), context.req.param('id'))
    return reply(context, 'GET /slots/:id', shownCaseOf(slot))
  })

  app.post('/api/slots/:id/open', async context => {
    const slotId = context.req.param('id')
    const body = { ...(await bodyOf(context)), slotId } as Parameters<typeof openSlot>[2]
    const slot = await openSlot(store, context.get('actor'), body)
    return reply(context, 'POST /slots/:id/open', shownCaseOf(slot))
  })

  app.post('/api/slots/:id/judgement', async context => {
    const body = { ...(await bodyOf(context)), slotId: context.req.param('id') }
    const receipt = await submitJudgement(store, context.get('actor'), body as Parameters<typeof submitJudgement>[2])
    return reply(context, 'POST /slots/:id/judgement', receipt)
  })
}
