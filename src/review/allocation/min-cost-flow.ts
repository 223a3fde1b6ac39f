/** @file A flow of least cost through a network with whole capacities: successive shortest paths, many paths a round. */

/** A network under construction; nodes are numbers from 0. */
export interface Network {
  /** Adds an arc and returns its number. Costs may be negative where no cycle is. */
  arc(from: number, to: number, capacity: number, cost: number): number
  /** Sends as much as goes from source to sink at least cost; returns how much that is. */
  send(source: number, sink: number): number
  /** How much flows through an arc. */
  flow(arc: number): number
}

/** A network with so many nodes and no arcs. */
export function network(nodes: number): Network {
  const to: number[] = []
  const room: number[] = []
  const cost: number[] = []
  const out: number[][] = Array.from({ length: nodes }, () => [])
  const distance = new Float64Array(nodes)
  const next = new Int32Array(nodes)
  const onPath = new Uint8Array(nodes)

  /** Distances from the source over arcs with room, by Bellman and Ford with a queue; false when the sink is cut off. */
  function measure(source: number, sink: number): boolean {
    distance.fill(Number.POSITIVE_INFINITY)
    distance[source] = 0
    const queued = new Uint8Array(nodes)
    let queue = [source]
    while (queue.length > 0) {
      const following: number[] = []
      for (const node of queue) {
        queued[node] = 0
        for (const arc of out[node]) {
          const reached = distance[node] + cost[arc]
          if (room[arc] === 0 || reached >= distance[to[arc]]) continue
          distance[to[arc]] = reached
          if (queued[to[arc]] === 1) continue
          queued[to[arc]] = 1
          following.push(to[arc])
        }
      }
      queue = following
    }
    return distance[sink] < Number.POSITIVE_INFINITY
  }

  /** Sends along arcs that lie on shortest paths; `next` remembers which arcs of a node led nowhere. */
  function push(node: number, sink: number, amount: number): number {
    if (node === sink) return amount
    onPath[node] = 1
    let sent = 0
    for (; next[node] < out[node].length && sent < amount; next[node]++) {
      const arc = out[node][next[node]]
      const target = to[arc]
      if (room[arc] === 0 || onPath[target] === 1 || distance[target] !== distance[node] + cost[arc]) continue
      const passed = push(target, sink, Math.min(amount - sent, room[arc]))
      room[arc] -= passed
      room[arc ^ 1] += passed
      sent += passed
      // The arc may take more: it is looked at again by who comes next.
      if (sent === amount) break
    }
    onPath[node] = 0
    return sent
  }

  return {
    arc(from, target, capacity, price) {
      const number = to.length
      to.push(target, from)
      room.push(capacity, 0)
      cost.push(price, -price)
      out[from].push(number)
      out[target].push(number + 1)
      return number
    },
    send(source, sink) {
      let total = 0
      while (measure(source, sink)) {
        for (;;) {
          next.fill(0)
          const sent = push(source, sink, Number.MAX_SAFE_INTEGER)
          if (sent === 0) break
          total += sent
        }
      }
      return total
    },
    flow: arc => room[arc ^ 1],
  }
}
