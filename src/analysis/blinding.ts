/** @file Whether raters could tell who wrote what, and whether the result stands among votes that could not follow from it. */
import type { Guess, Preference } from '../review/index.ts'
import { PHYSICIAN } from '../review/index.ts'
import {
  type BlindingIndex,
  bangIndex,
  clusterBootstrap,
  type Estimate,
  guessCell,
  type JamesIndex,
  jamesIndex,
  jamesIndexOf,
  kClassIndex,
  kClassIndexOf,
  type NotEstimable,
  notEstimable,
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
  /** Physician or model: 0 random guessing, 1 unblinded, -1 the opposite. */
  readonly bang: BlindingIndex | NotEstimable
  /** The same value with an interval over couples, since guesses on a case go together. */
  readonly byCase: Estimate
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
  /** Votes of raters who took neither for what it was. */
  readonly notGuessed: Estimate
}

/** Everything about blinding. */
export interface BlindingAnalysis {
  readonly guesses: number
  readonly table: GuessTable
  readonly arms: readonly ArmBlinding[]
  /** Over all arms: 1 complete blinding, 0.5 random guessing, 0 unblinded. Never to be read without Bang's. */
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

function armBlinding(arm: string, all: readonly Guess[], request: BlindingRequest): ArmBlinding {
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
    kClass: !asked
      ? notEstimable('raters were not asked which arm it was', own.length)
      : classes < 2
        ? notEstimable('fewer than two arms', own.length)
        : kClassIndex(armTally, classes, level),
  }
}

/** Net benefit of every pair among votes with, and without, a right guess of either plan by the same rater. */
function netBenefitByGuess(all: readonly Guess[], request: BlindingRequest): readonly NetBenefitByGuess[] {
  const { preferences, arms, clusterOf, settings } = request
  const right = new Set(
    all.filter(isRightSource).map(({ caseId, raterId, arm }) => JSON.stringify([caseId, raterId, arm])),
  )
  const criteria = [...new Set(preferences.map(({ criterion }) => criterion))].sort()
  return criteria.flatMap(criterion =>
    everyPair(arms).map(([first, second]): NetBenefitByGuess => {
      const votes = votesBetween(preferences, first, second, criterion)
      const knew = ({ caseId, raterId }: { readonly caseId: string; readonly raterId: string }) =>
        [first, second].some(arm => right.has(JSON.stringify([caseId, raterId, arm])))
      const estimateOf = (own: typeof votes, name: string) =>
        comparePairs(netBenefitPairs(own, clusterOf), {
          settings,
          stream: ['net benefit by guess', criterion, first, second, name],
        }).estimate
      return {
        criterion,
        first,
        second,
        guessedRight: estimateOf(votes.filter(knew), 'right'),
        notGuessed: estimateOf(
          votes.filter(vote => !knew(vote)),
          'not',
        ),
      }
    }),
  )
}

/** Blinding of every arm, of every rater, and over all; `guesses` are those of clinicians, without repeats. */
export function analyseBlinding(guesses: readonly Guess[], request: BlindingRequest): BlindingAnalysis {
  const { level } = request.settings
  const counts = new Array<number>(SOURCES.length * (SOURCES.length + 1)).fill(0)
  for (const guess of guesses) counts[cellOf(guess)]++
  const arms = request.arms.filter(arm => guesses.some(guess => guess.arm === arm))
  const raters = [...new Set(guesses.map(({ raterId }) => raterId))].sort()
  return {
    guesses: guesses.length,
    table: { sources: SOURCES, counts },
    arms: arms.map(arm => armBlinding(arm, guesses, request)),
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
