/** @file The answers of `bedside init`: from its flags, from a person at a terminal, or by default. */
import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import {
  checkName,
  checkSpecialty,
  FEWEST_COUPLES,
  isDeclared,
  NEW_ARMS,
  NEW_ENGINES,
  NEW_LANGUAGES,
  type NewStudyAnswers,
  parseArms,
  parseChoice,
  parseCount,
  studyNameOf,
  suggestedLanguage,
} from '../study/index.ts'
import { InputError } from '../support/index.ts'
import type { Ask, Question } from './ask-answers.ts'
import { type Invocation, textOption } from './command.ts'

const [MOST_COUPLES, MOST_CASES, MOST_RATERS] = [1_000_000, 20_000, 500]

/** What the line says when no file is meant. */
const SYNTHETIC = 'synthetic'
/** What the line says when the number is to follow from that of the records. */
const SUITS = 'auto'

function readFileName(option: string, line: string): string {
  if (existsSync(resolve(line))) return line
  throw new InputError(`expected a file, got nothing at "${line}"`, { field: option }, 'check the path')
}

/** Gives the answer of a flag, else asks; without somebody to ask, the usual answer. */
export type Answering = <Answer>(flag: string, question: Question<Answer>) => Promise<Answer>

/** Answers by flags, and what they leave open by `ask`, or by default where nobody can be asked. */
export function answering(options: Invocation['options'], ask: Ask | null): Answering {
  return async (flag, question) => {
    const given = textOption(options, flag)
    if (given !== null) return question.read(given)
    return ask === null ? question.read(question.usual) : ask(question)
  }
}

/** The answers for a study in a folder. Throws InputError on a flag that is none of what it may be. */
export async function newStudyAnswers(
  folder: string,
  answer: Answering,
  reading: Parameters<typeof suggestedLanguage>[1] = {},
): Promise<NewStudyAnswers> {
  const checked = (check: (line: string) => void) => (line: string) => {
    check(line)
    return line
  }
  const name = await answer('name', {
    text: 'Short name of the study (small letters, digits, hyphens)',
    usual: studyNameOf(basename(resolve(folder))),
    read: checked(checkName),
  })
  const specialty = await answer('specialty', {
    text: 'Specialty: infertility, or the path of a specialty.yaml',
    usual: 'infertility',
    read: checked(checkSpecialty),
  })
  const records = await answer('records', {
    text: 'File of the records (CSV, TSV, JSON Lines, Parquet, XLSX, FHIR), or synthetic for invented couples',
    usual: SYNTHETIC,
    read: line => (line === SYNTHETIC ? null : readFileName('--records', line)),
  })
  const couples = await (records === null ? answer : answering({}, null))('couples', {
    text: 'How many invented couples',
    usual: '2000',
    read: line => parseCount('couples', line, FEWEST_COUPLES, MOST_COUPLES),
  })
  const arms = await answer('arms', {
    text: `Arms to compare, of ${NEW_ARMS.join(', ')}`,
    usual: 'icl, sft, dpo, grpo',
    read: parseArms,
  })
  const engine = await answer('engine', {
    text: 'Engine: embedded (on the CPU, nothing to install), or trl (Hugging Face TRL, for GPUs)',
    usual: 'embedded',
    read: line => parseChoice('engine', line, NEW_ENGINES),
  })
  const language = await (isDeclared(specialty) ? answering({}, null) : answer)('language', {
    text: 'Language of prompts and plans: en or zh (with zh no model comes with Bedside: one is made from nothing)',
    // A declared specialty has words of its own, in whatever language its records are.
    usual: records === null || isDeclared(specialty) ? 'en' : await suggestedLanguage(records, reading),
    read: line => parseChoice('language', line, NEW_LANGUAGES),
  })
  const hasOwn = language === 'en' && !isDeclared(specialty)
  const model = await answer('model', {
    text: `Model to start from: the folder of a checkpoint, or ${hasOwn ? 'bedside-base, the small one that comes with Bedside' : 'new for one made from nothing'}`,
    usual: hasOwn ? 'bedside-base' : 'new',
    read: line => (line === 'new' ? null : line),
  })
  const cases = await answer('cases', {
    text: 'Cases that clinicians judge blind, 0 for no review; auto: 15 % of the records, 60 at most',
    usual: SUITS,
    read: line => (line === SUITS ? null : parseCount('cases', line, 0, MOST_CASES)),
  })
  const raters = await (cases === 0 ? answering({}, null) : answer)('raters', {
    text: 'Clinicians who judge each case',
    usual: '3',
    read: line => parseCount('raters', line, 1, MOST_RATERS),
  })
  return { name, specialty, records, couples, arms, engine, model, cases, raters, language }
}
