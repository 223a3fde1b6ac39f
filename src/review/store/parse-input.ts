/** @file Checks what comes from outside against a schema, and says where it is wrong without repeating a value. */
import type { z } from 'zod'
import { Refusal } from './refusal.ts'

/** The checked value with its defaults. Throws Refusal that names the first wrong field; values are never repeated. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown, name: string): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { path, code, message } = result.error.issues[0]
  // Messages of these kinds tell of the schema alone; others may hold a part of the value.
  const said = ['too_big', 'too_small', 'invalid_type', 'custom'].includes(code) ? message : `not as expected (${code})`
  throw new Refusal('input', said, 'correct it and send it again', [name, ...path].join('.'))
}
