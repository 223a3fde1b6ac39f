/** @file The plan in a sampled completion, read once for all rewards. */
import type { Sample } from '../../engines/index.ts'
import { type ParsedCompletion, parseCompletion } from '../../prompts/index.ts'
import type { Specialty } from '../../specialty/index.ts'

/**
 * A function that reads the completion of a sample as `parseCompletion` does, and remembers what it read for as long as
 * the sample object lives. Text that cannot be read gives errors; it never throws.
 */
export function sampleParser(specialty: Specialty): (sample: Sample) => ParsedCompletion {
  const memory = new WeakMap<Sample, ParsedCompletion>()
  return sample => {
    const known = memory.get(sample)
    if (known) return known
    const parsed = parseCompletion(specialty, sample.text)
    memory.set(sample, parsed)
    return parsed
  }
}
