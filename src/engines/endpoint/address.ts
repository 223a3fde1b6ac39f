/** @file The address of an endpoint: what it may look like, and whether it is on this machine. */

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** What is wrong with an address, in words without the address itself; null when nothing is. */
export function addressProblem(text: string): string | null {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return 'expected an address such as http://127.0.0.1:8000/v1, got something else'
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return 'expected an address that begins with http:// or https://, got another one'
  }
  if (url.username !== '' || url.password !== '') {
    return 'expected an address without a name or password, got one (name a variable with `apiKeyVariable`)'
  }
  if (url.search !== '' || url.hash !== '') return 'expected an address without "?" or "#", got one'
  return null
}

/** Whether an address is this very machine by its own name for itself; any other name may lead elsewhere. */
export function isThisMachine(address: string): boolean {
  return LOOPBACK.test(new URL(address).hostname)
}

/** Whether a URL lies at or below an address: same scheme, host and port, and a path that goes on from its path. */
export function isBelow(url: string, address: string): boolean {
  const [asked, base] = [new URL(url), new URL(address)]
  const path = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`
  return asked.origin === base.origin && asked.pathname.startsWith(path)
}
