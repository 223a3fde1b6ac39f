/** @file The server of a review over HTTP, on both engines: signing in, working through slots, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ENGINES, requireEngine } from './engines.ts'
import { type ServedReview, serveReview } from './served-review.ts'
import { judgementOf, rater } from './small-review.ts'

describe.each(ENGINES)('on $name', engine => {
  requireEngine(engine)
  let review: ServedReview
  beforeAll(async () => {
    review = await serveReview(engine)
  })
  afterAll(() => review?.close())

  test('a rater signs in, finds her list, opens a slot and judges it', async () => {
    const client = await review.as(rater(0))
    const me = await client.get('/api/me')
    expect(me.status).toBe(200)
    expect(me.body).toMatchObject({ personId: 'rater-0', name: 'Dr rater-0', role: 'reviewer', state: 'open' })
    const [first] = (await client.get('/api/slots')).body
    const opened = await client.post(`/api/slots/${first.slotId}/open`, { tab: 'a' })
    expect(opened.status, review.log.at(-1)! + review.log.at(-2)!).toBe(200)
    const judged = await client.post(`/api/slots/${first.slotId}/judgement`, {
      key: 'k',
      tab: 'a',
      judgement: judgementOf(first.task),
    })
    expect(judged.status).toBe(200)
  })
})
