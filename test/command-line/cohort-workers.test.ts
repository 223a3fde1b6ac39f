import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { BIN } from './bedside-process.ts'

/** Hash of a cohort's lines made by that many workers of the built package. */
function hashWith(workers: number): string {
  const built = pathToFileURL(join(BIN, '../../dist/src/records/synthetic/index.js')).href
  const program = `
    import { createHash } from 'node:crypto'
    import { cohortChunks } from ${JSON.stringify(built)}
    const hash = createHash('sha256')
    for await (const { records, outcomes, counts } of cohortChunks({ couples: 20500, seed: 3, clinics: 5 }, ${workers})) {
      hash.update(records).update(outcomes).update(JSON.stringify(counts))
    }
    console.log(hash.digest('hex'))`
  return execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })
}

test('cohortChunks(2 and 3 workers) gives the bytes of one thread', () => {
  const one = hashWith(1)
  expect(one).toMatch(/^[0-9a-f]{64}\n$/)
  expect(hashWith(2)).toBe(one)
  expect(hashWith(3)).toBe(one)
})
