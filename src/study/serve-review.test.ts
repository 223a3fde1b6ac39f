import { expect, test } from 'vitest'
import { checkAddress, proxyNote } from './serve-review.ts'

test.each([
  ['127.0.0.1', 'http://127.0.0.1:4173'],
  ['localhost', 'http://localhost:4173'],
  ['::1', 'http://[::1]:4173'],
  ['127.0.0.1', 'https://review.example.org'],
  ['0.0.0.0', 'https://review.example.org'],
])('checkAddress(%s, %s) lets through what stays on this machine or goes by TLS', (host, publicUrl) => {
  expect(() => checkAddress(host, publicUrl, false)).not.toThrow()
})

test.each([
  ['0.0.0.0', 'http://0.0.0.0:4173'],
  ['::', 'http://127.0.0.1:4173'],
  ['127.0.0.1', 'http://review.example.org'],
  ['127.0.0.1', 'http://127.0.0.1.example.org'],
  ['127.0.0.1', 'no address'],
])('checkAddress(%s, %s) refuses passwords in the clear, unless they are asked for', (host, publicUrl) => {
  expect(() => checkAddress(host, publicUrl, false)).toThrow('expected an https address')
  expect(() => checkAddress(host, publicUrl, true)).not.toThrow()
})

test('who serves behind TLS without trusting the proxy is told what that means, and nobody else', () => {
  expect(proxyNote('https://review.example.org', null)).toContain('give --trust-proxy')
  expect(proxyNote('https://review.example.org', '127.0.0.1')).toBe(null)
  expect(proxyNote('http://127.0.0.1:4173', null)).toBe(null)
})
