/** @file The address of a client: that of the socket, or what a proxy says that was named as trusted. */
import { isIP } from 'node:net'

/** One way of writing an address, IPv4 as such also where it was written within IPv6; null when it is none. */
function plainAddress(text: string): string | null {
  const [bare] = text.split('%')
  if (isIP(bare) === 4) return bare
  if (isIP(bare) === 0) return null
  const plain = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(plain)
  if (mapped === null) return plain
  const [high, low] = mapped.slice(1).map(group => Number.parseInt(group, 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** Of an IPv6 address the network counts: one household or ward has a whole one. */
function networkOf(plain: string): string {
  if (!plain.includes(':')) return plain
  const [head, tail = ''] = plain.split('::')
  const [first, last] = [head, tail].map(part => part.split(':').filter(group => group !== ''))
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
  const groups = plain.includes('::') ? [...first, ...zeros, ...last] : first
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** An entry of X-Forwarded-For without the port that some proxies write behind it. */
const withoutPort = (entry: string) => /^\[(.+)\](?::\d+)?$/.exec(entry)?.[1] ?? entry.replace(/^([\d.]+):\d+$/, '$1')

/**
 * The address that counts for limits. `forwarded` (X-Forwarded-For) is believed only when the socket is the trusted proxy's
 * very address, and of it only the last entry, which the proxy wrote itself; one that is no address counts for nothing.
 */
export function clientAddress(
  socket: string | undefined,
  forwarded: string | undefined,
  trustedProxy: string | null,
): string {
  const direct = plainAddress(socket ?? '') ?? ''
  if (trustedProxy === null || direct !== plainAddress(trustedProxy)) return networkOf(direct)
  const last = forwarded?.split(',').at(-1)?.trim() ?? ''
  return networkOf(plainAddress(withoutPort(last)) ?? direct)
}
