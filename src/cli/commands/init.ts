/** @file `bedside init`: asks a few questions, or takes flags, and writes the files of a new study. */
import { basename } from 'node:path'
import { type NewStudyAnswers, writeNewStudy } from '../../study/index.ts'
import { InputError } from '../../support/index.ts'
import { askAnswers } from '../ask-answers.ts'
import { type CliCommand, type Invocation, textOption } from '../command.ts'
import { ENCODING_NAMES, encodingOption } from '../encoding-option.ts'
import { answering, newStudyAnswers } from '../new-study-answers.ts'
import type { Terminal } from '../terminal.ts'
import { shortPath } from './run.ts'

/** How the export is to be read. Throws InputError on what there is none of. */
function readingOf(options: Invocation['options']) {
  const delimiter = textOption(options, 'delimiter')?.replace('\\t', '\t')
  if (delimiter !== undefined && ![',', ';', '\t', '|'].includes(delimiter)) {
    throw new InputError('expected a comma, a semicolon, a tab or |', { field: '--delimiter' }, 'for a tab write "\\t"')
  }
  const sheet = textOption(options, 'sheet') ?? undefined
  return { encoding: encodingOption(options), delimiter, sheet }
}

const said = ({ name, specialty, records, arms, engine, language }: NewStudyAnswers): string =>
  `${name}: ${specialty}, ${records ?? 'invented couples'}, arms ${arms.join(', ')}, engine ${engine}, language ${language}`

/** Said where a study in Chinese begins without a model that has read anything. */
const CHINESE_START =
  'bedside-base reads English only, so this study begins with a model made in the run from its own texts, which learns the form of ' +
  'plans more than medicine; --model FOLDER begins with a checkpoint of yours'

/** What to do next, one step a line; the folder is named where it is not the current one. */
function nextSteps(folder: string, { records, engine, specialty }: NewStudyAnswers): string[] {
  const at = (file: string) => shortPath(`${folder}/${file}`)
  const study = folder === '.' ? '' : ` ${at('study.yaml')}`
  const from = records === null ? '' : ` --specialty ${specialty}`
  const steps = [
    ...(records === null
      ? []
      : [
          `edit ${at('mapping.yaml')}: a draft from the header of ${basename(records)}; every "guess" and every blank is yours`,
          `bedside import ${records} --mapping ${at('mapping.yaml')}${from}   # what becomes of the rows`,
        ]),
    `read ${at('study.yaml')}: lines with DECIDE are yours`,
    ...(engine === 'trl' ? ['bedside engine install trl   # once'] : []),
    `bedside plan check ${at('analysis-plan.yaml')}   # each claim in words`,
    `bedside plan register ${at('analysis-plan.yaml')} --signer NAME   # before anything is seen`,
    `bedside run${study}`,
  ]
  return steps.map((step, index) => `  ${index + 1}. ${step}`)
}

/** Answers from a person where there is one, and says which were taken otherwise. */
async function answersFor(
  folder: string,
  options: Invocation['options'],
  reading: ReturnType<typeof readingOf>,
  terminal: Terminal,
): Promise<NewStudyAnswers> {
  const { questions } = terminal
  if (questions !== null && !options['yes']) {
    return askAnswers(questions.input, questions.output, ask =>
      newStudyAnswers(folder, answering(options, ask), reading),
    )
  }
  const answers = await newStudyAnswers(folder, answering(options, null), reading)
  const why = questions === null ? 'standard input is no terminal' : '--yes'
  terminal.progress.say(`Nothing was asked (${why}); by flags and defaults, ${said(answers)}`)
  return answers
}

/** `bedside init [folder]`. */
export const initCommand: CliCommand = {
  usage: 'init [folder]',
  summary: 'ask a few questions and write the files of a study of your own (default: here)',
  options: [
    ['--name <name>', 'short name of the study'],
    ['--specialty <name>', 'infertility, or the path of a specialty.yaml'],
    ['--records <file>', 'an export, of which a mapping is drafted; or synthetic'],
    ['--couples <number>', 'invented couples, without --records'],
    ['--arms <list>', 'of base, icl, sft, dpo, grpo, such as icl,sft'],
    ['--engine <name>', 'embedded or trl'],
    ['--model <folder>', 'the checkpoint to start from; new for one made in the run'],
    ['--cases <number>', 'cases that clinicians judge; 0 for no review'],
    ['--raters <number>', 'clinicians who judge each case'],
    ['--language <code>', 'of prompts and plans: en or zh'],
    ['--encoding <name>', `of the export: ${ENCODING_NAMES}`],
    ['--delimiter <character>', 'of a delimited export'],
    ['--sheet <name>', 'of a workbook'],
    ['--yes', 'ask nothing: what no flag says has its default'],
  ],
  async run({ positional, options }, terminal) {
    const folder = positional[0] ?? '.'
    const reading = readingOf(options)
    const answers = await answersFor(folder, options, reading, terminal)
    const { files } = await writeNewStudy({ folder, answers, reading })
    for (const file of files) terminal.print(`Wrote ${shortPath(file)}`)
    if (answers.language === 'zh' && answers.model === null) terminal.progress.say(`note: ${CHINESE_START}`)
    terminal.print('Next:')
    for (const line of nextSteps(folder, answers)) terminal.print(line)
    return 0
  },
}
