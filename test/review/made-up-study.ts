/** @file A made-up study for tests of a whole review: cases of the cohort, and texts of arms whose quality is known. SYNTHETIC. */
import { type PromptRow, renderCompletion, renderPrompt } from '../../src/prompts/index.ts'
import { syntheticCases } from '../../src/records/synthetic/index.ts'
import { caseSheet } from '../../src/review/preparation/case-sheet.ts'
import {
  prepareMaterial,
  type ReviewMaterial,
  reviewSettings,
  type ServedConfig,
  servedConfig,
} from '../../src/review/preparation/index.ts'
import { planSheet } from '../../src/review/preparation/plan-sheet.ts'
import { loadSpecialty, type Specialty } from '../../src/specialty/index.ts'
import { type RandomStream, randomStream } from '../../src/support/index.ts'

/** How good the texts of an arm are. */
export interface TextQuality {
  /** Share of texts that give a ground for every decision; the others state some decisions. */
  readonly grounds: number
  /** Share of texts with a number that is not in the record. */
  readonly falseNumbers: number
}

const STRATA = ['head', 'mid', 'tail'] as const

/** Rows of a cohort as the prompts stage writes them: `count` cases from the `from`-th on. */
export function madeUpRows(
  specialty: Specialty,
  { count, seed, from = 0 }: { readonly count: number; readonly seed: number; readonly from?: number },
): PromptRow[] {
  const rows: PromptRow[] = []
  for (const { record } of syntheticCases(
    { couples: from + count, seed, language: specialty.language ?? 'en' },
    from + 1,
  )) {
    const fields = Object.fromEntries(specialty.fields.map(({ name }) => [name, record.fields[name] ?? null]))
    rows.push({
      prompt: renderPrompt(specialty, record),
      completion: renderCompletion(specialty, record.decision, record.reasoning ?? null),
      record_id: record.recordId,
      couple_id: record.coupleId,
      stratum: STRATA[rows.length % STRATA.length],
      weight: 1,
      rare_situations: [],
      fields,
      reference_plan: record.decision,
      synthetic: true,
    })
  }
  return rows
}

/** One cited number made three times as large. */
function withFalseNumber(text: string): string {
  return text.replace(/\d+(?:\.\d+)?/, number => String(Math.round(Number(number) * 30 + 7) / 10))
}

/** What an arm of this quality says of a case: the recorded decisions, with better or worse reasons. */
export function madeUpCompletion(
  specialty: Specialty,
  { fields, reference_plan: plan }: PromptRow,
  { grounds, falseNumbers }: TextQuality,
  random: RandomStream,
): string {
  const depth = random.uniform() < grounds ? 'gold' : 'shallow'
  const text = specialty.explain!(fields, plan, { depth, random })
  const said = random.uniform() < falseNumbers ? withFalseNumber(text) : text
  return renderCompletion(specialty, plan, said)[0].content
}

/** A made-up study that is ready to be allocated. */
export interface MadeUpStudy {
  readonly specialty: Specialty
  readonly config: ServedConfig
  readonly material: ReviewMaterial
}

/** What a made-up study is made of. */
export interface MadeUp {
  /** `physician` may be one: its texts are drawn like those of the others. */
  readonly arms: Readonly<Record<string, TextQuality>>
  readonly cases: number
  readonly seed: number
  /** Number of the first case: studies in one store need different ones. */
  readonly from?: number
  readonly language?: 'en' | 'zh'
  /** Settings of `review:` beside arms and cases. */
  readonly review?: object
}

function madeOf({ arms, cases, seed, from = 0, language = 'en', review = {} }: MadeUp) {
  const specialty = loadSpecialty('infertility', '.', language)
  const config = servedConfig.parse({ compare: Object.keys(arms), cases, simulated: true, ...review })
  const test = madeUpRows(specialty, { count: cases, seed, from })
  const completions = new Map(
    test.map(row => [
      row.record_id,
      Object.entries(arms).map(([arm, quality]) => ({
        arm,
        text: madeUpCompletion(specialty, row, quality, randomStream(seed, 'text', row.record_id, arm)),
      })),
    ]),
  )
  return { specialty, config, test, completions, settings: reviewSettings({ config, specialty, study: 'made-up' }) }
}

/** Material as the preparation makes it, scan for leaks and training cases included. Each text is drawn apart. */
export function madeUpStudy(made: MadeUp): MadeUpStudy {
  const { specialty, config, test, completions } = madeOf(made)
  const { seed, arms } = made
  const validation = config.training > 0 ? madeUpRows(specialty, { count: 24, seed, from: 100_000 }) : []
  const prepared = prepareMaterial({
    ...{ config, specialty, study: 'made-up', units: 'conventional', arms: Object.keys(arms), names: [] },
    ...{ test, validation, completions, decisions: [], seed },
  })
  return { specialty, config, material: { seed, ...prepared } }
}

/** The sheets alone, without what takes long: for tests that play many studies. */
export function manyCases(made: MadeUp): MadeUpStudy {
  const { specialty, config, test, completions, settings } = madeOf(made)
  const cases = test.map(({ record_id: caseId, couple_id: coupleId, stratum, fields }) => ({
    ...{ caseId, coupleId, stratum, sheet: caseSheet(specialty, fields, 'conventional') },
  }))
  const plans = [...completions].flatMap(([caseId, own]) =>
    own.map(({ arm, text }) => ({ textId: `${caseId}/${arm}`, caseId, arm, sheet: planSheet(specialty, text).sheet })),
  )
  const nothing = { training: [], findings: [], summary: {} as ReviewMaterial['summary'] }
  return { specialty, config, material: { seed: made.seed, settings, cases, plans, ...nothing } }
}

/** The part of a study with these cases alone. */
export function withCases(study: MadeUpStudy, from: number, count: number): MadeUpStudy {
  const cases = study.material.cases.slice(from, from + count)
  const ids = new Set(cases.map(({ caseId }) => caseId))
  const plans = study.material.plans.filter(({ caseId }) => ids.has(caseId))
  return { ...study, material: { ...study.material, cases, plans } }
}
