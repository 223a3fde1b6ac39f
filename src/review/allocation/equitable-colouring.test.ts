import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomStream } from '../../support/index.ts'
import { type Edge, equitableColouring } from './equitable-colouring.ts'
import { network } from './min-cost-flow.ts'
import { williamsRows } from './williams-rows.ts'

const edgesOf = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 19 })), { maxLength: 150 })
  .map(list =>
    list.map(([l, r]): Edge => ({ left: `l${l}`, right: `r${r}`, leftGroup: `${l % 3}`, rightGroup: `${r % 4}` })),
  )

/** The largest difference between two colours in any unit. */
function imbalance(
  edges: readonly Edge[],
  colour: Int32Array,
  colours: number,
  unitOf: (edge: Edge) => string,
): number {
  const counts = new Map<string, number[]>()
  for (const [i, edge] of edges.entries()) {
    const own = counts.get(unitOf(edge)) ?? new Array<number>(colours).fill(0)
    own[colour[i]]++
    counts.set(unitOf(edge), own)
  }
  return Math.max(0, ...[...counts.values()].map(own => Math.max(...own) - Math.min(...own)))
}

test('equitableColouring is within one at every vertex and altogether, edges in parallel included', () => {
  fc.assert(
    fc.property(edgesOf, fc.integer({ min: 1, max: 7 }), fc.integer(), (edges, colours, seed) => {
      const colour = equitableColouring(edges, colours, randomStream(seed, 'test'))
      for (const unitOf of [(e: Edge) => e.left, (e: Edge) => e.right, () => '']) {
        expect(imbalance(edges, colour, colours, unitOf)).toBeLessThanOrEqual(1)
      }
    }),
    { numRuns: 400, seed: 20261128 },
  )
})

test('equitableColouring(2 colours) is within one in every group too', () => {
  fc.assert(
    fc.property(edgesOf, fc.integer(), (edges, seed) => {
      const colour = equitableColouring(edges, 2, randomStream(seed, 'test'))
      expect(imbalance(edges, colour, 2, e => e.leftGroup)).toBeLessThanOrEqual(1)
      expect(imbalance(edges, colour, 2, e => e.rightGroup)).toBeLessThanOrEqual(1)
    }),
    { numRuns: 400, seed: 20261128 },
  )
})

test.each([2, 3, 4, 5, 6, 7, 10])(
  'williamsRows(%i): each item as often at each place and after each other item',
  items => {
    const rows = williamsRows(items)
    const times = items % 2 === 0 ? 1 : 2
    for (let item = 0; item < items; item++) {
      for (let place = 0; place < items; place++) {
        expect(rows.filter(row => row[place] === item)).toHaveLength(times)
        if (place === item) continue
        const followed = rows.filter(row => row[row.indexOf(item) + 1] === place)
        expect(followed).toHaveLength(times)
      }
    }
  },
)

test('network sends the most at least cost: compared with trying every assignment', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: -5, max: 9 }), { minLength: 4, maxLength: 4 }), {
        minLength: 4,
        maxLength: 4,
      }),
      costs => {
        // Four workers and four tasks; a cost of 9 means that the worker may not.
        const net = network(10)
        for (let i = 0; i < 4; i++) {
          net.arc(0, 2 + i, 1, 0)
          net.arc(6 + i, 1, 1, 0)
        }
        const arcs = costs.flatMap((row, i) =>
          row.flatMap((cost, j) => (cost === 9 ? [] : [{ arc: net.arc(2 + i, 6 + j, 1, cost), cost }])),
        )
        const sent = net.send(0, 1)
        const spent = arcs.reduce((sum, { arc, cost }) => sum + net.flow(arc) * cost, 0)
        let best: [number, number] = [0, 0]
        const attempt = (i: number, free: readonly number[], count: number, cost: number): void => {
          if (i === 4) {
            if (count > best[0] || (count === best[0] && cost < best[1])) best = [count, cost]
            return
          }
          attempt(i + 1, free, count, cost)
          for (const j of free) {
            if (costs[i][j] !== 9)
              attempt(
                i + 1,
                free.filter(other => other !== j),
                count + 1,
                cost + costs[i][j],
              )
          }
        }
        attempt(0, [0, 1, 2, 3], 0, 0)
        expect([sent, spent]).toEqual(best)
      },
    ),
    { numRuns: 200, seed: 20261128 },
  )
})
