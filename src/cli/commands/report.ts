/** @file `bedside report`: the report of a finished study again, in English or in Chinese, or its analysis for R. */
import { LANGUAGES, type Language, loadStudy, renderReport, type Study, writeRFolder } from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import type { CliCommand } from '../command.ts'
import type { Terminal } from '../terminal.ts'
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

async function writeForR(study: Study, folder: string, terminal: Terminal): Promise<void> {
  const files = await writeRFolder(study, folder)
  terminal.print(`${files.length} files in ${shortPath(folder)}; compute them again: Rscript ${folder}/recompute.R`)
}

/** `bedside report [study]`. */
export const reportCommand: CliCommand = {
  usage: 'report [study]',
  summary:
    'make the report of a finished study again (--lang zh: in Chinese), or write its analysis for R; nothing is run',
  options: [
    ['--lang <language>', `language of the report: ${LANGUAGES.join(' or ')} (default: en)`],
    ['--r <folder>', 'instead: folder for CSV files with data and numbers, and recompute.R, which computes them again'],
  ],
  async run({ positional, options }, terminal) {
    const { lang, r } = options
    if (typeof r === 'string' && lang !== undefined) {
      throw new InputError('expected --lang or --r, got both', { field: '--r' }, 'files for R have no language')
    }
    const language = languageOf(lang)
    const study = loadStudy(positional[0] ?? 'study.yaml')
    if (typeof r === 'string') {
      await writeForR(study, r, terminal)
      return 0
    }
    const { progress, signal } = terminal
    const { page } = await renderReport(study, language, { out: study.out, seed: study.config.seed, progress, signal })
    terminal.print(`Report: ${shortPath(page)}`)
    return 0
  },
}
