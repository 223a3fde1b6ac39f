import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageFile, readProvenance, repositoryCommit } from './provenance.ts'

const COMMIT = '0123456789abcdef0123456789abcdef01234567'

function repository(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-git-'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

test('repositoryCommit follows HEAD to a loose reference, a packed one, or a bare commit', () => {
  const head = 'ref: refs/heads/main\n'
  expect(repositoryCommit(repository({ '.git/HEAD': head, '.git/refs/heads/main': `${COMMIT}\n` }))).toBe(COMMIT)
  expect(
    repositoryCommit(repository({ '.git/HEAD': head, '.git/packed-refs': `# pack-refs\n${COMMIT} refs/heads/main\n` })),
  ).toBe(COMMIT)
  expect(repositoryCommit(repository({ '.git/HEAD': `${COMMIT}\n` }))).toBe(COMMIT)
})

test('repositoryCommit finds the commit of a linked work tree', () => {
  const folder = repository({
    'tree/.git': 'gitdir: ../main/.git/worktrees/tree\n',
    'main/.git/worktrees/tree/HEAD': 'ref: refs/heads/side\n',
    'main/.git/worktrees/tree/commondir': '../..\n',
    'main/.git/refs/heads/side': `${COMMIT}\n`,
  })
  expect(repositoryCommit(join(folder, 'tree'))).toBe(COMMIT)
})

test('repositoryCommit(no repository, or one without a commit) is null', () => {
  expect(repositoryCommit(repository({ 'a.txt': '' }))).toBeNull()
  expect(repositoryCommit(repository({ '.git/HEAD': 'ref: refs/heads/main\n' }))).toBeNull()
})

test('readProvenance gives the version of Node and of every dependency', () => {
  const { versions } = readProvenance()
  expect(versions).toMatchObject({ node: process.versions.node, bedside: packageFile().version })
  const { dependencies } = packageFile()
  // Every dependency is pinned exactly, so what is installed is what package.json says.
  expect(versions).toMatchObject(dependencies)
})
