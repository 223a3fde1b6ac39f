/** @file Whether raters could tell who wrote what, and whether the result stands among votes that could not follow from it. */
import type { Guess, Preference } from '../review/index.ts'
import { PHYSICIAN } from '../review/index.ts'
import {
  type BlindingIndex,
  bangIndex,
  clusterBootstrap,
  clusterMean,
  type Estimate,
  FEWEST_CLUSTERS,
  guessCell,
  type JamesIndex,
  jamesIndex,
  jamesIndexOf,
  kClassIndex,
  kClassIndexOf,
  type NotEstimable,
  notEstimable,
  studentQuantile,
} from '../statistics/index.ts'
import { netBenefitPairs, votesBetween } from './case-votes.ts'
import type { AnalysisSettings } from './finding.ts'
import { everyPair } from './findings.ts'
import { comparePairs } from './paired-comparison.ts'

/** What was taken for what, as a table: true sources by guesses, "do not know" last. */
export interface GuessTable {
  readonly sources: readonly string[]
  /** Row by row. */
  readonly counts: readonly number[]
}

/** Blinding of one arm. */
export interface ArmBlinding {
  readonly arm: string
  readonly guesses: number
  /** Physician or model: 0 random guessing, 1 always right, -1 always wrong. */
  readonly bang: BlindingIndex | NotEstimable
  /** The same value with an interval over couples, since guesses on a case go together. */
  readonly byCase: Estimate
  /**
   * One-sided lower limit of the same, with errors over couples, at alpha over the number of arms: above 0, more guesses were
   * right than by chance. Of studies in which all guess at random, no more than alpha have such an arm.
   */
  readonly lowerLimit: { readonly value: number; readonly alpha: number } | NotEstimable
  /** Which arm, where that was asked. */
  readonly kClass: BlindingIndex | NotEstimable
}

/** Net benefit of two arms by what the rater took their plans for. */
export interface NetBenefitByGuess {
  readonly criterion: string
  readonly first: string
  readonly second: string
  /** Votes of raters who took at least one of the two plans for what it was. */
  readonly guessedRight: Estimate
  /** Votes of raters who were asked of both and took neither for what it was. */
  readonly notGuessed: Estimate
}

/** Everything about blinding. */
export interface BlindingAnalysis {
  readonly guesses: number
  readonly table: GuessTable
  readonly arms: readonly ArmBlinding[]
  /** Over all arms: 1 complete blinding, 0.5 random guessing, 0 always right. Never to be read without Bang's. */
  readonly james: JamesIndex | NotEstimable
  readonly jamesByCase: Estimate
  /** Bang's index of each rater, over all arms. */
  readonly raters: readonly { readonly raterId: string; readonly bang: BlindingIndex | NotEstimable }[]
  readonly netBenefit: readonly NetBenefitByGuess[]
}

/** What blinding is analysed with. */
export interface BlindingRequest {
  readonly arms: readonly string[]
  clusterOf(caseId: string): string
  readonly settings: AnalysisSettings
  /** Votes, for the net benefit by guess. */
  readonly preferences: readonly Preference[]
}

const SOURCES = [PHYSICIAN, 'model'] as const
const sourceOf = (arm: string) => (arm === PHYSICIAN ? 0 : 1)
const guessOf = ({ guess }: Guess) => (guess === 'unknown' ? -1 : guess === PHYSICIAN ? 0 : 1)

/** The cell of a guess in a table of sources by guesses. */
const cellOf = (guess: Guess) => guessCell(SOURCES.length, sourceOf(guess.arm), guessOf(guess))

const tally = (guesses: readonly Guess[], isRight: (guess: Guess) => boolean, isUnknown: (guess: Guess) => boolean) => {
  const correct = guesses.filter(isRight).length
  const unknown = guesses.filter(isUnknown).length
  return { correct, unknown, wrong: guesses.length - correct - unknown }
}

const isRightSource = (guess: Guess) => guessOf(guess) === sourceOf(guess.arm)
const isUnknownSource = ({ guess }: Guess) => guess === 'unknown'

/** A function of the counts of right, wrong and unknown guesses, bootstrapped over couples. */
function bootstrapIndex(
  guesses: readonly Guess[],
  columns: number,
  columnOf: (guess: Guess) => number,
  compute: (totals: Float64Array) => number | null,
  { clusterOf, settings }: BlindingRequest,
  stream: readonly string[],
): Estimate {
  const rows = guesses.map(guess => ({ cluster: clusterOf(guess.caseId), adds: [[columnOf(guess), 1]] as const }))
  const { seed, resamples, level } = settings
  const statistics = [{ name: 'index', n: guesses.length, compute }]
  const found = clusterBootstrap({ rows, columns, statistics, seed, stream: ['blinding', ...stream], resamples, level })
  return found.get('index') ?? notEstimable('nobody was asked', 0)
}

