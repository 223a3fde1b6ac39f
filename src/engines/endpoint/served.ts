/** @file What is recorded of every answer of a server beside its text: what it cost, how it was drawn, who gave it. */

/** How an answer was drawn, as it was sent: temperature 0 is greedy. */
export interface Drawing {
  readonly temperature: number
  readonly topP: number
  /** Of this very request. */
  readonly seed: number
  readonly maxNewTokens: number
}

/** What is recorded of every answer beside its text. */
export interface Served {
  /** The server's own count, 0 where it gives none. */
  readonly promptTokens: number
  readonly completionTokens: number
  /** From the first try to the answer, pauses included. */
  readonly seconds: number
  readonly drawing: Drawing
  /** The model as the server names it, and its `system_fingerprint`; null where it gives none. */
  readonly servedBy: { readonly model: string | null; readonly fingerprint: string | null }
}
