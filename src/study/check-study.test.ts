import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkStudy } from './check-study.ts'
import { loadStudy } from './study-config.ts'

const folder = mkdtempSync(join(tmpdir(), 'bedside-check-study-'))

const around = { settingsFolder: folder, homeFolder: folder, makesKey: false, dataFolder: folder }

async function check(url: string, base: string, arms: string, asks = false, keys: Record<string, string> = {}) {
  const file = join(folder, 'study.yaml')
  const records = 'records: { synthetic: { couples: 50, seed: 1 } }'
  const icl = `icl: { endpoint: { baseUrl: "${url}", model: m, apiKeyVariable: ICL_KEY } }`
  const lines = ['study: s', 'specialty: infertility', records, `base: ${base}`, `arms: { ${icl}${arms} }`]
  writeFileSync(file, lines.join('\n'))
  const checks = await checkStudy(loadStudy(file), around, name => keys[name], asks)
  return checks.map(({ name, isThere, remedy }) => `${name} ${isThere} ${remedy === null}`)
}

test('checkStudy names what is missing of engine and keys, asks a server only when told to, and needs no engine for served arms', async () => {
  let requests = 0
  const server = createServer((_, response) => {
    requests += 1
    response.writeHead(401).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  const endpoint = 'Study: arms.icl.endpoint'
  expect(await check(url, '{ engine: trl }', ', sft: {}')).toEqual([
    'Study: engine false false',
    `${endpoint} false false`,
  ])
  expect(await check(url, '{ engine: trl }', '', false, { ICL_KEY: 'k' })).toEqual([`${endpoint} true true`])
  expect(await check(url, '{}', ', sft: {}')).toEqual(['Study: engine true true', `${endpoint} false false`])
  expect(requests).toBe(0)
  expect((await check(url, '{}', '', true)).at(-1)).toBe(`${endpoint} true true`)
  expect(requests).toBe(1)
  await new Promise(resolve => server.close(resolve))
  expect((await check(url, '{}', '', true)).at(-1)).toBe(`${endpoint} false false`)
})