/** Mean over guesses of 1 for right, -1 for wrong and 0 for unknown, less t times its standard error over couples. */
export function lowerLimitOf(
  own: readonly Guess[],
  alpha: number,
  clusterOf: (caseId: string) => string,
): ArmBlinding['lowerLimit'] {
  const worth = (guess: Guess) => (isUnknownSource(guess) ? 0 : isRightSource(guess) ? 1 : -1)
  const rows = own.map(guess => ({ cluster: clusterOf(guess.caseId), value: worth(guess) }))
  // Sums of couples in another order would differ in their last digit.
  const mean = clusterMean(rows.toSorted((a, b) => (a.cluster < b.cluster ? -1 : a.cluster > b.cluster ? 1 : 0)))
  if (mean === null || mean.standardError === null || mean.clusters < FEWEST_CLUSTERS) {
    return notEstimable(`fewer than ${FEWEST_CLUSTERS} couples (${mean?.clusters ?? 0})`, own.length)
  }
  return { value: mean.value - studentQuantile(1 - alpha, mean.clusters - 1) * mean.standardError, alpha }
}

function armBlinding(arm: string, all: readonly Guess[], alpha: number, request: BlindingRequest): ArmBlinding {
  const own = all.filter(guess => guess.arm === arm)
  const { level } = request.settings
  const asked = all.filter(({ guessedArm }) => guessedArm !== null).length > 0
  const classes = request.arms.length
  const armTally = tally(
    own,
    ({ guessedArm }) => guessedArm === arm,
    ({ guessedArm }) => guessedArm === null,
  )
  const column = (guess: Guess) => (isUnknownSource(guess) ? 2 : isRightSource(guess) ? 0 : 1)
  return {
    arm,
    guesses: own.length,
    bang: bangIndex(tally(own, isRightSource, isUnknownSource), level),
    byCase: bootstrapIndex(
      own,
      3,
      column,
      ([correct, wrong, unknown]) => kClassIndexOf({ correct, wrong, unknown }, 2),
      request,
      [arm],
    ),
    lowerLimit: lowerLimitOf(own, alpha, request.clusterOf),
    kClass: !asked
      ? notEstimable('raters were not asked which arm it was', own.length)
      : classes < 2
        ? notEstimable('fewer than two arms', own.length)
        : kClassIndex(armTally, classes, level),
  }
}

/**
 * What a rater knew of the two plans of a vote: the source of at least one, of neither, or null where she was not asked of
 * both and recognised none: who was not asked may well have known.
 */
export function knowledgeOf(guesses: readonly Guess[]) {
  const asked = new Map(
    guesses.map(guess => [JSON.stringify([guess.caseId, guess.raterId, guess.arm]), isRightSource(guess)]),
  )
  return (
    { caseId, raterId }: { readonly caseId: string; readonly raterId: string },
    arms: readonly [string, string],
  ): 'some' | 'neither' | null => {
    const right = arms.map(arm => asked.get(JSON.stringify([caseId, raterId, arm])))
    return right.includes(true) ? 'some' : right.includes(undefined) ? null : 'neither'
  }
}

/** Net benefit of every pair among votes with, and without, a right guess of either plan by the same rater. */
function netBenefitByGuess(all: readonly Guess[], request: BlindingRequest): readonly NetBenefitByGuess[] {
  const { preferences, arms, clusterOf, settings } = request
  const knows = knowledgeOf(all)
  const criteria = [...new Set(preferences.map(({ criterion }) => criterion))].sort()
  return criteria.flatMap(criterion =>
    everyPair(arms).map(([first, second]): NetBenefitByGuess => {
      const votes = votesBetween(preferences, first, second, criterion)
      const estimateOf = (own: typeof votes, name: string) =>
        comparePairs(netBenefitPairs(own, clusterOf), {
          settings,
          stream: ['net benefit by guess', criterion, first, second, name],
        }).estimate
      return {
        criterion,
        first,
        second,
        guessedRight: estimateOf(
          votes.filter(vote => knows(vote, [first, second]) === 'some'),
          'right',
        ),
        notGuessed: estimateOf(
          votes.filter(vote => knows(vote, [first, second]) === 'neither'),
          'not',
        ),
      }
    }),
  )
}

/** Blinding of every arm, of every rater, and over all; `guesses` are those of clinicians, without repeats. */
export function analyseBlinding(guesses: readonly Guess[], request: BlindingRequest): BlindingAnalysis {
  const { level, alpha } = request.settings
  const counts = new Array<number>(SOURCES.length * (SOURCES.length + 1)).fill(0)
  for (const guess of guesses) counts[cellOf(guess)]++
  const arms = request.arms.filter(arm => guesses.some(guess => guess.arm === arm))
  const raters = [...new Set(guesses.map(({ raterId }) => raterId))].sort()
  return {
    guesses: guesses.length,
    table: { sources: SOURCES, counts },
    arms: arms.map(arm => armBlinding(arm, guesses, alpha / arms.length, request)),
    james: jamesIndex(counts, SOURCES.length, level),
    jamesByCase: bootstrapIndex(
      guesses,
      counts.length,
      cellOf,
      totals => jamesIndexOf(totals, SOURCES.length),
      request,
      ['james'],
    ),
    raters: raters.map(raterId => {
      const own = guesses.filter(guess => guess.raterId === raterId)
      return { raterId, bang: bangIndex(tally(own, isRightSource, isUnknownSource), level) }
    }),
    netBenefit: netBenefitByGuess(guesses, request),
  }
}
