/** @file What a reporting checklist is as data: its items, and what a study's own files say to them. */
import type { AnalysisResults } from '../../analysis/index.ts'
import type { StudyArtifacts } from '../study-artifacts.ts'

/** What answers are made from. */
export type ChecklistFacts = Pick<
  StudyArtifacts,
  'study' | 'specialty' | 'arms' | 'importReport' | 'split' | 'results' | 'manifests' | 'seed'
> & { readonly analysis: AnalysisResults }

/** What the study says to an item, and where it stands. */
export interface ChecklistAnswer {
  readonly says: string
  /** File or section of the report. */
  readonly where: string
}

/** From the facts of a study; null where the study lacks it. */
export type Answer = (facts: ChecklistFacts) => ChecklistAnswer | null

/** One item. */
export interface ChecklistItem {
  /** As the checklist numbers it; null where we are not sure of the number. */
  readonly item: string | null
  /** What it asks, in our own words. */
  readonly topic: string
  /** Left out where a person has to write. */
  readonly answer?: Answer
}

/** A checklist. */
export interface Checklist {
  /** Name of its file, such as `chart` of `chart.csv`. */
  readonly name: string
  readonly title: string
  readonly source: string
  /** How far it fits a study like this. */
  readonly fit: string
  readonly items: readonly ChecklistItem[]
}

/** An item with what was said to it. */
export interface AnsweredItem {
  readonly item: ChecklistItem
  readonly answer: ChecklistAnswer | null
}

/** Every item with its answer. */
export function answered({ items }: Checklist, facts: ChecklistFacts): readonly AnsweredItem[] {
  return items.map(item => ({ item, answer: item.answer?.(facts) ?? null }))
}
