/** @file The only place that reads the time. Nothing that is computed may depend on it; manifests and progress do. */

/** The present moment as ISO 8601 in UTC. */
export function timestamp(): string {
  return new Date().toISOString()
}

/** Seconds since an arbitrary start, monotonic. */
export function seconds(): number {
  return performance.now() / 1000
}
