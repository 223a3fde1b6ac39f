import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StudyError } from '../../support/index.ts'
import type { Reward } from '../engine.ts'
import { type RewardServer, startRewardServer } from './reward-server.ts'

const accessFile = join(mkdtempSync(join(tmpdir(), 'bedside-rewards-')), 'access.json')
const rewards: Reward[] = [
  { name: 'length', weight: 1, score: async ({ text }) => text.length },
  {
    name: 'picky',
    weight: 1,
    score({ id, finish }) {
      if (id === 'bad') throw new TypeError('quotes the text of a record')
      return finish === 'end' ? 1 : null
    },
  },
]
let server: RewardServer
let access: { url: string; token: string }

beforeAll(async () => {
  server = await startRewardServer({ rewards, accessFile, host: '127.0.0.1', port: 0 })
  access = JSON.parse(readFileSync(accessFile, 'utf8')) as typeof access
})
afterAll(() => server.close())

async function post(body: string, token = access.token, path = access.url) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const response = await fetch(path, { method: 'POST', headers, body })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const sample = (id: string, text: string, finish = 'end') => ({ id, text, completionTokens: 2, finish })

test('a row of numbers comes back for each sample, one a reward', async () => {
  const samples = [sample('r1', 'four'), sample('r2', '患者', 'length')]
  expect(await post(JSON.stringify({ samples }))).toEqual({
    status: 200,
    body: {
      scores: [
        [4, 1],
        [2, null],
      ],
    },
  })
})

test('several ranks ask at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, rank) => post(JSON.stringify({ samples: [sample('r', 'x'.repeat(rank))] }))),
  )
  expect(answers.map(({ body }) => body['scores'])).toEqual(answers.map((_, rank) => [[rank, 1]]))
})

test('the address is of this machine alone, and the token in a file of its owner', () => {
  expect(access.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/scores$/)
  expect(access.token).toMatch(/^[0-9a-f]{64}$/)
  expect(statSync(accessFile).mode & 0o777).toBe(0o600)
})

test.each([
  ['another token', () => post('{}', 'f'.repeat(64)), 401, 'expected the token'],
  ['a shorter token', () => post('{}', 'f'), 401, 'expected the token'],
  ['no JSON', () => post('{"samples": ['), 400, 'expected samples as JSON'],
  ['no samples', () => post('{"samples": []}'), 400, 'expected samples as JSON'],
  ['a sample of another form', () => post(JSON.stringify({ samples: [{ id: 'r1' }] })), 400, 'expected samples'],
  ['another path', () => post('{}', access.token, access.url.replace('scores', 'other')), 404, 'expected POST /scores'],
  ['too large a body', () => post(JSON.stringify({ text: 'x'.repeat(65 * 2 ** 20) })), 413, 'at most 67108864 bytes'],
])('%s is refused in words', async (_, ask, status, problem) => {
  const answer = await ask()
  expect(answer.status).toBe(status)
  expect(answer.body).toEqual({ problem: expect.stringContaining(problem), record: null })
  expect(server.failure()).toBeNull()
})

test('a reward that throws is answered with its name and the record, and remembered', async () => {
  const { status, body } = await post(JSON.stringify({ samples: [sample('r1', ''), sample('bad', 'secret')] }))
  expect(status).toBe(422)
  expect(body).toEqual({
    problem: 'reward "picky": expected a number for record bad, got a thrown TypeError; mend it',
    record: 'bad',
  })
  expect(server.failure()).toBeInstanceOf(StudyError)
})

test('a port that is taken is an error at its setting', async () => {
  const port = Number(new URL(access.url).port)
  const second = startRewardServer({
    rewards,
    accessFile: `${accessFile}2`,
    host: '127.0.0.1',
    port,
  })
  await expect(second).rejects.toThrow('field "trl.rewards": cannot listen on 127.0.0.1')
})
