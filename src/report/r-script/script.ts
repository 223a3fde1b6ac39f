/** @file The R script that computes an analysis again, put together from the parts in `r/` of the package. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StudyError } from '../../support/index.ts'

/**
 * R stays R, in files that R tools read, and not in strings of TypeScript: the folder is part of the package beside `dist`,
 * since the compiler copies nothing. It is found upwards from here, because `src` and `dist` lie at different depths.
 */
function partsFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'r', '1-data.R'))) return join(folder, 'r')
    if (folder === dirname(folder)) throw new StudyError('expected the folder r/ of the package, got none')
  }
}

/** `recompute.R`: the parts in the order of their names. Throws StudyError when the package lacks them. */
export function recomputeScript(): string {
  const folder = partsFolder()
  const parts = readdirSync(folder).filter(file => file.endsWith('.R'))
  return parts
    .sort()
    .map(file => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
}
