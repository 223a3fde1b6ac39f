/** @file What a judge and the clinicians said, by what was judged: scores by plan, directions by pair. */
import type { Choice, Preference, RaterRemark, Rating } from '../../review/index.ts'
import { criterionName, HARMS } from '../../review/index.ts'
import type { HarmAnswer, Judgement } from '../judgement.ts'

/** The question about harm, where it stands among criteria; no criterion of a study has brackets alone. */
export const HARM = '(harm)'

const PLACES: readonly HarmAnswer[] = ['none', ...HARMS]

/** Number of answers to the question about harm. */
export const HARM_ANSWERS = PLACES.length

type RatingLine = Extract<Judgement, { task: 'rating' }>
type PairLine = Extract<Judgement, { task: 'pair' }>

/** Key of a plan, of a criterion on it. */
export const planKey = (caseId: string, arm: string, criterion: string): string =>
  JSON.stringify([caseId, arm, criterion])

/** The first answers of a judge about plans alone: scores, and harm as a place from 0 (none) to 3 (severe). */
export function judgeScores(judgements: readonly Judgement[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const line of judgements) {
    if (line.task !== 'rating' || line.repeat !== 0) continue
    found.set(planKey(line.caseId, line.arm, HARM), PLACES.indexOf(line.harm))
    for (const { criterion, layer, score } of line.scores) {
      found.set(planKey(line.caseId, line.arm, criterionName(criterion, layer)), score)
    }
  }
  return found
}

/** First judgements of clinicians, without repeats. */
export function ofClinicians<Line extends Pick<Rating, 'raterKind' | 'repeat'>>(
  lines: readonly Line[],
): readonly Line[] {
  return lines.filter(({ raterKind, repeat }) => raterKind === 'clinician' && !repeat)
}

/** Scores of clinicians by plan and criterion. With remarks also harm: who rated a plan and named none found none. */
export function clinicianScores(
  ratings: readonly Rating[],
  remarks: readonly RaterRemark[] | null,
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  const add = (key: string, value: number) => found.set(key, [...(found.get(key) ?? []), value])
  const own = ofClinicians(ratings)
  for (const { caseId, arm, criterion, score } of own) add(planKey(caseId, arm, criterion), score)
  if (remarks === null) return found
  const sightOf = ({ caseId, arm, raterId }: Pick<Rating, 'caseId' | 'arm' | 'raterId'>) =>
    JSON.stringify([caseId, arm, raterId])
  const named = new Map(
    ofClinicians(remarks).flatMap(remark =>
      remark.side === 'only' && remark.harm !== null ? [[sightOf(remark), PLACES.indexOf(remark.harm)] as const] : [],
    ),
  )
  const sights = new Map(own.map(rating => [sightOf(rating), rating]))
  for (const [sight, { caseId, arm }] of sights) add(planKey(caseId, arm, HARM), named.get(sight) ?? 0)
  return found
}

/** A pair of arms of a case, under the arm that comes first by name. */
export interface PairSubject {
  readonly caseId: string
  readonly first: string
  readonly second: string
  readonly criterion: string
}

/** Key of a pair, of a question on it. */
export const pairKey = ({ caseId, first, second, criterion }: PairSubject): string =>
  JSON.stringify([caseId, first, second, criterion])

const subjectOf = (caseId: string, left: string, right: string, criterion: string): PairSubject => {
  const [first, second] = [left, right].sort()
  return { caseId, first, second, criterion }
}

/** +1 for the arm that comes first by name, -1 for the other, 0 for neither. */
function direction(choice: Choice, left: string, { first }: PairSubject): -1 | 0 | 1 {
  if (choice !== 'left' && choice !== 'right') return 0
  return (choice === 'left') === (left === first) ? 1 : -1
}

/** What a judge said of one pair in both orders, of one repeat. */
export interface BothOrders extends PairSubject {
  readonly repeat: number
  /** With the first arm by name on the left, and on the right. */
  readonly choices: readonly [Choice, Choice]
  readonly directions: readonly [-1 | 0 | 1, -1 | 0 | 1]
}

/** The pairs whose answers can be read in both orders. */
export function bothOrders(judgements: readonly Judgement[]): readonly BothOrders[] {
  const found = new Map<
    string,
    Partial<Record<0 | 1, { choice: Choice; left: string }>> & { of: PairSubject; repeat: number }
  >()
  for (const line of judgements.filter((one): one is PairLine => one.task === 'pair')) {
    for (const { criterion, choice } of line.choices) {
      const of = subjectOf(line.caseId, line.left, line.right, criterion)
      const key = `${line.repeat} ${pairKey(of)}`
      const own = found.get(key) ?? { of, repeat: line.repeat }
      own[line.left === of.first ? 0 : 1] = { choice, left: line.left }
      found.set(key, own)
    }
  }
  return [...found.values()].flatMap(({ of, repeat, 0: one, 1: other }): BothOrders[] =>
    one === undefined || other === undefined
      ? []
      : [
          {
            ...of,
            repeat,
            choices: [one.choice, other.choice],
            directions: [direction(one.choice, one.left, of), direction(other.choice, other.left, of)],
          },
        ],
  )
}

/** The direction over both orders: 0 where they contradict each other, or name neither. */
export const verdictOf = ({ directions: [one, other] }: BothOrders): -1 | 0 | 1 => Math.sign(one + other) as -1 | 0 | 1

/** Votes of clinicians by pair and question, as directions. */
export function clinicianVotes(preferences: readonly Preference[]): ReadonlyMap<string, readonly (-1 | 0 | 1)[]> {
  const found = new Map<string, (-1 | 0 | 1)[]>()
  for (const { caseId, left, right, criterion, choice } of ofClinicians(preferences)) {
    const of = subjectOf(caseId, left, right, criterion)
    found.set(pairKey(of), [...(found.get(pairKey(of)) ?? []), direction(choice, left, of)])
  }
  return found
}

/** The ratings among judgements. */
export const ratingLines = (judgements: readonly Judgement[]): readonly RatingLine[] =>
  judgements.filter((line): line is RatingLine => line.task === 'rating')
