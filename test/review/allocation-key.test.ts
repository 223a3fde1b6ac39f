/** @file What a server may hold of an allocation reaches the key by no import. */
import { dirname, join } from 'node:path/posix'
import { expect, test } from 'vitest'
import { importsOf, readRepositoryFile } from '../architecture/source-tree.ts'

const FOLDER = 'src/review/allocation'

/** Every file that a file imports, directly or through others, type imports included. */
function reached(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const specifier of importsOf(readRepositoryFile(file))) {
    if (specifier.startsWith('.')) reached(join(dirname(file), specifier), seen)
  }
  return seen
}

test.each(['slot.ts', 'study-design.ts', 'allocation-balance.ts', 'check-design.ts'])(
  '%s does not reach the key',
  file => {
    expect([...reached(`${FOLDER}/${file}`)]).not.toContain(`${FOLDER}/key.ts`)
  },
)

test('the index of the folder exports nothing of key.ts', () => {
  expect(importsOf(readRepositoryFile(`${FOLDER}/index.ts`))).not.toContain('./key.ts')
})
