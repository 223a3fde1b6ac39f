/** @file The repository's files as text, for the tests that keep its architecture. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** The text of a file of the repository. */
export function readRepositoryFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** Every file that is, or may be, committed: tracked and untracked ones that git does not ignore. */
export function repositoryFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  return [...new Set(list.toString().split('\0'))].filter(path => path !== '' && existsSync(join(ROOT, path)))
}

/** Every TypeScript file of src/, those with markup (.tsx) too. */
export function sourceFiles(): string[] {
  return repositoryFiles().filter(path => path.startsWith('src/') && /\.tsx?$/.test(path))
}

/** TypeScript with its comments blanked out, line breaks kept, so that only code is searched. */
export function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, comment => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[\s;,{}()])\/\/[^\n]*/g, '$1')
}

/** The modules that a TypeScript file imports or re-exports, static or dynamic, type imports included. */
export function importsOf(text: string): string[] {
  const code = withoutComments(text)
  const statics = code.matchAll(/(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]/g)
  const dynamics = code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)
  return [...statics, ...dynamics].map(match => match[1])
}
