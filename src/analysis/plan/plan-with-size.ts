/** @file A plan with another sample size, checked as if it had been read from its file. */
import { InputError } from '../../support/index.ts'
import { type AnalysisPlan, analysisPlanConfig } from './analysis-plan.ts'

/** The plan with this size. Throws InputError that names the number which is none. */
export function planWithSize(plan: AnalysisPlan, sampleSize: unknown): AnalysisPlan {
  const parsed = analysisPlanConfig.safeParse({ ...plan, sampleSize })
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]
  throw new InputError(message.replace(/^Invalid input: /, ''), { field: path.join('.') }, 'correct the number')
}
