/** @file `bedside report --r`: the analysis of a finished study for R. */
import { loadStudy, writeRFolder } from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import type { CliCommand } from '../command.ts'
import { shortPath } from './run.ts'

/** `bedside report [study]`. */
export const reportCommand: CliCommand = {
  usage: 'report [study]',
  summary: 'write the analysis for R: data, numbers, and the script that computes them again (--r); nothing is run',
  options: [['--r <folder>', 'folder for the CSV files and recompute.R']],
  async run({ positional, options }, terminal) {
    const folder = options['r']
    if (typeof folder !== 'string') {
      throw new InputError('expected a folder, got none', { field: '--r' }, 'give one: bedside report --r for-r')
    }
    const files = await writeRFolder(loadStudy(positional[0] ?? 'study.yaml'), folder)
    terminal.print(`${files.length} files in ${shortPath(folder)}; compute them again: Rscript ${folder}/recompute.R`)
    return 0
  },
}
