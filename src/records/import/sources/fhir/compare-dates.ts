/** @file Which of two FHIR dates is the later one. */

/** A time of which the zone is known, as FHIR requires of one. */
const INSTANT = /T.*(Z|[+-]\d{2}:\d{2})$/

/**
 * Negative, 0 or positive as the first date is earlier than, the same as, or later than the second. Times in different zones
 * are compared as instants; where one of the two has none, texts are, so that of one day the one with a time is later.
 */
export function compareDates(one: string, other: string): number {
  if (INSTANT.test(one) && INSTANT.test(other)) {
    const apart = Date.parse(one) - Date.parse(other)
    if (Number.isFinite(apart)) return apart
  }
  return one < other ? -1 : one > other ? 1 : 0
}
