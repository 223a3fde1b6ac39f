/** @file `bedside export inspect | lm-eval`: predictions and scores of a finished study for other evaluation tools. */
import { EXPORT_FORMS, type ExportForm, loadStudy, writeExport } from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import { type CliCommand, type CliGroup, textOption } from '../command.ts'
import { shortPath } from './run.ts'

const SUMMARIES: Readonly<Record<ExportForm, string>> = {
  inspect: 'write an evaluation log of Inspect for each arm, which `inspect view` opens',
  'lm-eval': 'write samples and results of each arm in the form of lm-eval',
}

const NEXT: Readonly<Record<ExportForm, (folder: string) => string>> = {
  inspect: folder => `look at them: inspect view --log-dir ${folder}`,
  'lm-eval': folder => `one folder for each arm in ${folder}`,
}

const exportCommand = (form: ExportForm): CliCommand => ({
  usage: `${form} [study]`,
  summary: SUMMARIES[form],
  options: [['--to <folder>', 'folder to write to, outside the study and outside the clone of Bedside']],
  async run({ positional, options }, terminal) {
    const folder = textOption(options, 'to')
    if (folder === null) {
      throw new InputError('expected a folder to write to, got none', { field: '--to' }, 'give one: --to FOLDER')
    }
    const study = loadStudy(positional[0] ?? 'study.yaml')
    const { files, arms, cases, synthetic } = await writeExport(study, form, folder)
    const whose = synthetic ? 'invented, no patient is in them' : 'TEXTS OF PATIENTS: keep them where records may be'
    terminal.print(
      `${files.length} files in ${shortPath(folder)}: prompts, recorded plans, answers and scores of ${cases} cases in ` +
        `${arms} arms (${whose})`,
    )
    terminal.progress.say(`Next: ${NEXT[form](folder)}`)
    return 0
  },
})

/** `bedside export`. */
export const exportCommands: CliGroup = {
  name: 'export',
  summary: 'write predictions and scores of a finished study for other evaluation tools; nothing is run',
  commands: EXPORT_FORMS.map(exportCommand),
}
