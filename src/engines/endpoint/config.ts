/** @file The settings of an endpoint: which server is asked, for which model, how patiently. */
import { z } from 'zod'
import { addressProblem, isThisMachine } from './address.ts'

/** Node ends a request whose answer has not begun after this many seconds, whatever is asked for. */
const LONGEST_WAIT = 300

/** `endpoint:`, a chat server that speaks the protocol of OpenAI: vLLM, llama.cpp, Ollama, Transformers serve. */
export const endpointConfig = z
  .strictObject({
    /** Address up to and with the version, such as `http://127.0.0.1:8000/v1`. */
    baseUrl: z.string().superRefine((text, context) => {
      const problem = addressProblem(text)
      if (problem !== null) context.addIssue({ code: 'custom', message: problem })
    }),
    /** Name of the model, as the server lists it. */
    model: z.string().min(1),
    /** Name of the environment variable that holds the key; the key itself is never written anywhere. */
    apiKeyVariable: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable, got something else')
      .optional(),
    /** Permission to send records to another machine. */
    allowRemote: z.boolean().default(false),
    /** Requests at a time. */
    concurrency: z.int().min(1).max(256).default(4),
    /** Seconds until a try without an answer is given up. */
    timeout: z.number().positive().max(LONGEST_WAIT).default(120),
    /** Further tries after 408, 409, 429, 5xx, a timeout or a broken connection. */
    retries: z.int().min(0).max(20).default(4),
    /** What the server's owner asks for tokens; absent: nothing is reckoned. */
    price: z
      .strictObject({
        perMillionPromptTokens: z.number().min(0),
        perMillionCompletionTokens: z.number().min(0),
        currency: z
          .string()
          .regex(/^[A-Z]{3}$/, 'expected a currency of three letters such as EUR, got something else'),
      })
      .optional(),
    /** Where asking stops, over all runs whose answers are kept: before a request that could go beyond. */
    most: z
      .strictObject({
        requests: z.int().min(1).optional(),
        /** In the currency of `price`. */
        cost: z.number().positive().optional(),
      })
      .optional(),
  })
  .refine(({ price, most }) => most?.cost === undefined || price !== undefined, {
    path: ['most', 'cost'],
    message: 'expected a `price` beside `most.cost`, got none (nothing could be reckoned)',
  })
  .refine(({ baseUrl, allowRemote }) => allowRemote || addressProblem(baseUrl) !== null || isThisMachine(baseUrl), {
    path: ['baseUrl'],
    message:
      'expected an address on this machine, got another one: records would leave it (add `allowRemote: true` only if you may send them)',
  })

/** The checked `endpoint:`. */
export type EndpointConfig = z.output<typeof endpointConfig>
