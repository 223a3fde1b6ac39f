/** @file A fingerprint of the code that a stage runs: its module and everything that module imports. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256 } from './hash.ts'

const IMPORT = /(?:^|[\s;}])(?:import|export)\s(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]/g

/** The version of an installed package, or null when it is not installed. */
export function packageVersion(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'node_modules', name, 'package.json')
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
    if (dirname(folder) === folder) return null
  }
}

/**
 * SHA-256 over the text of a module, of every module it reaches by relative imports, and over the versions of the
 * packages they name. A stage is run again exactly when this changes: nobody has to remember to raise a number.
 * @param moduleUrl the stage's own `import.meta.url`.
 */
export function codeVersion(moduleUrl: string): string {
  const entry = fileURLToPath(moduleUrl)
  const sources = new Map<string, string>()
  const packages = new Map<string, string>()
  const visit = (file: string): void => {
    if (sources.has(file)) return
    const text = readFileSync(file, 'utf8')
    sources.set(file, sha256(text))
    for (const [, specifier] of text.matchAll(IMPORT)) {
      if (specifier.startsWith('.')) visit(resolve(dirname(file), specifier))
      else if (!specifier.startsWith('node:')) {
        const name = specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/')
        packages.set(name, packageVersion(name, dirname(file)) ?? 'missing')
      }
    }
  }
  visit(entry)
  const lines = [...sources].map(([file, hash]) => `${relative(dirname(entry), file)} ${hash}`)
  for (const [name, version] of packages) lines.push(`${name} ${version}`)
  return sha256(lines.sort().join('\n'))
}
