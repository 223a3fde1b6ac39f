/** @file The kinds of identifier, as placeholders and reports name them. */

/** What an identifier identifies a person by. */
export type IdentifierKind =
  | 'name'
  | 'birth date'
  | 'date'
  | 'age'
  | 'phone'
  | 'e-mail'
  | 'web address'
  | 'IP address'
  | 'account'
  | 'national id'
  | 'passport'
  | 'insurance number'
  | 'bank card'
  | 'record number'
  | 'address'
  | 'employer'
  | 'bed'
  | 'vehicle'
  | 'device'
  | 'likeness'

/** The highest age that is told apart; everybody older is this old. */
export const OLDEST_AGE = 90

/** What stands in a text where an identifier stood: its kind in brackets, and for an age the highest one told apart. */
export function placeholderOf(kind: IdentifierKind): string {
  return kind === 'age' ? String(OLDEST_AGE) : `[${kind}]`
}
