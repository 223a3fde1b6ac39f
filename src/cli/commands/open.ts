/** @file `bedside open`: the study page in the browser, while the study runs and afterwards. */
import { loadStudy } from '../../study/index.ts'
import { DEFAULT_PAGE_PORT, serveStudyPage } from '../../study-page/index.ts'
import { InputError } from '../../support/index.ts'
import { type CliCommand, textOption } from '../command.ts'
import { openPrivately } from '../open-browser.ts'
import { reviewSurroundings } from '../review-surroundings.ts'
import { surroundings } from '../settings-folder.ts'

function portOf(given: string | null): number {
  const port = Number(given ?? DEFAULT_PAGE_PORT)
  if (given?.trim() !== '' && Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new InputError(`expected a port from 0 to 65535, got "${given}"`, { field: '--port' }, 'give another')
}

/** `bedside open [study]`. */
export const openCommand: CliCommand = {
  usage: 'open [study]',
  summary:
    'show the study in the browser of this machine until Ctrl-C: stages, curves, answers, tables; changes nothing',
  options: [
    ['--port <number>', `port to listen on, 0 for one that is free (default: ${DEFAULT_PAGE_PORT})`],
    ['--no-browser', 'only print the link'],
  ],
  async run({ positional, options }, { print, progress, signal }) {
    const { say } = progress
    const study = loadStudy(positional[0] ?? 'study.yaml')
    let forget = () => {}
    try {
      await serveStudyPage({
        file: study.file,
        surroundings: surroundings(false),
        review: reviewSurroundings(),
        port: portOf(textOption(options, 'port')),
        signal,
        say,
        onServed(link) {
          print(`Study page of "${study.config.study}": ${link}`)
          say('The link is for you alone: who has it reads the texts of the cases. Ctrl-C ends it; nothing is changed')
          if (options['browser'] !== false) forget = openPrivately(link)
        },
      })
    } finally {
      forget()
    }
    return 0
  },
}
