/** @file Counts of adjacent token pairs and the words they occur in, with the most frequent pair at hand. */

/** A pair that is taken to be merged. */
export interface Pair {
  readonly left: number
  readonly right: number
  readonly count: number
  /** Every word that the pair occurs in; some may no longer hold it. */
  readonly words: Iterable<number>
}

interface HeapEntry {
  readonly key: number
  readonly count: number
}

/** More frequent first, then the lower pair. */
function isAbove(a: HeapEntry, b: HeapEntry): boolean {
  return a.count !== b.count ? a.count > b.count : a.key < b.key
}

/** Pairs are numbers left x 2^26 + right: exact in a double for vocabularies up to 67 million. */
const RIGHT = 2 ** 26

/**
 * A priority queue over pair counts that change. Entries of the heap are never updated: a count that has changed
 * since is found out when its entry comes to the top, and a count that has risen has a new entry above it.
 */
export class PairQueue {
  readonly #counts = new Map<number, number>()
  readonly #words = new Map<number, Set<number>>()
  /** Pairs whose count rose since they were last in the heap. */
  readonly #risen = new Set<number>()
  readonly #heap: HeapEntry[] = []

  /** Adds `count` (which may be negative) occurrences of a pair in a word. */
  add(left: number, right: number, count: number, word: number): void {
    const key = left * RIGHT + right
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count)
    if (count <= 0) return
    const words = this.#words.get(key)
    if (words) words.add(word)
    else this.#words.set(key, new Set([word]))
    this.#risen.add(key)
  }

  /** Removes and returns the most frequent pair, of equals the one with the lower left, then right id; null when empty. */
  takeMostFrequent(): Pair | null {
    for (const key of this.#risen) this.#push({ key, count: this.#counts.get(key)! })
    this.#risen.clear()
    for (;;) {
      const top = this.#pop()
      if (top === undefined) return null
      const count = this.#counts.get(top.key)
      if (count === undefined || count <= 0) continue
      if (count < top.count) {
        this.#push({ key: top.key, count })
        continue
      }
      if (count > top.count) continue
      // The caller's merges bring the count down; the words would only be visited again in vain.
      const words = this.#words.get(top.key)!
      this.#words.delete(top.key)
      return { left: Math.floor(top.key / RIGHT), right: top.key % RIGHT, count, words }
    }
  }
  #push(entry: HeapEntry): void {
    const heap = this.#heap
    let i = heap.push(entry) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!isAbove(entry, heap[parent])) break
      heap[i] = heap[parent]
      i = parent
    }
    heap[i] = entry
  }

  #pop(): HeapEntry | undefined {
    const heap = this.#heap
    const top = heap[0]
    const entry = heap.pop()
    if (entry === undefined || heap.length === 0) return top
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isAbove(heap[child + 1], heap[child])) child++
      if (!isAbove(heap[child], entry)) break
      heap[i] = heap[child]
      i = child
    }
    heap[i] = entry
    return top
  }
}
