/** @file A synthetic cohort as JSON lines, in chunks that workers make side by side and that come out in order. */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type SyntheticCohortOptions, syntheticCases } from './cases.ts'
import { type CohortCounts, countRecord, emptyCounts } from './cohort-counts.ts'

/** Lines of records and of outcomes in UTF-8, each with its line end, and what they count up to. */
export interface CohortChunk {
  readonly records: Uint8Array
  readonly outcomes: Uint8Array
  readonly counts: CohortCounts
}

/** Couples a chunk: about 4 MB of text, so that a few chunks under way need little memory. */
const CHUNK = 1000
/** Below this many couples starting a worker costs more than it saves. */
const WORTH_WORKERS = 20_000
/** MiB of young objects a worker: a few hundred couples, so that hardly anything of theirs is ever moved. */
const YOUNG_MB = 32
const ROLE = 'synthetic cohort chunks'

/** Couples `from` to `to` as lines. An outcome line names its record and is marked synthetic. */
function makeChunk(options: SyntheticCohortOptions, from: number, to: number): CohortChunk {
  let records = ''
  let outcomes = ''
  const counts = emptyCounts()
  for (const { record, outcome, departures } of syntheticCases({ ...options, couples: to }, from)) {
    records += `${JSON.stringify(record)}\n`
    outcomes += `${JSON.stringify({ recordId: record.recordId, outcome, departures, synthetic: true })}\n`
    countRecord(counts, record)
  }
  const encoder = new TextEncoder()
  return { records: encoder.encode(records), outcomes: encoder.encode(outcomes), counts }
}

// The module is its own worker, so that its code counts in the stage's key.
if (!isMainThread && workerData?.role === ROLE) {
  const options = workerData.options as SyntheticCohortOptions
  parentPort?.on('message', ({ from, to }: { from: number; to: number }) => {
    const chunk = makeChunk(options, from, to)
    // Moved, not copied.
    parentPort?.postMessage(chunk, [chunk.records.buffer as ArrayBuffer, chunk.outcomes.buffer as ArrayBuffer])
  })
}

/** Makes a chunk in a worker; rejects when the worker fails. */
function ask(worker: Worker, from: number, to: number): Promise<CohortChunk> {
  const chunk = new Promise<CohortChunk>((resolve, reject) => {
    const settled = (finish: () => void) => {
      worker.off('message', received)
      worker.off('error', failed)
      finish()
    }
    const received = (chunk: CohortChunk) => settled(() => resolve(chunk))
    const failed = (error: Error) => settled(() => reject(error))
    worker.on('message', received)
    worker.on('error', failed)
    worker.postMessage({ from, to })
  })
  // A failure is seen when the chunk's turn comes; until then it is nobody's.
  chunk.catch(() => undefined)
  return chunk
}

/**
 * The cohort in order, in chunks: the same bytes whatever the number of workers. Small cohorts, and TypeScript sources
 * (which a worker of Node 20 cannot read), are made in this thread. Worker n makes every n-th chunk, one ahead of what
 * is taken.
 * @param workers threads; by default as many as there are cores, at most 4.
 */
export async function* cohortChunks(
  options: SyntheticCohortOptions,
  workers: number = Math.min(4, availableParallelism()),
): AsyncGenerator<CohortChunk> {
  const { couples } = options
  const parts = Array.from(
    { length: Math.ceil(couples / CHUNK) },
    (_, i) => [i * CHUNK + 1, Math.min(couples, (i + 1) * CHUNK)] as const,
  )
  const file = fileURLToPath(import.meta.url)
  if (workers < 2 || couples < WORTH_WORKERS || file.endsWith('.ts')) {
    for (const [from, to] of parts) yield makeChunk(options, from, to)
    return
  }
  const pool = Array.from(
    { length: workers },
    () =>
      new Worker(file, {
        workerData: { role: ROLE, options },
        execArgv: [],
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      }),
  )
  try {
    const underWay = pool.map((worker, i) => (i < parts.length ? ask(worker, ...parts[i]) : null))
    for (let i = 0; i < parts.length; i++) {
      const slot = i % workers
      const chunk = await (underWay[slot] as Promise<CohortChunk>)
      const next = i + workers
      underWay[slot] = next < parts.length ? ask(pool[slot], ...parts[next]) : null
      yield chunk
    }
  } finally {
    await Promise.all(pool.map(worker => worker.terminate()))
  }
}
