import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isInsideFolder, makeFolder, refuseFileAsFolder } from './folders.ts'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('makeFolder makes all that is missing, and takes what is there', () => {
  const folder = join(temporaryFolder(), 'a', 'b')
  makeFolder(folder)
  makeFolder(folder)
  expect(existsSync(folder)).toBe(true)
})

test('makeFolder(where the system makes none) ends, with what the system says', () => {
  expect(() => makeFolder('/proc/x/y')).toThrow(/mkdir/)
})

test('refuseFileAsFolder tells a file, and what lies below one, from a folder that is there or to be made', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'one.csv')
  writeFileSync(file, '')
  for (const path of [file, join(file, 'sub', 'sub')]) {
    expect(() => refuseFileAsFolder(path, 'give another')).toThrow(
      `${file}: expected a folder, got a file; give another`,
    )
  }
  for (const path of [folder, join(folder, 'new', 'sub')]) expect(() => refuseFileAsFolder(path, '')).not.toThrow()
})

test('isInsideFolder goes by where a path leads, not by how it is written', () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'data'))
  symlinkSync(join(folder, 'data'), join(folder, 'link'))
  const inside = (path: string) => isInsideFolder(join(folder, path), join(folder, 'data'))
  expect(['data', 'data/a/b', 'link/a', 'x/../data/a'].map(inside)).toEqual([true, true, true, true])
  expect(['', 'data2', 'data/../x', '..'].map(inside)).toEqual([false, false, false, false])
})
