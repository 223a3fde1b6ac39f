/** @file A part of a settings file whose keys are names that its author chooses. */
import { z } from 'zod'

const isPrototype = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && Object.hasOwn(input, '__proto__')

/**
 * A zod record that refuses the key `__proto__`, where `z.record` alone drops it without a word: a condition would then
 * be wider, or a list of values shorter, than its author wrote. All other keys are taken, `constructor` included.
 */
export function namedEntries<V extends z.ZodType>(value: V) {
  const refused = z.custom<never>(isPrototype, 'expected names with their values')
  return z
    .union([refused, z.record(z.string(), value)])
    .refine(entries => !isPrototype(entries), 'expected another name than "__proto__", which YAML readers drop')
}
