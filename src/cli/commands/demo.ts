/** @file `bedside demo`: writes a small study of invented couples and runs it. */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { InputError, readTextFile, refuseFileAsFolder, writeFileAtomically } from '../../support/index.ts'
import type { CliCommand } from '../command.ts'
import { DEMO_MARK, demoStudy } from '../demo-study.ts'
import { runStudy, shortPath } from './run.ts'

/**
 * Writes the demo's study file into a folder, or keeps the one of an earlier demo as it is; returns its path.
 * Throws InputError when the folder holds anything that is not a demo.
 */
export function prepareDemo(folder: string): { readonly file: string; readonly isNew: boolean } {
  refuseFileAsFolder(folder, 'choose another with --dir')
  const file = join(folder, 'study.yaml')
  if (existsSync(file) && readTextFile(file).startsWith(DEMO_MARK)) return { file, isNew: false }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new InputError(
      'expected a new or empty folder for the demo, got one that holds other files',
      { file: folder },
      'choose another with --dir',
    )
  }
  writeFileAtomically(file, demoStudy)
  return { file, isNew: true }
}

/** `bedside demo`. */
export const demoCommand: CliCommand = {
  usage: 'demo',
  summary: 'write a small study of invented couples and run it (a few minutes)',
  options: [['--dir <folder>', 'folder to write it to (default: bedside-demo)']],
  async run({ options }, terminal) {
    const folder = resolve(typeof options['dir'] === 'string' ? options['dir'] : 'bedside-demo')
    const { file, isNew } = prepareDemo(folder)
    terminal.progress.say(isNew ? `Wrote ${shortPath(file)}` : `Going on with ${shortPath(file)}, kept as it is`)
    await runStudy(shortPath(file), terminal)
    return 0
  },
}
