/** @file Work that is done again only when the files it reads have changed. */
import { statSync } from 'node:fs'

/** What tells one state of some files from another: their times, sizes and numbers; `-` for one that is not there. */
export function stampOf(files: readonly string[]): string {
  return files
    .map(file => {
      const found = statSync(file, { throwIfNoEntry: false })
      return found === undefined ? '-' : `${found.mtimeMs}.${found.size}.${found.ino}`
    })
    .join(' ')
}

/** Keeps the last result of `make` for as long as the stamp stays the same; a failure is not kept. */
export function onChange<Result>(): (stamp: string, make: () => Promise<Result>) => Promise<Result> {
  let kept: { readonly stamp: string; readonly result: Promise<Result> } | null = null
  return (stamp, make) => {
    if (kept?.stamp === stamp) return kept.result
    const mine = { stamp, result: make() }
    kept = mine
    mine.result.catch(() => {
      if (kept === mine) kept = null
    })
    return mine.result
  }
}
