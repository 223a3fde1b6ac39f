/** @file Everything that is told of one judge: what could be read, order, repeats, and agreement with clinicians. */
import type { Preference, RaterRemark, Rating } from '../../review/index.ts'
import { type Judgement, type JudgeSummary, type Subject, UNREADABLE, type Unreadable } from '../judgement.ts'
import { coupleShare } from './beside-clinicians.ts'
import type { AgreementSettings, JudgeComparison, Readability, Repeatability } from './results.ts'
import { pairAgreement, pairSelfPreference, positionBias } from './with-pairs.ts'
import { ratingAgreement, ratingSelfPreference } from './with-ratings.ts'

/** A judge's artifact, and what clinicians said of the same; empty lists before the review is exported. */
export interface ComparisonRequest {
  readonly summary: JudgeSummary
  readonly judgements: readonly Judgement[]
  readonly unreadable: readonly Unreadable[]
  readonly ratings: readonly Rating[]
  readonly preferences: readonly Preference[]
  /** Null without an export of a served review. */
  readonly remarks: readonly RaterRemark[] | null
  readonly scale: readonly [number, number]
  clusterOf(caseId: string): string
  readonly settings: AgreementSettings
}

const TASKS = ['rating', 'pair'] as const

function readabilityOf(task: Subject['task'], request: ComparisonRequest): Readability[] {
  const { summary, judgements, unreadable, clusterOf, settings } = request
  const bad = unreadable.filter(line => line.task === task)
  const lines = [
    ...judgements.filter(line => line.task === task).map(line => ({ line, yes: false })),
    ...bad.map(line => ({ line, yes: true })),
  ]
  if (lines.length === 0) return []
  const rows = lines.map(({ line, yes }) => ({ cluster: clusterOf(line.caseId), yes }))
  const counts = UNREADABLE.map(kind => [kind, bad.filter(line => line.kind === kind).length] as const)
  return [
    {
      task,
      asked: lines.length,
      unreadable: Object.fromEntries(counts.filter(([, count]) => count > 0)),
      share: coupleShare(rows, { settings, stream: ['unreadable', summary.judge, task] }),
    },
  ]
}

/** What an answer says, criterion by criterion. */
function saidIn(line: Judgement): readonly (readonly [string, string | number])[] {
  return line.task === 'rating'
    ? [
        ...line.scores.map(({ criterion, layer, score }) => [`${criterion} ${layer ?? ''}`, score] as const),
        ['harm', line.harm],
      ]
    : line.choices.map(({ criterion, choice }) => [criterion, choice] as const)
}

const subjectKey = (line: Judgement) =>
  JSON.stringify(line.task === 'rating' ? [line.caseId, line.arm] : [line.caseId, line.left, line.right])

function repeatsOf(
  task: Subject['task'],
  { summary, judgements, clusterOf, settings }: ComparisonRequest,
): Repeatability[] {
  const own = judgements.filter(line => line.task === task)
  const first = new Map(own.filter(({ repeat }) => repeat === 0).map(line => [subjectKey(line), new Map(saidIn(line))]))
  const rows = own
    .filter(({ repeat }) => repeat > 0)
    .flatMap(line => {
      const before = first.get(subjectKey(line))
      if (before === undefined) return []
      return saidIn(line).map(([what, said]) => ({ cluster: clusterOf(line.caseId), yes: before.get(what) === said }))
    })
  if (rows.length === 0) return []
  return [{ task, same: coupleShare(rows, { settings, stream: ['repeats', summary.judge, task] }) }]
}

/** Compares one judge; what needs clinicians is not estimable without them. */
export function compareJudge(request: ComparisonRequest): JudgeComparison {
  const { summary } = request
  const { judge, ownArms } = summary
  const own = { judge, ...request }
  return {
    summary,
    readability: TASKS.flatMap(task => readabilityOf(task, request)),
    ratings: ratingAgreement(own),
    pairs: pairAgreement(own),
    position: positionBias(own),
    repeats: TASKS.flatMap(task => repeatsOf(task, request)),
    selfPreference:
      ownArms.length === 0 ? [] : [...ratingSelfPreference(own, ownArms), ...pairSelfPreference(own, ownArms)],
  }
}
