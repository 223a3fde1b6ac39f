/** @file How much of the recorded text each arm repeats: secondary, never a measure of quality. */
import type { Preference } from '../review/index.ts'
import { PHYSICIAN } from '../review/index.ts'
import {
  corpusBleu,
  kendallTauB,
  type NotEstimable,
  notEstimable,
  rougeL,
  rougeN,
  sentenceBleu,
  type TestResult,
  tokensOf,
} from '../statistics/index.ts'
import type { ArmText } from './arm-text.ts'
import { mean, votesBetween } from './case-votes.ts'
import { everyPair } from './findings.ts'

/** Overlap of one arm's texts with the recorded ones. It rewards one wording, and favours an arm trained on it. */
export interface TextOverlap {
  readonly arm: string
  readonly cases: number
  readonly tokens: 'words' | 'characters'
  /** Pooled over all cases, without smoothing; null without a recorded text. */
  readonly bleu4: number | null
  /** Means over cases of F1. */
  readonly rouge1: number | null
  readonly rouge2: number | null
  readonly rougeL: number | null
  /**
   * Kendall's tau-b, over cases and pairs of this arm with another, of the difference in sentence BLEU and the mean vote:
   * whether more overlap goes with being preferred.
   */
  readonly withPreference: TestResult | NotEstimable
}

/** Overlap of every arm that is not the recorded decision itself; words in English, characters in Chinese. */
export function analyseTextOverlap(
  texts: readonly ArmText[],
  preferences: readonly Preference[],
  language: 'en' | 'zh',
  arms: readonly string[],
): readonly TextOverlap[] {
  const kind = language === 'zh' ? 'characters' : 'words'
  const tokens = new Map(
    texts.map(({ arm, caseId, text }) => [JSON.stringify([arm, caseId]), tokensOf(text, kind)] as const),
  )
  const of = (arm: string, caseId: string) => tokens.get(JSON.stringify([arm, caseId]))
  const cases = [...new Set(texts.map(({ caseId }) => caseId))].sort()
  const bleu = new Map<string, number>()
  for (const arm of arms) {
    for (const caseId of cases) {
      const [candidate, reference] = [of(arm, caseId), of(PHYSICIAN, caseId)]
      const found = candidate && reference && sentenceBleu(candidate, [reference], 'add-one')
      if (found) bleu.set(JSON.stringify([arm, caseId]), found.score)
    }
  }
  return arms.map((arm): TextOverlap => {
    const pairs = cases.flatMap(caseId => {
      const [candidate, reference] = [of(arm, caseId), of(PHYSICIAN, caseId)]
      return candidate && reference ? [{ candidate, references: [reference] }] : []
    })
    const f1 = (score: typeof rougeL) => {
      const own = pairs.flatMap(({ candidate, references }) => score(candidate, references[0])?.f1 ?? [])
      return own.length === 0 ? null : mean(own)
    }
    return {
      arm,
      cases: pairs.length,
      tokens: kind,
      bleu4: pairs.length === 0 ? null : (corpusBleu(pairs)?.score ?? null),
      rouge1: f1((candidate, reference) => rougeN(candidate, reference, 1)),
      rouge2: f1((candidate, reference) => rougeN(candidate, reference, 2)),
      rougeL: f1(rougeL),
      withPreference: tauWithPreference(arm, arms, preferences, bleu),
    }
  })
}

function tauWithPreference(
  arm: string,
  arms: readonly string[],
  preferences: readonly Preference[],
  bleu: ReadonlyMap<string, number>,
): TestResult | NotEstimable {
  const overlaps: number[] = []
  const votes: number[] = []
  const criterion = preferences.some(one => one.criterion === 'overall') ? 'overall' : preferences[0]?.criterion
  if (criterion === undefined) return notEstimable('no votes', 0)
  for (const [first, second] of everyPair(arms).filter(pair => pair.includes(arm))) {
    const own = votesBetween(preferences, first, second, criterion)
    for (const caseId of [...new Set(own.map(vote => vote.caseId))].sort()) {
      const [one, other] = [first, second].map(name => bleu.get(JSON.stringify([name, caseId])))
      if (one === undefined || other === undefined) continue
      overlaps.push(one - other)
      votes.push(mean(own.filter(vote => vote.caseId === caseId).map(({ value }) => value)))
    }
  }
  return kendallTauB(overlaps, votes)
}
