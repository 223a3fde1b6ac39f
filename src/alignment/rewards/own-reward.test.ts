import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { InputError } from '../../support/index.ts'
import { loadOwnReward, type RewardInput, readOwnReward } from './own-reward.ts'

const folder = mkdtempSync(join(tmpdir(), 'bedside-reward-'))
let files = 0

/** A reward file with this text. */
function rewardFile(text: string): string {
  files++
  const file = join(folder, `reward-${files} #1.ts`)
  writeFileSync(file, text)
  return file
}

/** The error of loading this text. */
async function errorOf(text: string): Promise<InputError> {
  const error = await loadOwnReward(rewardFile(text)).catch(caught => caught)
  expect(error).toBeInstanceOf(InputError)
  expect((error as InputError).message.split('\n')).toHaveLength(1)
  return error as InputError
}

const input: RewardInput = {
  recordId: 'r1',
  text: 'text',
  plan: { dose: 150 },
  parseErrors: [],
  reference: { dose: 150 },
  finish: 'end',
  completionTokens: 12,
}

test('loadOwnReward(TypeScript with types, an enum, a type import and a module of Node) gives its function', async () => {
  const own = await loadOwnReward(
    rewardFile(`
import { sep } from 'node:path'
import type { RewardInput } from './anywhere.ts'
import { type Plan } from 'nowhere'
enum Worth { Little = 0.25 }
const worth = (sample: RewardInput): Plan => ({ value: sep.length * Worth.Little }) satisfies Plan
export default async function reward(sample: RewardInput): Promise<number | null> {
  return sample.finish === 'end' ? (worth(sample).value as number) : null
}
`),
  )
  expect(await own(input)).toBe(0.25)
  expect(await own({ ...input, finish: 'length' })).toBeNull()
})

test('readOwnReward keeps every line in its place', () => {
  const code = readOwnReward(rewardFile('interface A {\n  a: number\n}\nexport default (a: A) => a.a\n'))
  expect(code.split('\n')[3]).toMatch(/^export default/)
})

test('readOwnReward(a syntax error that only JavaScript finds) names file and line, and runs nothing', () => {
  const file = rewardFile(
    'throw new Error("run")\n\nconst a: number = 1\nconst a: number = 2\nexport default () => a\n',
  )
  expect(() => readOwnReward(file)).toThrow(`${file}:4: not valid TypeScript: Identifier 'a' has already been declared`)
})

test('readOwnReward takes what only a module may hold', () => {
  const text = 'export const here = import.meta.url\nawait null\nexport default (): string => here\n'
  expect(readOwnReward(rewardFile(text))).toContain('await null')
})

test('loadOwnReward(a name that a module of Node does not export) names the file', async () => {
  const { place, problem } = await errorOf("import { nothing } from 'node:fs'\nexport default () => nothing\n")
  expect(place.line).toBeUndefined()
  expect(problem).toMatch(/^not valid TypeScript: .*'nothing'/)
})

test('loadOwnReward(a syntax error) names file, line and column', async () => {
  const { place, message } = await errorOf('const a = 1\nexport default (s: number => 1\n')
  // `export default (s: number ` has 26 characters.
  expect(place).toMatchObject({ line: 2, column: 27 })
  expect(message).toMatch(/reward-\d+ #1\.ts:2:27: not valid TypeScript: Unexpected token, expected ","; mend it$/)
})

test('loadOwnReward(a syntax error that only JavaScript finds) names file and line', async () => {
  const { place, problem } = await errorOf('const a: number = 1\n\nconst a: number = 2\nexport default () => a\n')
  expect(place.line).toBe(3)
  expect(problem).toBe("not valid TypeScript: Identifier 'a' has already been declared")
})

test.each([
  ["import { a } from './other.ts'\nexport default () => a\n", './other.ts'],
  ["import '../other.ts'\nexport default () => 1\n", '../other.ts'],
  ["export * from './other.ts'\nexport default () => 1\n", './other.ts'],
  ["import { z } from 'zod'\nexport default () => z\n", 'zod'],
])('loadOwnReward(%j) is refused: one file', async (text, specifier) => {
  expect((await errorOf(text)).problem).toBe(`expected a reward in one file, got an import of "${specifier}"`)
})

test.each([
  ['', 'no default export'],
  ['export const reward = () => 1\n', 'no default export'],
  ['export default 1\n', 'a default export of type number'],
])('loadOwnReward(%j) is refused: no function', async (text, got) => {
  expect((await errorOf(text)).problem).toBe(`expected a function as the default export, got ${got}`)
})

test('loadOwnReward(a file that throws at its top level) names the line and not the message', async () => {
  const { place, message } = await errorOf('interface A {}\n\nthrow new RangeError("secret")\nexport default () => 1\n')
  expect(place.line).toBe(3)
  expect(message).toMatch(/got RangeError at its top level/)
  expect(message).not.toMatch(/secret/)
})

test('loadOwnReward(a file that is not there) is an InputError', async () => {
  await expect(loadOwnReward(join(folder, 'none.ts'))).rejects.toBeInstanceOf(InputError)
})

test('an own reward that throws is named by kind, file and line, without its message', async () => {
  const own = await loadOwnReward(
    rewardFile("export default () => {\n  throw new TypeError('what a patient said')\n}\n"),
  )
  const error = (await Promise.resolve(own(input)).catch(caught => caught)) as Error
  expect(error.name).toMatch(/^TypeError at reward-\d+ #1\.ts:2$/)
  expect(error.message).not.toContain('patient')
})
