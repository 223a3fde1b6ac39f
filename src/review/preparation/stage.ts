/** @file The stage `review-material`: what raters will see of each case and plan, scanned for what tells who wrote it. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Prediction } from '../../predictions/index.ts'
import type { PromptRow, PromptsConfig } from '../../prompts/index.ts'
import { ownWords } from '../../records/deidentify/index.ts'
import type { Specialty } from '../../specialty/index.ts'
import {
  canonicalJson,
  type JsonValue,
  loadJsonl,
  type Stage,
  StudyError,
  writeFileAtomically,
  writeJsonl,
} from '../../support/index.ts'
import { distinguishability, lengthBands, type ScanOptions } from '../leaks/index.ts'
import { PHYSICIAN } from '../review-data.ts'
import { caseSheet } from './case-sheet.ts'
import { chooseCases } from './choose-cases.ts'
import { readLeakDecisions } from './leak-decisions.ts'
import {
  type FindingLine,
  MATERIAL,
  type MachineBaseline,
  type MaterialSummary,
  type PreparedCase,
  type PreparedPlan,
  type ReshapingLine,
  scannedTexts,
  textIdOf,
  visibleTexts,
} from './material.ts'
import { planSheet } from './plan-sheet.ts'
import type { Reshaping } from './reshape-reasoning.ts'
import { resolveLeaks } from './resolve-leaks.ts'
import { reviewSettings } from './review-settings.ts'
import type { ServedConfig } from './served-config.ts'
import { trainingCases } from './training-cases.ts'

/** What the stage is made for. */
export interface MaterialRequest {
  readonly config: ServedConfig
  readonly specialty: Specialty
  /** Short name of the study. */
  readonly study: string
  readonly units: PromptsConfig['units']
  /** All arms of the study, compared or not: no text may name one. */
  readonly arms: readonly string[]
  /** Other names by which a text could tell its source: of models and files. */
  readonly names: readonly string[]
  readonly studyFolder: string
}

interface Completion {
  readonly arm: string
  readonly text: string
}

/** What each compared arm says of each case; the recorded decision is one of them where it is compared. */
async function completionsOf(
  rows: readonly PromptRow[],
  arms: readonly string[],
  input: (artifact: string) => string,
): Promise<ReadonlyMap<string, readonly Completion[]>> {
  const found = new Map<string, Completion[]>(rows.map(({ record_id }) => [record_id, []]))
  for (const arm of arms) {
    const texts = new Map(
      arm === PHYSICIAN
        ? rows.map(row => [row.record_id, row.completion[0].content] as const)
        : (await loadJsonl<Prediction>(join(input(`predictions/${arm}`), 'predictions.jsonl'))).map(
            ({ recordId, text }) => [recordId, text] as const,
          ),
    )
    for (const [caseId, own] of found) {
      const text = texts.get(caseId)
      if (text === undefined)
        throw new StudyError(`case ${caseId}: expected a prediction of ${arm}, got none; run again`)
      own.push({ arm, text })
    }
  }
  return found
}

function countedReshaping(lines: readonly ReshapingLine[]): Readonly<Partial<Record<Reshaping, number>>> {
  const counts: Partial<Record<Reshaping, number>> = {}
  for (const what of lines.flatMap(({ done }) => done)) counts[what] = (counts[what] ?? 0) + 1
  return counts
}

/** How many cases have two plans that no rater could tell apart. */
function equalPlans(plans: readonly PreparedPlan[]): number {
  const sheets = new Map<string, string[]>()
  for (const { caseId, sheet } of plans)
    sheets.set(caseId, [...(sheets.get(caseId) ?? []), canonicalJson(sheet as unknown as JsonValue)])
  return [...sheets.values()].filter(own => new Set(own).size < own.length).length
}

