/** @file Whether the server of an endpoint is there. */
import type { EndpointConfig } from './config.ts'
import { guardedFetch } from './guarded-fetch.ts'

const TIMEOUT_MILLISECONDS = 5000

/** Asks for the list of models without a key or a body; the status of the answer, or null when there is none within 5 s. */
export async function askPresence({ baseUrl }: Pick<EndpointConfig, 'baseUrl'>): Promise<number | null> {
  try {
    const url = `${baseUrl.replace(/\/+$/, '')}/models`
    const { status } = await guardedFetch(baseUrl, null)(url, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) })
    return status
  } catch {
    return null
  }
}
