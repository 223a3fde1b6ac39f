/** @file The only place that reads environment variables. */

/** True on a CI machine, where a skipped test is a failure. */
export function isContinuousIntegration(): boolean {
  return process.env.CI === 'true' || process.env.CI === '1'
}
