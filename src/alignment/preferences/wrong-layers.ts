/** @file On which decision layers a plan departs from the recorded one. */
import { parseCompletion } from '../../prompts/index.ts'
import type { Plan, Specialty } from '../../specialty/index.ts'

/** Stands for the layers of a completion that does not read as a plan. */
export const UNREADABLE = 'unreadable'

/**
 * Names of the layers whose values differ, in the specialty's order; numbers by any difference, a layer that only one
 * of the two plans has too. Empty when the plans are the same.
 */
export function wrongLayers(specialty: Specialty, reference: Plan, plan: Plan): string[] {
  return specialty.decisionLayers.map(({ name }) => name).filter(name => reference[name] !== plan[name])
}

/** The wrong layers of a completion's plan, or `['unreadable']` when the text does not read as one. */
export function wrongOn(specialty: Specialty, reference: Plan, text: string): string[] {
  const parsed = parseCompletion(specialty, text)
  return 'plan' in parsed ? wrongLayers(specialty, reference, parsed.plan) : [UNREADABLE]
}
