/** @file Routes of the planner of sample sizes: trying numbers, and writing them into the plan. For designers. */
import { z } from 'zod'
import { amendPlan, insistMayCause, Refusal } from '../../store/index.ts'
import { type App, parsedBody, reply, type ServerParts } from '../context.ts'

const share = z.number().min(0).max(1)

const planner = z.strictObject({
  cases: z.int().min(1).max(1_000_000),
  raters: z.int().min(1).max(10_000),
  power: z.number().gt(0).lt(1),
  preference: z.strictObject({ win: share, ties: share, icc: share }).nullable(),
  rating: z.strictObject({ difference: z.number(), sd: z.number().positive() }).nullable(),
})

const written = planner.extend({ reason: z.string().max(2000) })

/** Adds the routes. */
export function addPlannerRoutes(app: App, { store, planner: port }: ServerParts): void {
  const insistThere = () => {
    if (port !== null) return port
    throw new Refusal(
      'state',
      'expected a server that knows the study’s plan, got one without',
      'start it on the study',
    )
  }

  app.post('/api/planner', async context => {
    const asked = await parsedBody(context, planner)
    await insistMayCause(store, context.get('actor'), 'plan.amended')
    return reply(context, 'POST /planner', await insistThere().answer(asked))
  })

  app.post('/api/planner/write', async context => {
    const actor = context.get('actor')
    const { reason, ...asked } = await parsedBody(context, written)
    await insistMayCause(store, actor, 'plan.amended')
    if (reason.trim() === '') throw new Refusal('input', 'expected a reason, got none', 'say why', 'reason')
    const plan = await insistThere().write(asked, actor.id, reason)
    return reply(context, 'POST /planner/write', await amendPlan(store, actor, { plan, reason }))
  })
}
