/** @file The leak scan of a study's review from the command line: what is open, and a draft of the decisions. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  draftLeakDecisions,
  type FindingLine,
  loadMaterial,
  type MachineBaseline,
  MATERIAL,
  type MaterialSummary,
  readLeakDecisions,
  type ReviewMaterial,
  scannedTexts,
  whereIsLeak,
} from '../review/preparation/index.ts'
import { InputError, readManifest, readTextFile, writeFileAtomically } from '../support/index.ts'
import type { StudyReview } from './review-place.ts'
import { type RunOptions, runStages } from './run.ts'
import type { Surroundings } from '../records/index.ts'
import { finishedManifest } from './stage-state.ts'
import { studyStages } from './stages.ts'

/** A finding, where it is in words, and the text around it for who may read it. */
export interface DescribedLeak {
  readonly finding: FindingLine
  /** Names case and arm, and holds no text. */
  readonly where: string
  /** Names arm and case and holds a part of a text. */
  readonly context: string
}

/** What a scan came to. */
export interface Scanned {
  readonly summary: MaterialSummary['leaks']
  readonly open: readonly DescribedLeak[]
  /** What needs no decision and is worth a look. */
  readonly hints: readonly DescribedLeak[]
  /** How well a classifier tells each arm from the others by its text: area under the curve by arm, null when not estimable. */
  readonly areas: Readonly<Record<string, number | null>>
  /** How many entries were added to the file of decisions. */
  readonly drafted: number
}

/** Where the prepared cases and plans of a study are. */
export const materialFolder = ({ study }: StudyReview): string => join(study.out, MATERIAL)

/** How many leaks must be resolved and are not, by the last scan; null when there was none. */
export function openLeaksOf(review: StudyReview): number | null {
  const folder = materialFolder(review)
  if (readManifest(folder) === null) return null
  const { leaks } = JSON.parse(readFileSync(join(folder, 'material.json'), 'utf8')) as MaterialSummary
  return leaks.open
}

/** Adds the findings that the file of decisions does not name, as comments to fill in; what stands there stays. */
function draftInto(
  file: string,
  open: readonly FindingLine[],
  texts: Parameters<typeof draftLeakDecisions>[1],
): number {
  const before = existsSync(file) ? readTextFile(file) : ''
  const missing = open.filter(({ id }) => !before.includes(id))
  if (missing.length === 0) return 0
  const draft = draftLeakDecisions(missing, texts)
  const entries = before === '' ? draft : draft.slice(draft.indexOf('\n\n') + 1)
  writeFileAtomically(file, before === '' ? entries : `${before.trimEnd()}\n${entries}`)
  return missing.length
}

/**
 * Makes the material anew when the decisions about leaks, or anything else that it is made from, changed. Throws InputError
 * when the study has not been run so far.
 */
export async function remakeMaterial(
  review: StudyReview,
  surroundings: Surroundings,
  options: RunOptions,
): Promise<ReviewMaterial> {
  const stage = studyStages(review.study, surroundings).find(({ artifact }) => artifact === MATERIAL)
  if (stage === undefined) throw new Error('remakeMaterial: expected a stage that prepares the review')
  const missing = stage.inputs.find(artifact => finishedManifest(join(options.out, artifact)) === null)
  if (missing !== undefined) {
    throw new InputError(
      `expected a study that has been run, got one without ${missing}`,
      { file: options.out },
      'bedside run',
    )
  }
  await runStages([stage], { ...options, finished: stage.inputs })
  return loadMaterial(materialFolder(review))
}

/** The areas of the machine's baseline, by arm. */
function areasOf(review: StudyReview): Scanned['areas'] {
  const file = join(materialFolder(review), 'distinguishability.json')
  const { armAgainstRest } = JSON.parse(readFileSync(file, 'utf8')) as MachineBaseline
  return Object.fromEntries(
    Object.entries(armAgainstRest).map(([arm, area]) => [arm, 'value' in area ? area.value : null]),
  )
}

/**
 * Scans the texts with the decisions as they are now (which makes the material anew when they changed), and adds what is
 * open to the file of decisions. Throws InputError when the study has not been run so far.
 */
export async function scanReview(
  review: StudyReview,
  surroundings: Surroundings,
  options: RunOptions,
): Promise<Scanned> {
  const material = await remakeMaterial(review, surroundings, options)
  const open = material.findings.filter(finding => finding.open)
  const texts = scannedTexts(material)
  // Reading them first tells of a mistake in the file before anything is added to it.
  readLeakDecisions(review.leaksFile)
  const drafted = draftInto(review.leaksFile, open, texts)
  const described = (finding: FindingLine): DescribedLeak => ({
    finding,
    where: whereIsLeak(finding, texts),
    context: draftLeakDecisions([finding], texts).split('\n')[3]?.slice(2) ?? '',
  })
  return {
    summary: material.summary.leaks,
    open: open.map(described),
    hints: material.findings.filter(({ severity }) => severity === 'hint').map(described),
    areas: areasOf(review),
    drafted,
  }
}
