/** @file The address of a client: that of the socket, or what a proxy says that was named as trusted. */

/** Of an IPv6 address the network counts: one household or ward has a whole one. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return plain
  const [head, tail = ''] = plain.split('::')
  const [first, last] = [head, tail].map(part => part.split(':').filter(group => group !== ''))
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
  const groups = plain.includes('::') ? [...first, ...zeros, ...last] : first
  return `${groups.slice(0, 4).join(':')}::/64`
}

/**
 * The address that counts for limits. `forwarded` (X-Forwarded-For) is believed only when the socket is the trusted proxy's,
 * and of it only the last entry, which the proxy wrote itself.
 */
export function clientAddress(
  socket: string | undefined,
  forwarded: string | undefined,
  trustedProxy: string | null,
): string {
  const direct = networkOf(socket ?? '')
  if (trustedProxy === null || direct !== networkOf(trustedProxy)) return direct
  const last = forwarded?.split(',').at(-1)?.trim()
  return last === undefined || last === '' ? direct : networkOf(last)
}
