/** @file The commented `study.yaml` of a new study. */
import { isDeclared, type NewArm, type NewStudyAnswers } from './answers.ts'
import { claimedArms } from './claimed-arms.ts'
import type { NewSizes } from './sizes.ts'

/** Names of the files that are written beside each other. */
export const NEW_FILES = { study: 'study.yaml', mapping: 'mapping.yaml', plan: 'analysis-plan.yaml' } as const

/** How the export is read, where that is not the usual way. */
export interface ReadingKeys {
  readonly encoding?: string
  readonly delimiter?: string
}

/** What the text is made of; paths are relative to the study's folder. */
export interface StudyTextParts extends Omit<NewStudyAnswers, 'couples' | 'cases'> {
  readonly sizes: NewSizes
  readonly reading: ReadingKeys
  /** Rows of the file, or invented couples. */
  readonly rows: number
}

/** A text as YAML reads it in any place. */
const quoted = (text: string) => (/^[A-Za-z][A-Za-z0-9_./-]*$/.test(text) ? text : JSON.stringify(text))

/** A policy to start from that the study has. */
const startOf = (arms: readonly NewArm[], wanted: readonly NewArm[]): string =>
  wanted.find(arm => arms.includes(arm)) ?? 'base'

/** Which kind of base decides sizes and rates: the one of Bedside, one that is made here, or a large one. */
function kindOf({ model, specialty, language }: StudyTextParts): 'bedside-base' | 'new' | 'given' {
  if (model !== null && model !== 'bedside-base') return 'given'
  return isDeclared(specialty) || language !== 'en' ? 'new' : 'bedside-base'
}

function recordsLines({ records, reading, rows }: StudyTextParts): string[] {
  if (records === null) {
    return [
      '# Invented couples: no patient is in it, and every page says SYNTHETIC.',
      `records: { synthetic: { couples: ${rows}, seed: 1 } }`,
    ]
  }
  const { encoding, delimiter } = reading
  const keys = [
    `source: ${quoted(records)}`,
    `mapping: ${NEW_FILES.mapping}`,
    encoding === undefined ? '' : `encoding: ${encoding}`,
    delimiter === undefined ? '' : `delimiter: ${JSON.stringify(delimiter)}`,
  ]
  return [
    '# DECIDE: may these records be used (consent, ethics), and which rows are the cohort (`include` in the mapping)?',
    '# De-identification is on: names, numbers and addresses are taken out, dates moved, ids hashed.',
    `records: { ${keys.filter(Boolean).join(', ')} }`,
  ]
}

function splitLines({ sizes, records, rows }: StudyTextParts): string[] {
  const { train, validation, test } = sizes
  const of =
    records === null ? `${rows} invented couples` : `${rows} rows in the file; rows outside of the cohort make it fewer`
  return [
    `# Couples, not cycles: ${of}. What the three leave over is not used.`,
    `split: { ${train === null ? '' : `train: ${train}, `}validation: ${validation}, test: ${test} }${train === null ? ' # train: the rest' : ''}`,
  ]
}

function promptsLines(parts: StudyTextParts): string[] {
  const { language, specialty, records } = parts
  const kind = kindOf(parts)
  const keys = [
    language === 'en' ? '' : `language: ${language}`,
    kind === 'bedside-base' || (kind === 'new' && !isDeclared(specialty)) ? 'values: notable, options: unlisted' : '',
  ].filter(Boolean)
  const reasons =
    records === null || isDeclared(specialty)
      ? []
      : ['# DECIDE: where reasons come from when the export has none: add `rationale: { source: rules }`, or a model.']
  const short = keys.some(key => key.includes('notable'))
    ? ['# What is usual goes unsaid and options are learnt: a small model has little room.']
    : []
  return [...reasons, ...short, ...(keys.length === 0 ? [] : [`prompts: { ${keys.join(', ')} }`])]
}

