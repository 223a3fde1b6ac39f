/** @file The Python that the tests here run TRL with. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type TestContext } from 'vitest'
import { ROOT } from '../architecture/source-tree.ts'

/** The interpreter of `.venv`, or the one that `BEDSIDE_PYTHON` names. */
export const PYTHON = process.env['BEDSIDE_PYTHON'] ?? join(ROOT, '.venv', 'bin', 'python')

/** Skips a test where there is no TRL, and says so; in CI, where it must be there, fails it. */
export function requireTrl(context: TestContext, otherwise: string): void {
  if (existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import trl']).status === 0) return
  expect(process.env['CI'], 'CI needs the Python of python/requirements-tests.txt in .venv').toBeUndefined()
  context.skip(`no Python with TRL in .venv or BEDSIDE_PYTHON: ${otherwise}`)
}
