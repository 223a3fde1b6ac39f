/** @file What the repository as a whole keeps to: a README that tells the truth, and nothing of one machine in it. */
import { expect, test } from 'vitest'
import { readRepositoryFile, repositoryFiles, sourceFiles } from './source-tree.ts'

test("README's tree of src/ names every folder once, in order of use, with a phrase", () => {
  const block = /```text\nsrc\/\n([\s\S]*?)```/.exec(readRepositoryFile('README.md'))?.[1] ?? ''
  const entries = block
    .trimEnd()
    .split('\n')
    .map(line => /^ {2}([\w-]+)\/ +(\S.*)$/.exec(line))
  expect(entries.every(entry => entry !== null && entry[2].split(' ').length >= 3)).toBe(true)
  const named = entries.map(entry => entry?.[1])
  const onDisk = new Set(sourceFiles().map(file => file.split('/')[1]))
  expect(named.toSorted()).toEqual([...onDisk].toSorted())
})

const TEXT =
  /\.(tsx?|js|json|jsonl|md|ya?ml|csv|html|css|svg|py|R|sh|txt|npmrc|jinja)$|(^|\/)(\.gitignore|run|LICENSE|NOTICE)$/

/** Paths of one machine. Standard places of Debian such as /usr/bin are not. */
const MACHINE_PATH = /(^|[\s"'`(=:])\/(root|home|work|Users|tmp|mnt|workspace)\/\w/m
/** A package registry or mirror by name; packages come from wherever the user's npm says. */
const REGISTRY = /https?:\/\/[^\s"'`)]*(registry|npmjs|pypi|artifactory|verdaccio|nexus|mirror)[^\s"'`)]*/i

test('no file names a path of one machine', () => {
  const files = repositoryFiles().filter(file => TEXT.test(file) && !file.startsWith('test/architecture/'))
  expect(files.filter(file => MACHINE_PATH.test(readRepositoryFile(file)))).toEqual([])
})

test('no file names a package registry, and the lock says no host', () => {
  const files = repositoryFiles().filter(file => TEXT.test(file) && !file.startsWith('test/architecture/'))
  expect(files.filter(file => REGISTRY.test(readRepositoryFile(file)))).toEqual([])
  expect(readRepositoryFile('package-lock.json')).not.toMatch(/"resolved": "http/)
})
