/** @file The moment at which a page was read, as the server would write it. */

/** Now, as ISO 8601 in UTC. */
export function now(): string {
  return new Date().toISOString()
}
