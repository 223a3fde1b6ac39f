/**
 * @file One request to the address of a Ray cluster that the user named. Not by `fetch`: Node adds `sec-fetch-mode` to what
 * it sends, and Ray refuses every POST with such a header as a browser's.
 */
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { text } from 'node:stream/consumers'

const TIMEOUT_MILLISECONDS = 60_000

/** Sends a request and reads the whole answer within a minute; rejects when there is none. Follows no redirection. */
export function askRay(
  url: string,
  method: 'GET' | 'POST',
  token: string | null,
  body?: unknown,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = body === undefined ? '' : JSON.stringify(body)
    const headers = {
      accept: 'application/json',
      'user-agent': 'bedside',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(sent),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    }
    const open = url.startsWith('https:') ? overHttps : overHttp
    const request = open(url, { method, headers, agent: false, signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) })
    request.once('error', reject)
    request.once('response', response => {
      text(response).then(read => resolve({ status: response.statusCode ?? 0, text: read }), reject)
    })
    request.end(sent)
  })
}
