/** @file A chat server on this machine that speaks the protocol of OpenAI and says what a test wants it to say. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the server got it. */
export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: {
    readonly model: string
    readonly messages: readonly { readonly role: string; readonly content: string }[]
    readonly seed: number
    readonly temperature: number
    readonly top_p: number
    readonly max_tokens: number
  }
}

/** What the server does with a request: answers with a text, or with anything. */
export type Reply =
  | string
  | {
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
      readonly finish?: string
      readonly text?: string
      /** Of the message, beside or instead of its text. */
      readonly message?: object
      /** Of the answer, such as `model` and `system_fingerprint`; null leaves out a field. */
      readonly answer?: Readonly<Record<string, unknown>>
      /** `never`: no answer; `middle`: headers and half a body, then nothing; `reset`: half a body, then a broken connection. */
      readonly hang?: 'never' | 'middle' | 'reset'
      /** Milliseconds between two bytes of the body. */
      readonly drip?: number
      readonly delay?: number
    }

/** A server that is running. */
export interface ChatServer {
  readonly url: string
  readonly received: Received[]
  /** Most requests that were open at the same time. */
  readonly busiest: () => number
  close(): Promise<void>
}

function answer(response: ServerResponse, reply: Reply): void {
  const {
    status = 200,
    headers = {},
    body,
    finish = 'stop',
    text = '',
    message,
    answer: fields,
    hang,
    drip,
  } = typeof reply === 'string' ? ({ text: reply } as Exclude<Reply, string>) : reply
  if (hang === 'never') return
  const content =
    body ??
    JSON.stringify({
      id: 'x',
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content: text, ...message }, finish_reason: finish }],
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
      ...fields,
    })
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  if (drip !== undefined) {
    let sent = 0
    const timer = setInterval(() => {
      if (response.destroyed || sent >= content.length) clearInterval(timer)
      else response.write(content[sent++])
    }, drip)
  } else if (hang === 'middle') response.write(content.slice(0, content.length / 2))
  else if (hang === 'reset')
    response.write(content.slice(0, content.length / 2), () => response.socket?.resetAndDestroy())
  else response.end(content)
}

/** Starts a server on a free port of this machine; `reply` says what becomes of each request, counted from 0. */
export async function startChatServer(reply: (request: Received, index: number) => Reply): Promise<ChatServer> {
  const received: Received[] = []
  let [open, most] = [0, 0]
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    request.on('end', () => {
      const got = { path: request.url ?? '', headers: request.headers, body: JSON.parse(text) as Received['body'] }
      received.push(got)
      open++
      most = Math.max(most, open)
      response.on('close', () => open--)
      const said = reply(got, received.length - 1)
      const delay = typeof said === 'string' ? 0 : (said.delay ?? 0)
      setTimeout(() => answer(response, said), delay)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    received,
    busiest: () => most,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