/** Everything that is prepared, from rows and completions; pure, so that a test can look at every part. */
export function prepareMaterial(
  request: Pick<MaterialRequest, 'config' | 'specialty' | 'study' | 'units' | 'arms' | 'names'> & {
    readonly test: readonly PromptRow[]
    readonly validation: readonly PromptRow[]
    readonly completions: ReadonlyMap<string, readonly Completion[]>
    readonly decisions: Parameters<typeof resolveLeaks>[1]
    readonly seed: number
  },
) {
  const { config, specialty, units, seed, test, completions } = request
  const settings = reviewSettings(request)
  const cases = test.map(
    (row): PreparedCase => ({
      caseId: row.record_id,
      coupleId: row.couple_id,
      stratum: row.stratum,
      sheet: caseSheet(specialty, row.fields, units),
    }),
  )
  const reshaping: ReshapingLine[] = []
  const unreadable = Object.fromEntries(config.compare.map(arm => [arm, 0]))
  const drafts = cases.flatMap(({ caseId }) =>
    (completions.get(caseId) ?? []).map(({ arm, text }): PreparedPlan => {
      const reshaped = planSheet(specialty, text)
      const textId = textIdOf(caseId, arm)
      if (reshaped.done.length > 0) reshaping.push({ textId, done: reshaped.done })
      if (reshaped.unreadable > 0) unreadable[arm]++
      return { textId, caseId, arm, sheet: reshaped.sheet }
    }),
  )
  const options: ScanOptions = {
    arms: [...new Set([...request.arms, ...config.compare])],
    names: [...request.names, ...config.names],
    ownWords: ownWords(specialty),
  }
  const leaks = resolveLeaks(scannedTexts({ cases, plans: drafts }), request.decisions, options)
  const textOf = new Map(leaks.texts.map(({ id, text }) => [id, text]))
  const plans = drafts.map(plan => ({
    ...plan,
    sheet: { ...plan.sheet, reasoning: textOf.get(plan.textId) ?? plan.sheet.reasoning },
  }))
  const open = new Set(leaks.open.map(({ id }) => id))
  const decisionOf = new Map(leaks.resolutions.map(one => [one.findingId, one]))
  const findings = leaks.findings.map(
    (finding): FindingLine => ({
      ...finding,
      open: open.has(finding.id),
      decision: decisionOf.get(finding.id) ?? null,
    }),
  )
  const visible = visibleTexts({ cases, plans })
  const baseline: MachineBaseline = {
    ...distinguishability({ texts: visible, seed }),
    lengths: lengthBands(visible),
    unreadable,
  }
  const training = trainingCases(request.validation, config.training, { specialty, units, seed })
  const strata: Record<string, number> = {}
  for (const { stratum } of cases) strata[stratum] = (strata[stratum] ?? 0) + 1
  const summary: MaterialSummary = {
    arms: config.compare,
    cases: cases.length,
    couples: new Set(cases.map(({ coupleId }) => coupleId)).size,
    strata,
    training: training.length,
    texts: plans.length,
    reshaped: reshaping.length,
    reshaping: countedReshaping(reshaping),
    reshapingCheckedBy: config.reshapingCheckedBy ?? null,
    casesWithEqualPlans: equalPlans(plans),
    leaks: {
      found: findings.length,
      hints: findings.filter(({ severity }) => severity === 'hint').length,
      redacted: leaks.redacted,
      accepted: decisionOf.size,
      open: open.size,
      unused: leaks.unused.length,
    },
    simulated: config.simulated,
  }
  return { settings, cases, plans, training, reshaping, findings, baseline, summary }
}

/**
 * The stage that writes cases.jsonl, plans.jsonl, training.jsonl, reshaping.jsonl, findings.jsonl, distinguishability.json,
 * material.json and asked.json. Open leaks do not stop it: the allocation refuses them.
 */
export function materialStage(request: MaterialRequest): Stage {
  const { config, specialty, study, units, arms: studyArms, names, studyFolder } = request
  const decisionsFile = resolve(studyFolder, config.leaks)
  const arms = config.compare.filter(arm => arm !== PHYSICIAN)
  return {
    title: 'review material',
    artifact: MATERIAL,
    inputs: ['prompts', ...arms.map(arm => `predictions/${arm}`)],
    sources: [decisionsFile].filter(file => existsSync(file)),
    // What concerns people and places changes no text.
    settings: {
      config: { ...config, knownBy: null, folder: null, export: null },
      specialty,
      study,
      units,
      arms: studyArms,
      names,
    } as unknown as JsonValue,
    module: import.meta.url,
    async run({ input, output, seed, progress, signal }) {
      const rows = await loadJsonl<PromptRow>(join(input('prompts'), 'test.jsonl'))
      const validation = await loadJsonl<PromptRow>(join(input('prompts'), 'validation.jsonl'))
      const test = chooseCases(rows, config, seed)
      const completions = await completionsOf(test, config.compare, input)
      signal.throwIfAborted()
      const made = prepareMaterial({
        ...request,
        test,
        validation,
        completions,
        decisions: readLeakDecisions(decisionsFile),
        seed,
      })
      const { settings, summary, baseline } = made
      for (const name of ['cases', 'plans', 'training', 'reshaping', 'findings'] as const) {
        await writeJsonl(join(output, `${name}.jsonl`), made[name])
      }
      for (const [name, value] of [
        ['distinguishability', baseline],
        ['material', summary],
        ['asked', { seed, settings }],
      ] as const) {
        writeFileAtomically(join(output, `${name}.json`), `${JSON.stringify(value, null, 1)}\n`)
      }
      const { leaks } = summary
      if (leaks.open > 0) {
        progress.say(
          `  note: ${leaks.open} places could tell a rater who wrote a plan; decide them before cases are given out`,
        )
      }
      if (leaks.unused > 0) {
        progress.say(
          `  note: ${leaks.unused} decisions in ${config.leaks} fit nothing that was found; the texts have changed since`,
        )
      }
      return {
        cases: summary.cases,
        texts: summary.texts,
        reshaped: summary.reshaped,
        ...leaks,
        training: summary.training,
      }
    },
  }
}
