/** @file What the routes share: the parts of a server, and what is known of a request. */
import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import type { z } from 'zod'
import type { JsonValue } from '../../support/index.ts'
import type { Accounts } from '../accounts/index.ts'
import type { Planner, PlannerAnswer, Routes } from '../api/index.ts'
import { type Actor, Refusal, type Store } from '../store/index.ts'

/** The planner of sample sizes, which knows the study's folder; the server does not. */
export interface PlannerPort {
  /** Takes seconds, in a thread of its own. */
  answer(planner: Planner): Promise<PlannerAnswer>
  /** Writes the sample size into the plan's file and returns the new plan. */
  write(planner: Planner, by: string, reason: string): Promise<JsonValue>
}

/** What a server works with. */
export interface ServerParts {
  readonly store: Store
  readonly accounts: Accounts
  readonly planner: PlannerPort | null
  /** Cases that a rater must never get, those of her own patients; not known to the store. */
  readonly casesKnownTo: (personId: string) => Promise<ReadonlySet<string>>
}

/** What hono keeps with a request. */
export interface Env {
  Bindings: HttpBindings
  Variables: { number: number; address: string; actor: Actor }
}

/** The application that routes are added to. */
export type App = Hono<Env>

/** Sends the answer of a route, of the shape that the contract states. */
export function reply<Route extends keyof Routes>(
  context: Context<Env>,
  _route: Route,
  answer: Routes[Route]['answer'],
): Response {
  return context.json(answer as JsonValue)
}

/** The body as JSON; an object, or a Refusal. The functions of the store check the rest. */
export async function bodyOf(context: Context<Env>): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await context.req.json().catch(() => null)
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  throw new Refusal('input', 'expected a body that is an object in JSON, got another', 'correct it and send it again')
}

/** The body of a route that no function of the store checks. Values are never repeated in what it says. */
export async function parsedBody<Schema extends z.ZodType>(
  context: Context<Env>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const result = schema.safeParse(await bodyOf(context))
  if (result.success) return result.data
  const { path, code } = result.error.issues[0]
  throw new Refusal('input', `not as expected (${code})`, 'correct it and send it again', ['body', ...path].join('.'))
}
