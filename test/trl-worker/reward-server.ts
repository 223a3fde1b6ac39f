/** @file A little server of rewards, as the worker asks for them. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Sample } from '../../src/engines/index.ts'

/** What the server says to one request: scores, or a status with a problem. */
export type Answer =
  | { readonly scores: readonly (readonly (number | null)[])[] }
  | { readonly status: number; readonly problem?: string; readonly record?: string }

/** Starts on the loopback interface; `answer` is told the samples, the token it was sent, and how many came before. */
export async function startRewardServer(answer: (samples: readonly Sample[], token: string, before: number) => Answer) {
  let requests = 0
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { samples } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { samples: Sample[] }
      const token = (request.headers.authorization ?? '').replace('Bearer ', '')
      const said = answer(samples, token, requests++)
      response.writeHead('scores' in said ? 200 : said.status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(said))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    requests: () => requests,
    close: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}
