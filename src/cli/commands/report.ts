/** @file `bedside report`: makes the report of a finished study again, in English or in Chinese. */
import { LANGUAGES, type Language, loadStudy, renderReport } from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import type { CliCommand } from '../command.ts'
import { shortPath } from './run.ts'

function languageOf(given: string | boolean | undefined): Language {
  const found = LANGUAGES.find(language => language === (given ?? 'en'))
  if (found) return found
  throw new InputError(
    `expected one of ${LANGUAGES.join(', ')}, got "${String(given)}"`,
    { field: '--lang' },
    'give one of them',
  )
}

/** `bedside report [study]`. */
export const reportCommand: CliCommand = {
  usage: 'report [study]',
  summary: 'make the report of a finished study again, also in Chinese (--lang zh); nothing else runs',
  options: [['--lang <language>', `language of the report: ${LANGUAGES.join(' or ')} (default: en)`]],
  async run({ positional, options }, terminal) {
    const language = languageOf(options['lang'])
    const study = loadStudy(positional[0] ?? 'study.yaml')
    const { progress, signal } = terminal
    const { page } = await renderReport(study, language, { out: study.out, seed: study.config.seed, progress, signal })
    terminal.print(`Report: ${shortPath(page)}`)
    return 0
  },
}
