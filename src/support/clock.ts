/** @file The only place that reads the time. Nothing that is computed may depend on it; manifests and progress do. */

/** The present moment as ISO 8601 in UTC. */
export function timestamp(): string {
  return new Date().toISOString()
}

/** The moment so many seconds from now, as ISO 8601 in UTC. */
export function timestampIn(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString()
}

/** The moment of a file's time, milliseconds since 1970, as ISO 8601 in UTC. */
export function instantOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

/** Seconds since an arbitrary start, monotonic. */
export function seconds(): number {
  return performance.now() / 1000
}

/** A written instant such as `2026-11-28T09:30:00+08:00` as ISO 8601 in UTC; null when it is none or has no time zone. */
export function utcInstant(text: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/.test(text)) return null
  const instant = new Date(text)
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString()
}

/** Seconds from one instant to another, both as ISO 8601 with a time zone; NaN when one is none. */
export function secondsBetween(from: string, to: string): number {
  return (new Date(to).getTime() - new Date(from).getTime()) / 1000
}
