/** @file The Python with TRL that tests use. */
import { join } from 'node:path'
import { ROOT } from '../architecture/source-tree.ts'

/** Of BEDSIDE_PYTHON, or of `.venv` in the clone. */
export const trlPython = process.env['BEDSIDE_PYTHON'] ?? join(ROOT, '.venv', 'bin', 'python')
