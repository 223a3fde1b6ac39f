/** @file Calls of the routes of a review, typed by the contract between server and page. */
import type { Routes, SignInRoutes } from '../../api/index.ts'
import { request } from './request.ts'
import { signedInAgain } from './session.ts'

type All = Routes & SignInRoutes
/** A route, as `GET /slots/:id`. */
export type Route = keyof All
/** What a route answers. */
export type Answer<R extends Route> = All[R]['answer']

type Id<R extends Route> = R extends `${string}/:id${string}` ? { readonly id: string } : { readonly id?: undefined }
type Body<R extends Route> = All[R] extends { readonly body: infer B }
  ? { readonly body: B }
  : { readonly body?: undefined }
type After<R extends Route> = R extends 'GET /log' ? { readonly after?: number } : { readonly after?: undefined }
type Options<R extends Route> = Id<R> & Body<R> & After<R>
type Rest<R extends Route> = Record<string, never> extends Options<R> ? [options?: Options<R>] : [options: Options<R>]

/**
 * Calls a route once. Throws RequestProblem; a session that ended too, so use it only where nobody may be signed in.
 */
export async function callOnce<R extends Route>(route: R, ...[options]: Rest<R>): Promise<Answer<R>> {
  const [method, path] = route.split(' ')
  const { id, body, after } = (options ?? {}) as { id?: string; body?: unknown; after?: number }
  const named = id === undefined ? path : path.replace(':id', encodeURIComponent(id))
  const place = `/api${named}${after === undefined ? '' : `?after=${after}`}`
  // Everything that changes something is JSON, also where there is nothing to say: the server refuses other kinds.
  return (await request(method, place, method === 'GET' ? undefined : (body ?? {}))) as Answer<R>
}

/** Calls a route; when the session has ended, waits until she has signed in again, and calls once more. */
export async function call<R extends Route>(route: R, ...rest: Rest<R>): Promise<Answer<R>> {
  return signedInAgain(() => callOnce(route, ...rest))
}
