/** @file Where the code of a run came from: versions of Node and of every dependency, and the repository's commit. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageVersion } from '../support/index.ts'

/** What every manifest of a run says of the code. */
export interface Provenance {
  readonly versions: Readonly<Record<string, string>>
  /** Null when Bedside was not run from a clone of its repository. */
  readonly commit: string | null
}

interface PackageFile {
  readonly name: string
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
}

/** The folder of Bedside's own package.json, found upwards from this module (also from dist/). */
export function packageFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (dirname(folder) === folder) throw new Error('packageFolder: expected package.json above the code, got none')
  }
}

/** Bedside's own package.json. */
export function packageFile(): PackageFile {
  return JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as PackageFile
}

/**
 * The commit that a repository's HEAD names, read from its files (loose or packed reference, linked work tree), or null
 * when `folder` is not a work tree or has no commit yet. Says nothing of uncommitted changes: the code hash does.
 */
export function repositoryCommit(folder: string): string | null {
  try {
    let git = join(folder, '.git')
    if (!existsSync(git)) return null
    const link = existsSync(join(git, 'HEAD')) ? null : /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))
    if (link) git = resolve(folder, link[1])
    const head = readFileSync(join(git, 'HEAD'), 'utf8').trim()
    const reference = /^ref: (.+)$/.exec(head)?.[1]
    if (reference === undefined) return head
    const shared = existsSync(join(git, 'commondir'))
      ? resolve(git, readFileSync(join(git, 'commondir'), 'utf8').trim())
      : git
    if (existsSync(join(shared, reference))) return readFileSync(join(shared, reference), 'utf8').trim()
    const packed = readFileSync(join(shared, 'packed-refs'), 'utf8').split('\n')
    return (
      packed
        .find(line => line.endsWith(` ${reference}`))
        ?.split(' ')
        .at(0) ?? null
    )
  } catch {
    return null
  }
}

/** Versions of Bedside, Node and each dependency, and the commit of the repository. */
export function readProvenance(): Provenance {
  const folder = packageFolder()
  const { version, dependencies } = packageFile()
  const versions: Record<string, string> = { bedside: version, node: process.versions.node }
  for (const name of Object.keys(dependencies).sort()) versions[name] = packageVersion(name, folder) ?? 'missing'
  return { versions, commit: repositoryCommit(folder) }
}
