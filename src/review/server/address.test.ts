/** @file The address of a client: the socket's, a network of IPv6, and a proxy's word only where it is trusted. */
import { expect, test } from 'vitest'
import { clientAddress } from './address.ts'

test.each([
  ['192.0.2.7', undefined, null, '192.0.2.7'],
  ['::ffff:192.0.2.7', undefined, null, '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', undefined, null, '2001:db8:1:2::/64'],
  ['2001:db8::6', undefined, null, '2001:db8:0:0::/64'],
  ['::1', undefined, null, '0:0:0:0::/64'],
  // Nobody is trusted: what a client writes counts for nothing.
  ['192.0.2.7', '10.0.0.1', null, '192.0.2.7'],
  ['192.0.2.7', '10.0.0.1', '127.0.0.1', '192.0.2.7'],
  // The trusted proxy wrote the last entry; those before it are the client's own words.
  ['127.0.0.1', '10.0.0.1, 192.0.2.9', '127.0.0.1', '192.0.2.9'],
  ['::ffff:127.0.0.1', '192.0.2.9', '127.0.0.1', '192.0.2.9'],
  ['127.0.0.1', undefined, '127.0.0.1', '127.0.0.1'],
  ['127.0.0.1', '', '127.0.0.1', '127.0.0.1'],
  ['::FFFF:7f00:1', '192.0.2.9', '127.0.0.1', '192.0.2.9'],
  // A neighbour of the proxy is not the proxy; another way of writing its address is.
  ['2001:db8:1:2::7', '192.0.2.9', '2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '192.0.2.9', '2001:DB8:1:2:0:0:0:1', '192.0.2.9'],
  ['fe80::1%eth0', '192.0.2.9', 'fe80::1', '192.0.2.9'],
  // A client that changes its port stays the same one, and what is no address counts as the proxy itself.
  ['127.0.0.1', '192.0.2.9:40001', '127.0.0.1', '192.0.2.9'],
  ['127.0.0.1', '[2001:db8:1:2::9]:40001', '127.0.0.1', '2001:db8:1:2::/64'],
  ['127.0.0.1', '[2001:db8:1:2::9]', '127.0.0.1', '2001:db8:1:2::/64'],
  ['127.0.0.1', 'unknown', '127.0.0.1', '127.0.0.1'],
])('socket %s, forwarded %s, trusted %s', (socket, forwarded, trusted, expected) => {
  expect(clientAddress(socket, forwarded, trusted)).toBe(expected)
})
