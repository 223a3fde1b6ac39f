/** @file What reward functions give for a sample, checked: the same for every engine. */
import { InputError, InterruptedError, StudyError } from '../support/index.ts'
import type { Reward, Sample } from './engine.ts'

/** Asks every function about a sample; throws StudyError with the function's name and the id when it fails. */
export async function scoreSample(rewards: readonly Reward[], sample: Sample): Promise<(number | null)[]> {
  const scores: (number | null)[] = []
  for (const { name, score } of rewards) {
    let value: number | null
    try {
      value = await score(sample)
    } catch (error) {
      if (error instanceof InputError || error instanceof InterruptedError) throw error
      const kind = error instanceof Error ? error.name : typeof error
      throw new StudyError(`reward "${name}": expected a number for record ${sample.id}, got a thrown ${kind}; mend it`)
    }
    if (value !== null && !(typeof value === 'number' && Number.isFinite(value))) {
      const got = typeof value === 'number' ? String(value) : typeof value
      throw new StudyError(`reward "${name}": expected a finite number or null for record ${sample.id}, got ${got}`)
    }
    scores.push(value)
  }
  return scores
}
