import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { InputError } from '../../support/index.ts'
import { KEY_BYTES, loadKey } from './key-file.ts'

let home: string
let studyFolder: string
let file: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bedside-key-'))
  studyFolder = join(home, 'study')
  mkdirSync(studyFolder)
  file = join(home, 'config', 'bedside', 'deidentification.key')
})

const failure = (options: Parameters<typeof loadKey>[0]): string => {
  try {
    loadKey(options)
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    expect((error as Error).message).not.toContain('\n')
    return (error as Error).message
  }
  throw new Error('expected the key to be refused')
}

test('loadKey(no key yet) makes one that only its owner may read, and reads the same one again', () => {
  const key = loadKey({ file, studyFolder, create: true })
  expect(key).toHaveLength(KEY_BYTES)
  expect(new Set(key).size).toBeGreaterThan(8)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(dirname(file))).toEqual(['deidentification.key'])
  expect(loadKey({ file, studyFolder, create: true })).toEqual(key)
  expect(readFileSync(file)).toEqual(key)
})

test('loadKey(a named key that is not there) does not make one', () => {
  expect(failure({ file, studyFolder, create: false })).toMatch(/expected a key, got nothing/)
  expect(existsSync(file)).toBe(false)
})

test('loadKey refuses a key in the study folder, there or yet to be made, also behind a link', () => {
  const inside = join(studyFolder, 'secrets', 'a.key')
  expect(failure({ file: inside, studyFolder, create: true })).toMatch(/lies in the study folder/)
  expect(existsSync(inside)).toBe(false)
  const link = join(home, 'elsewhere')
  symlinkSync(studyFolder, link)
  expect(failure({ file: join(link, 'a.key'), studyFolder, create: true })).toMatch(/lies in the study folder/)
  expect(failure({ file: inside, studyFolder: link, create: true })).toMatch(/lies in the study folder/)
})

test('loadKey accepts a folder whose name merely begins like the study folder', () => {
  expect(loadKey({ file: join(home, 'study-keys', 'a.key'), studyFolder, create: true })).toHaveLength(KEY_BYTES)
})

test('loadKey refuses a key that others may read, and one of another length', () => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, Buffer.alloc(KEY_BYTES, 1), { mode: 0o600 })
  chmodSync(file, 0o640)
  expect(failure({ file, studyFolder, create: true })).toMatch(/may be read by others.*chmod 600/)
  chmodSync(file, 0o600)
  writeFileSync(file, Buffer.alloc(31, 1))
  expect(failure({ file, studyFolder, create: true })).toMatch(/expected a key of 32 bytes, got 31/)
})

test('loadKey(a folder) says that it is no file', () => {
  mkdirSync(file, { recursive: true })
  expect(failure({ file, studyFolder, create: true })).toMatch(/something that is no file/)
})
