/** @file The Python of the benches: that of `.venv`, or the one that `BEDSIDE_PYTHON` names. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Of the repository; benches run from a folder below it that the compiler wrote. */
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** The interpreter, when it is there and has the module; null otherwise. */
export function pythonWith(module: string): string | null {
  const python = process.env['BEDSIDE_PYTHON'] ?? join(ROOT, '.venv', 'bin', 'python')
  return existsSync(python) && spawnSync(python, ['-c', `import ${module}`]).status === 0 ? python : null
}
