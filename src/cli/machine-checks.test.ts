import { expect, test } from 'vitest'
import { checkCores, checkDisk, checkMemory, checkNode } from './machine-checks.ts'

test('checkNode accepts 20.19 and later, and tells what to do about an older one', () => {
  expect(['20.19.0', '20.20.2', '22.0.0', '24.1.0'].map(version => checkNode(version).verdict)).toEqual(
    Array(4).fill('ok'),
  )
  expect(checkNode('20.18.3')).toMatchObject({ verdict: 'fail', remedy: expect.stringContaining('20.19') })
  expect(checkNode('18.20.0').verdict).toBe('fail')
})

test('a check that is not ok always says what to do, and one that is ok never does', () => {
  const gibibyte = 2 ** 30
  const checks = [1, 2, 16].flatMap(n => [checkCores(n), checkMemory(n * gibibyte), checkDisk(n * gibibyte, 'here')])
  for (const { verdict, remedy } of checks) expect(remedy === null).toBe(verdict === 'ok')
})

test('checkMemory fails under 2 GiB and checkDisk under 1 GiB', () => {
  expect(checkMemory(2 ** 30).verdict).toBe('fail')
  expect(checkMemory(3 * 2 ** 30).verdict).toBe('warn')
  expect(checkDisk(2 ** 29, 'here').verdict).toBe('fail')
  expect(checkDisk(2 * 2 ** 30, 'here').found).toBe('2.0 GiB at here')
})
