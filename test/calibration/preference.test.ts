/** @file Preference without a difference: votes of one case, and of one rater, are no independent evidence. */
import { test } from 'vitest'
import { bradleyTerry, davidson, netBenefit, type PairwiseVote } from '../../src/statistics/index.ts'
import { binomialTest } from '../../src/statistics/counts/binomial-test.ts'
import { signFlipTest } from '../../src/statistics/resampling/sign-flip-test.ts'
import { type RandomStream, randomStream } from '../../src/support/index.ts'
import {
  atMostAlpha,
  bradley,
  bradleyCoverage,
  countHits,
  covers,
  exactSize,
  expectHits,
  expectTooMany,
  LEVEL,
  rejects,
} from './simulation.ts'

interface Design {
  readonly cases: number
  readonly raters: number
  /** Spread, in logits, of the liking that belongs to the case, and of the one that belongs to the rater. */
  readonly caseSpread: number
  readonly raterSpread: number
  readonly tieShare?: number
}

/** Votes between two arms that are equally good over all cases and raters; one rater in five misses a case. */
function votesOf(random: RandomStream, design: Design): PairwiseVote[] {
  const taste = Array.from({ length: design.raters }, () => design.raterSpread * random.normal())
  const votes: PairwiseVote[] = []
  for (let item = 0; item < design.cases; item++) {
    const liking = design.caseSpread * random.normal()
    for (let rater = 0; rater < design.raters; rater++) {
      if (random.uniform() < 0.2) continue
      const firstOnLeft = random.uniform() < 0.5
      const tie = random.uniform() < (design.tieShare ?? 0)
      const firstWins = random.uniform() < 1 / (1 + Math.exp(-liking - taste[rater]))
      votes.push({
        case: `c${item}`,
        rater: `r${rater}`,
        left: firstOnLeft ? 'A' : 'B',
        right: firstOnLeft ? 'B' : 'A',
        vote: tie ? 'tie' : firstWins === firstOnLeft ? 'left' : 'right',
      })
    }
  }
  return votes
}

const creditOf = (vote: PairwiseVote) =>
  vote.vote === 'tie' ? 0 : (vote.vote === 'left') === (vote.left === 'A') ? 1 : -1

/** Rejections of a model's one contrast by each kind of standard error. */
function rejectionsOf(model: typeof bradleyTerry | typeof davidson, runs: number, drawn: readonly PairwiseVote[][]) {
  const hits = { model: 0, clustered: 0, twoWay: 0 }
  for (let run = 0; run < runs; run++) {
    const found = model(drawn[run])
    if ('notEstimable' in found) throw new Error(found.notEstimable)
    for (const kind of ['model', 'clustered', 'twoWay'] as const) if (rejects(found.pairs[0][kind])) hits[kind]++
  }
  return hits
}

test('cases differ in which answer is better: the binomial and the plain model over-reject, case level holds 5 %', () => {
  const runs = 500
  const random = randomStream(51, 'cases')
  const drawn = Array.from({ length: runs }, () =>
    votesOf(random, { cases: 60, raters: 5, caseSpread: 1, raterSpread: 0 }),
  )
  const naive = countHits(runs, run =>
    rejects(binomialTest(drawn[run].filter(vote => creditOf(vote) > 0).length, drawn[run].length)),
  )
  expectTooMany(naive, runs, exactSize, 'binomial over votes')
  const hits = rejectionsOf(bradleyTerry, runs, drawn)
  expectTooMany(hits.model, runs, exactSize, 'Bradley-Terry, model')
  expectHits(hits.clustered, runs, bradley, 'Bradley-Terry, by case')
  // The floor and min(cases, raters) - 1 df make the two-way form conservative where raters have no taste.
  expectHits(hits.twoWay, runs, atMostAlpha, 'Bradley-Terry, two-way')
  const flipped = countHits(runs, run =>
    rejects(
      signFlipTest(
        drawn[run].map(vote => ({ cluster: vote.case, value: creditOf(vote) })),
        { seed: run, stream: ['calibration'], draws: 199 },
      ),
    ),
  )
  expectHits(flipped, runs, bradley, 'sign flip by case')
  const covered = countHits(runs, run => covers(netBenefit(drawn[run], 'A', 'B', LEVEL).estimate, 0))
  expectHits(covered, runs, bradleyCoverage, 'net benefit, t over cases')
})

test('raters differ in taste, too: case level over-rejects as a claim about clinicians, two-way does not', () => {
  const runs = 300
  const random = randomStream(52, 'raters')
  const drawn = Array.from({ length: runs }, () =>
    votesOf(random, { cases: 60, raters: 10, caseSpread: 1, raterSpread: 0.5 }),
  )
  const hits = rejectionsOf(bradleyTerry, runs, drawn)
  expectTooMany(hits.model, runs, exactSize, 'model')
  expectTooMany(hits.clustered, runs, exactSize, 'by case')
  expectHits(hits.twoWay, runs, bradley, 'two-way')
})

test('davidson with 20 % ties: clustered by case holds 5 %, the plain model over-rejects', () => {
  const runs = 300
  const random = randomStream(53, 'ties')
  const drawn = Array.from({ length: runs }, () =>
    votesOf(random, { cases: 60, raters: 5, caseSpread: 1.5, raterSpread: 0, tieShare: 0.2 }),
  )
  const hits = rejectionsOf(davidson, runs, drawn)
  expectTooMany(hits.model, runs, exactSize, 'model')
  expectHits(hits.clustered, runs, bradley, 'by case')
})
