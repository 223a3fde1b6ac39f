/** @file Divides the edges of a bipartite graph among colours so that every vertex has as many of each colour as it can. */
import type { RandomStream } from '../../support/index.ts'

/** One edge between a vertex on the left (a rater) and one on the right (a case). */
export interface Edge {
  readonly left: string
  readonly right: string
  /** Vertices of one group share what does not divide evenly: a centre, a stratum. */
  readonly leftGroup: string
  readonly rightGroup: string
}

/**
 * Splits the edges of each vertex into nodes of `colours` edges or fewer, and what is left over of several vertices of a
 * group into common nodes. Edges that meet in a node get different colours, which is all that balance needs.
 */
function nodesOf(
  edges: readonly Edge[],
  colours: number,
  vertexOf: (edge: Edge) => string,
  groupOf: (edge: Edge) => string,
  alike: (edge: Edge) => string,
  random: RandomStream,
): Int32Array {
  const node = new Int32Array(edges.length)
  const byVertex = new Map<string, number[]>()
  for (const [i, edge] of edges.entries()) byVertex.set(vertexOf(edge), [...(byVertex.get(vertexOf(edge)) ?? []), i])
  let nodes = 0
  const rests = new Map<string, number[][]>()
  for (const own of byVertex.values()) {
    // Edges that are alike (cases of one stratum) share nodes, so that colours are balanced among them too.
    const order = random
      .shuffle(own)
      .sort((a, b) => (alike(edges[a]) < alike(edges[b]) ? -1 : alike(edges[a]) > alike(edges[b]) ? 1 : 0))
    const whole = order.length - (order.length % colours)
    for (let at = 0; at < whole; at += colours) {
      for (const edge of order.slice(at, at + colours)) node[edge] = nodes
      nodes++
    }
    const group = groupOf(edges[order[0]])
    if (whole < order.length) rests.set(group, [...(rests.get(group) ?? []), order.slice(whole)])
  }
  for (const group of rests.values()) {
    const open: { node: number; room: number }[] = []
    for (const rest of random.shuffle(group).sort((a, b) => b.length - a.length)) {
      let place = open.find(({ room }) => room >= rest.length)
      if (place === undefined) {
        place = { node: nodes++, room: colours }
        open.push(place)
      }
      for (const edge of rest) node[edge] = place.node
      place.room -= rest.length
    }
  }
  return node
}

/**
 * Gives each edge a colour 0 to `colours` - 1. At every vertex, and over all edges, the numbers of edges of two colours
 * differ by one at most (de Werra 1971); with two colours in every group too, with more nearly so. Vertices are split into
 * nodes, and these are coloured as Koenig does it: bipartite graphs need no more colours than their largest degree.
 * Deterministic for a stream and an order of the edges.
 */
export function equitableColouring(edges: readonly Edge[], colours: number, random: RandomStream): Int32Array {
  const byLeft = nodesOf(
    edges,
    colours,
    e => e.left,
    e => e.leftGroup,
    e => e.rightGroup,
    random,
  )
  const byRight = nodesOf(
    edges,
    colours,
    e => e.right,
    e => e.rightGroup,
    e => e.leftGroup,
    random,
  )
  const nodesLeft = byLeft.reduce((most, node) => Math.max(most, node + 1), 0)
  const nodesRight = byRight.reduce((most, node) => Math.max(most, node + 1), 0)
  const ends = (edge: number): readonly [number, number] => [byLeft[edge], nodesLeft + byRight[edge]]
  /** The edge of each colour at each node, or -1. */
  const at = new Int32Array((nodesLeft + nodesRight) * colours).fill(-1)
  const colour = new Int32Array(edges.length).fill(-1)
  const used = new Int32Array(colours)
  const paint = (edge: number, next: number) => {
    for (const node of ends(edge)) at[node * colours + next] = edge
    colour[edge] = next
    used[next]++
  }
  const clear = (edge: number) => {
    for (const node of ends(edge)) {
      if (at[node * colours + colour[edge]] === edge) at[node * colours + colour[edge]] = -1
    }
    used[colour[edge]]--
  }
  /** The edges from a node on, alternately of two colours. */
  const pathFrom = (start: number, first: number, second: number): number[] => {
    const path: number[] = []
    let [node, wanted] = [start, first]
    for (let edge = at[node * colours + wanted]; edge >= 0; edge = at[node * colours + wanted]) {
      path.push(edge)
      const [a, b] = ends(edge)
      node = node === a ? b : a
      wanted = wanted === first ? second : first
    }
    return path
  }
  const exchange = (path: readonly number[], a: number, b: number) => {
    const next = path.map(edge => (colour[edge] === a ? b : a))
    for (const edge of path) clear(edge)
    for (const [i, edge] of path.entries()) paint(edge, next[i])
  }
  const free = (node: number, c: number) => at[node * colours + c] < 0
  for (const edge of random.shuffle(edges.map((_, i) => i))) {
    const [u, v] = ends(edge)
    const order = random.shuffle(Array.from({ length: colours }, (_, c) => c)).sort((a, b) => used[a] - used[b])
    let chosen = order.find(c => free(u, c) && free(v, c))
    if (chosen === undefined) {
      const freeLeft = order.find(c => free(u, c)) ?? 0
      const freeRight = order.find(c => free(v, c)) ?? 0
      // The path from v cannot come to u: it would arrive there by the colour that u lacks.
      exchange(pathFrom(v, freeLeft, freeRight), freeLeft, freeRight)
      chosen = freeLeft
    }
    paint(edge, chosen)
  }
  evenTotals(edges.length, colours, { used, at, colour, ends, pathFrom, exchange })
  return colour
}

/** Exchanges two colours along paths that have one edge more of the commoner, until totals differ by one at most. */
function evenTotals(
  edges: number,
  colours: number,
  graph: {
    readonly used: Int32Array
    readonly at: Int32Array
    readonly colour: Int32Array
    ends(edge: number): readonly [number, number]
    pathFrom(node: number, first: number, second: number): number[]
    exchange(path: readonly number[], a: number, b: number): void
  },
): void {
  const { used, at, colour, ends, pathFrom, exchange } = graph
  for (;;) {
    const most = used.indexOf(used.reduce((a, b) => Math.max(a, b), 0))
    const least = used.indexOf(used.reduce((a, b) => Math.min(a, b), edges))
    if (used[most] - used[least] <= 1) return
    let moved = false
    for (let edge = 0; edge < edges && used[most] - used[least] > 1; edge++) {
      if (colour[edge] !== most) continue
      const start = ends(edge).find(node => at[node * colours + least] < 0)
      const path = start === undefined ? [] : pathFrom(start, most, least)
      if (path.length % 2 === 0) continue
      exchange(path, most, least)
      moved = true
    }
    if (!moved) return
  }
}
