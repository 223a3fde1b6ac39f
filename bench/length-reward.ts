/** @file The reward of the benches of the TRL engine: a server on loopback that gives each completion its number of characters. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Sample } from '../src/engines/index.ts'

/** Serves the reward at a free port of this machine until it is closed. */
export async function serveLengthReward(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { samples } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { samples: Sample[] }
      response.end(JSON.stringify({ scores: samples.map(({ text }) => [text.length]) }))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => void server.close(),
  }
}