function baseLines(parts: StudyTextParts): string[] {
  const engine = parts.engine === 'trl' ? 'engine: trl, ' : ''
  const note = parts.engine === 'trl' ? ['# TRL needs Python: `bedside engine install trl` once.'] : []
  switch (kindOf(parts)) {
    case 'bedside-base':
      return [
        ...note,
        '# DECIDE: the model that all arms start from. This one is small, and has read other invented clinics.',
        `base: { ${engine}model: bedside-base }`,
      ]
    case 'given':
      return [
        ...note,
        '# The folder of a Hugging Face checkpoint; it is never fetched from anywhere.',
        `base: { ${engine}model: ${quoted(parts.model as string)} }`,
      ]
    default:
      return [
        ...note,
        ...(parts.language === 'zh'
          ? [
              '# bedside-base reads English only: a Chinese study begins with a model made in the run from its own texts.',
            ]
          : []),
        '# DECIDE: a model from nothing learns the form of plans more than medicine; or name a checkpoint with `model:`.',
        `base: { ${engine}contextLength: 1536, epochs: 3, batchSize: 4 }`,
      ]
  }
}

/** Tokens of the longest answer: reasons and plan. */
const answerTokens = (parts: StudyTextParts) => (kindOf(parts) === 'given' ? 768 : 320)

function armLines(parts: StudyTextParts): string[] {
  const { arms } = parts
  const isGiven = kindOf(parts) === 'given'
  const lora = isGiven ? ', lora: {}' : ''
  const tokens = answerTokens(parts)
  const rate = (own: number, adapter: number) => `learningRate: ${isGiven ? adapter : own}${lora}`
  const dpoFrom = startOf(arms, ['sft'])
  const grpoFrom = startOf(arms, ['sft', 'dpo'])
  const line: Record<NewArm, string> = {
    base: 'base: {} # as it is, to compare with',
    icl: 'icl: { shots: 2, selection: selective, per: case } # shown worked cases before each question',
    sft: `sft: { epochs: 1, batchSize: 8, ${rate(0.001, 0.0002)} } # fine-tuned on the recorded decisions`,
    dpo: `dpo: { from: ${dpoFrom}, batchSize: 8, ${rate(0.00005, 0.00001)}, pairs: { samples: 2, maxNewTokens: ${tokens} } } # recorded above sampled`,
    grpo: `grpo: { from: ${grpoFrom}, epochs: 0.2, batchSize: 32, generations: 8, maxNewTokens: ${tokens}, ${rate(0.0001, 0.00001)} } # by rewards`,
  }
  return [
    '# DECIDE: which ways of alignment are compared, and how long each may train.',
    'arms:',
    ...arms.map(arm => `  ${line[arm]}`),
  ]
}

function reviewLines({ sizes, raters, arms, records }: StudyTextParts): string[] {
  if (sizes.cases === 0)
    return ['# No review: the report will say what agrees with the record, not what clinicians trust.']
  const { shown } = claimedArms(arms)
  const why =
    shown.length > 2
      ? 'every two arms at each visit: all are compared equally often, about six minutes a case'
      : 'the one pair at each visit, about three minutes a case'
  const simulated =
    records === null ? ['  # simulated: true # if programs judge and no clinician: bedside review simulate'] : []
  return [
    '# Blinded: clinicians judge plans without their source. DECIDE who reviews, and who holds which role: docs/review.md.',
    'review:',
    `  compare: [${shown.join(', ')}] # physician: the recorded decision; other arms are in the benchmark alone`,
    `  tasks: { pairs: { perCase: all } } # ${why}`,
    `  cases: ${sizes.cases}`,
    `  raters: ${raters} # of each case; \`bedside plan check\` says what that can show`,
    ...simulated,
  ]
}

/** The text of `study.yaml`. */
export function newStudyText(parts: StudyTextParts): string {
  const { name, specialty } = parts
  const blocks = [
    [
      '# A study with Bedside. docs/study-files.md has every key; what is left out has its default.',
      `study: ${quoted(name)}`,
      `specialty: ${quoted(specialty)}`,
      'seed: 1 # decides split, weights and every draw; leave it once the plan is registered',
    ],
    recordsLines(parts),
    splitLines(parts),
    promptsLines(parts),
    baseLines(parts),
    armLines(parts),
    [`prediction: { maxNewTokens: ${answerTokens(parts)} } # longest answer: reasons and plan`],
    reviewLines(parts),
    [`plan: ${NEW_FILES.plan} # register it before \`bedside run\`: claims count from then on`],
  ]
  return `${blocks
    .filter(block => block.length > 0)
    .map(block => block.join('\n'))
    .join('\n\n')}\n`
}
