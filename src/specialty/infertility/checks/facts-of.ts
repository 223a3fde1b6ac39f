/** @file The derived facts of a record, computed once for all checks that look at it. */
import type { FieldValue } from '../../specialty.ts'
import { type DerivedFacts, deriveFacts } from '../derived/facts.ts'

type Fields = Readonly<Record<string, FieldValue>>

const known = new WeakMap<Fields, DerivedFacts>()

/** The facts of a record, kept for as long as the record is; a record must not be changed once a check has seen it. */
export function factsOf(fields: Fields): DerivedFacts {
  const before = known.get(fields)
  if (before) return before
  const facts = deriveFacts(fields)
  known.set(fields, facts)
  return facts
}
