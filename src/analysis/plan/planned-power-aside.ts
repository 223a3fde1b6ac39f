/** @file The power of a plan computed in a thread of its own, for a process that must go on answering, and within a time. */
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { InputError } from '../../support/index.ts'
import type { AnalysisPlan } from './analysis-plan.ts'
import { plannedPower, type ShownShares } from './planned-power.ts'
import type { PlannedPower } from './power-sentence.ts'

const ROLE = 'planned power'

// The module is its own worker.
if (!isMainThread && workerData?.role === ROLE) {
  const plan = workerData.plan as AnalysisPlan
  const shown = workerData.shown as ShownShares
  parentPort?.postMessage(plannedPower(plan, { search: false, shown }))
  parentPort?.postMessage(plannedPower(plan, { shown }))
}

/**
 * What `plannedPower` says of a plan; where the search for the needed cases takes longer than `limit` seconds, without it.
 * Throws InputError when not even the power at the planned size was there in time. TypeScript sources, which a worker of
 * Node 20 cannot read, compute in this thread, without a limit.
 */
export async function plannedPowerAside(
  plan: AnalysisPlan,
  shown: ShownShares,
  limit = 20,
): Promise<readonly PlannedPower[]> {
  const file = fileURLToPath(import.meta.url)
  if (file.endsWith('.ts')) return plannedPower(plan, { shown })
  const worker = new Worker(file, { workerData: { role: ROLE, plan, shown }, execArgv: [] })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve, reject) => {
      let answers: (readonly PlannedPower[])[] = []
      worker.on('message', (found: readonly PlannedPower[]) => {
        answers = [...answers, found]
        if (answers.length === 2) resolve(found)
      })
      worker.on('error', reject)
      timer = setTimeout(() => {
        if (answers.length > 0) return resolve(answers[0])
        const problem = `expected a size whose power is computed in ${limit} seconds, got a larger one`
        reject(new InputError(problem, {}, 'plan fewer cases or raters, or use `bedside plan check`'))
      }, limit * 1000)
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
