/** @file Temporary. */
import type { Preference } from '../review/index.ts'
export interface CentreAnalysis {
  readonly votes: number
}
export const analyseCentres = (_: readonly Preference[], _request: object): readonly CentreAnalysis[] => []
