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
import { byCase, mean, votesBetween, withoutNoise } from './case-votes.ts'

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
   * Kendall's tau-b over couples of the lead of this arm in sentence BLEU and its mean vote, both over its comparisons with
   * the other arms: whether more overlap goes with being preferred. One value a couple, since comparisons of one case share
   * its text and its raters.
   */
  readonly withPreference: TestResult | NotEstimable
}

const keyOf = (arm: string, caseId: string) => JSON.stringify([arm, caseId])

/** Tokens of every text by arm and case: words in English, characters in Chinese. */
function tokensByText(texts: readonly ArmText[], language: 'en' | 'zh') {
  const kind = language === 'zh' ? 'characters' : 'words'
  const tokens = new Map(texts.map(({ arm, caseId, text }) => [keyOf(arm, caseId), tokensOf(text, kind)] as const))
  return { kind, of: (arm: string, caseId: string) => tokens.get(keyOf(arm, caseId)) } as const
}

/**
 * Sentence BLEU of every arm's text with the recorded one of its case, add-one smoothing, by arm and case; undefined where
 * either is missing, or the recorded one has no token.
 */
export function sentenceOverlap(
  texts: readonly ArmText[],
  language: 'en' | 'zh',
): (arm: string, caseId: string) => number | undefined {
  const { of } = tokensByText(texts, language)
  const bleu = new Map<string, number>()
  for (const { arm, caseId } of texts) {
    const [candidate, reference] = [of(arm, caseId), of(PHYSICIAN, caseId)]
    const found = arm !== PHYSICIAN && candidate && reference && sentenceBleu(candidate, [reference], 'add-one')
    if (found) bleu.set(keyOf(arm, caseId), found.score)
  }
  return (arm, caseId) => bleu.get(keyOf(arm, caseId))
}

/** Overlap of every arm that is not the recorded decision itself; words in English, characters in Chinese. */
export function analyseTextOverlap(
  texts: readonly ArmText[],
  preferences: readonly Preference[],
  language: 'en' | 'zh',
  arms: readonly string[],
  clusterOf: (caseId: string) => string,
): readonly TextOverlap[] {
  const { kind, of } = tokensByText(texts, language)
  const cases = [...new Set(texts.map(({ caseId }) => caseId))].sort()
  const bleuOf = sentenceOverlap(texts, language)
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
      withPreference: tauWithPreference(arm, arms, preferences, bleuOf, clusterOf),
    }
  })
}

function tauWithPreference(
  arm: string,
  arms: readonly string[],
  preferences: readonly Preference[],
  bleuOf: ReturnType<typeof sentenceOverlap>,
  clusterOf: (caseId: string) => string,
): TestResult | NotEstimable {
  const couples = new Map<string, { readonly leads: number[]; readonly votes: number[] }>()
  // Without an overall one the first by name: the order of the lines decides nothing.
  const criteria = [...new Set(preferences.map(one => one.criterion))].sort()
  const criterion = criteria.includes('overall') ? 'overall' : criteria[0]
  if (criterion === undefined) return notEstimable('no votes', 0)
  for (const other of arms.filter(name => name !== arm)) {
    for (const [caseId, own] of byCase(votesBetween(preferences, arm, other, criterion))) {
      const [one, against] = [arm, other].map(name => bleuOf(name, caseId))
      if (one === undefined || against === undefined) continue
      const couple = couples.get(clusterOf(caseId)) ?? { leads: [], votes: [] }
      couples.set(clusterOf(caseId), couple)
      couple.leads.push(one - against)
      couple.votes.push(mean(own.map(({ value }) => value)))
    }
  }
  const ordered = [...couples].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, couple]) => couple)
  return kendallTauB(
    ordered.map(({ leads }) => withoutNoise(mean(leads))),
    ordered.map(({ votes }) => withoutNoise(mean(votes))),
  )
}
