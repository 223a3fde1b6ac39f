/** @file What a reading comes to: a share from 0 to 1 for each thing that a reader can verify. */
import type { Reading } from '../reading/index.ts'
import type { Weights } from './population.ts'

/** 0: as bad as can be, 1: as good. */
export type Qualities = Weights

/** A cited number that is wrong weighs so many right ones. */
const WRONG = 3
/** A warning is so much of an error. */
const WARNING = 0.3

/** The share of some items; of none, what a reader makes of silence. */
const share = (part: number, of: number, silence: number) => (of === 0 ? silence : part / of)

/** The qualities of a plan. A text that cites nothing is neither right nor wrong: 0.5. */
export function qualitiesOf({ numbers, decisions, checks, keyFields }: Reading): Qualities {
  const wrong = numbers.filter(({ origin }) => origin === 'nowhere').length
  const right = numbers.length - wrong
  const errors = checks.filter(({ severity }) => severity === 'error').length
  const warnings = checks.length - errors
  return {
    citation: share(right, right + WRONG * wrong, 0.5),
    reasons: share(decisions.filter(({ reasoned }) => reasoned).length, decisions.length, 0),
    checks: 1 / (1 + errors + WARNING * warnings),
    keyFields: share(keyFields.filter(({ used }) => used).length, keyFields.length, 0.5),
    complete: share(decisions.filter(({ stated }) => stated).length, decisions.length, 0),
  }
}
