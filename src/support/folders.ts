/** @file Folders that a person names: making one, refusing a file in its place, telling what lies inside. */
import { existsSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { InputError } from './errors.ts'

/**
 * Makes a folder and those above it, unless they are there. Throws what the system says when it refuses. One by one, because
 * Node's own recursive way never ends where a folder cannot be made below one that is there, as in /proc.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  const parent = dirname(folder)
  if (existsSync(folder)) return
  if (parent !== folder) makeFolder(parent, mode)
  try {
    mkdirSync(folder, { mode })
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!existsSync(folder)) throw error
  }
}

/** Removes a folder with all that is in it; nothing when there is none. Tries again for a while where something is still written into it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}

/** Throws InputError when a path that is to be a folder, or to lie in one, is or lies below a file. */
export function refuseFileAsFolder(folder: string, remedy: string): void {
  let path = resolve(folder)
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path)
  if (statSync(path).isDirectory()) return
  throw new InputError('expected a folder, got a file', { file: path }, remedy)
}

/** A path with links resolved as far as it exists. */
function realPath(path: string): string {
  const whole = resolve(path)
  if (existsSync(whole)) return realpathSync(whole)
  const parent = dirname(whole)
  return parent === whole ? whole : join(realPath(parent), basename(whole))
}

/** True when a path is a folder or lies anywhere below it, also by way of links; neither needs to exist. */
export function isInsideFolder(path: string, folder: string): boolean {
  const way = relative(realPath(folder), realPath(path))
  // On another drive there is no relative way.
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}
