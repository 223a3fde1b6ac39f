/** @file The Python environment of the TRL engine: where it is, and whether it is whole. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256, writeFileAtomically } from '../../support/index.ts'

/** Written last, so that an environment with it is whole. */
export const MARKER = 'bedside-environment.json'

/** What the marker says. */
export interface Environment {
  readonly python: string
  /** Package -> version, of the packages that the requirements name. */
  readonly packages: Readonly<Record<string, string>>
  /** Of the requirements that it was made from. */
  readonly requirements: string
}

/** The folder of the environment for the text of a requirements file: another text has another folder. */
export function environmentFolder(dataFolder: string, requirements: string): string {
  return join(dataFolder, 'bedside', 'environments', `trl-${sha256(requirements).slice(0, 12)}`)
}

/** Names the environment that was made last. */
const currentFile = (dataFolder: string) => join(dataFolder, 'bedside', 'environments', 'trl.json')

/** The environment that `bedside engine install trl` made last; null when there is none that is whole. */
export function currentEnvironment(dataFolder: string): Environment | null {
  const file = currentFile(dataFolder)
  if (!existsSync(file)) return null
  try {
    const { folder } = JSON.parse(readFileSync(file, 'utf8')) as { readonly folder: string }
    return readEnvironment(folder)
  } catch {
    return null
  }
}

/** Makes an environment the current one. */
export function chooseEnvironment(dataFolder: string, folder: string): void {
  writeFileAtomically(currentFile(dataFolder), `${JSON.stringify({ folder })}\n`)
}

/** The interpreter of an environment. */
export function interpreterOf(folder: string): string {
  return join(folder, 'bin', 'python')
}

/** The environment in a folder; null when there is none, or one that was never finished. */
export function readEnvironment(folder: string): Environment | null {
  const file = join(folder, MARKER)
  if (!existsSync(file) || !existsSync(interpreterOf(folder))) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Environment
  } catch {
    return null
  }
}

/**
 * Package -> version of what is installed beside an interpreter, from the names of its metadata folders: nothing is run.
 * Empty when the interpreter is not one of a virtual environment.
 */
export function installedPackages(python: string): Readonly<Record<string, string>> {
  const root = join(python, '..', '..')
  const found: Record<string, string> = {}
  for (const library of ['lib', 'lib64', 'Lib']) {
    if (!existsSync(join(root, library))) continue
    for (const version of ['', ...readdirSync(join(root, library)).filter(name => name.startsWith('python'))]) {
      const packages = join(root, library, version, 'site-packages')
      if (!existsSync(packages)) continue
      for (const name of readdirSync(packages)) {
        const info = /^(.+?)-([^-]+)\.dist-info$/.exec(name)
        if (info) found[info[1].toLowerCase().replaceAll('_', '-')] = info[2]
      }
    }
  }
  return found
}
