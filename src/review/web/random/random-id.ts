/** @file Names that nobody can guess, made in the browser: of a window, and of a submission. */

/**
 * 32 random hexadecimal digits. `crypto.randomUUID` is there only on secure origins, and a hospital may serve the page
 * inside its network without TLS.
 */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
}
