/** @file A recorded number of a field. */
import type { FieldValue } from '../../specialty.ts'

/** The number that is recorded, or null when the value is missing, not done or no number. */
export function number(value: FieldValue | undefined): number | null {
  return typeof value === 'number' ? value : null
}
