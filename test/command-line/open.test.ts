/** @file `bedside open` as a process: it prints a link, tries no browser, refuses a port that is taken, and ends with Ctrl-C. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bedside, requireBuild, startBedside, studyFolder, tinyStudy, waitUntil } from './bedside-process.ts'

test('bedside open serves its link on this machine alone, writes nothing, and ends with exit code 0', async () => {
  requireBuild()
  const folder = studyFolder(tinyStudy())
  const { child, finished } = startBedside(folder, 'open', '--port', '0')
  let printed = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  await waitUntil(() => printed.includes('\n'), 'the link')
  const link = /^Study page of "tiny": (http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{64})\n$/.exec(printed)?.[1] ?? ''
  expect(link).not.toBe('')
  const entered = await fetch(link)
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0]
  const { origin, port } = new URL(link)
  expect(await (await fetch(origin, { headers: { cookie } })).text()).toContain('Nothing runs now')
  expect((await fetch(origin)).status).toBe(403)

  const second = bedside(folder, 'open', '--port', port)
  expect([second.code, second.stdout]).toEqual([2, ''])
  expect(second.stderr).toContain(`cannot listen on 127.0.0.1:${port} (another program has it)`)
  expect(bedside(folder, 'open', '--port', '70000').code).toBe(2)

  child.kill('SIGINT')
  expect(await finished).toMatchObject({ code: 0 })
  expect(existsSync(join(folder, 'out'))).toBe(false)
})
