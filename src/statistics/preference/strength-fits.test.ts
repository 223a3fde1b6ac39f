/** @file Bradley-Terry against R glm with sandwich, Davidson against SciPy, and what both refuse. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEstimated, type NotEstimable } from '../estimate.ts'
import type { ContrastInference, WaldEstimate } from '../regression/wald.ts'
import { bradleyTerry } from './bradley-terry.ts'
import { bradleyTerryDeviance } from './bradley-terry-fit.ts'
import { davidson } from './davidson.ts'
import type { StrengthReport } from './strengths.ts'
import type { PairwiseVote } from './vote.ts'
import { smoothedStrengths, strengthsFromWins } from './win-matrix.ts'

interface ExpectedWald {
  se: number
  p: number
  low: number
}
interface Expected {
  label: string
  value: number
  model: ExpectedWald
  clustered: ExpectedWald
  twoWay?: ExpectedWald
}
interface Case {
  name: string
  position: boolean
  covariate: boolean
  votes: [string, string, string, string, PairwiseVote['vote'], string | number][]
  rows: Expected[]
  logLikelihood: number
  deviance?: { statistic: number; df: number; p: number }
}
const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).cases as Case[]
const bradleyTerryCases = read('./fixtures/bradley-terry.json')
const davidsonCases = read('./fixtures/davidson.json')

const votesOf = ({ votes, covariate }: Case): PairwiseVote[] =>
  votes.map(([own, rater, left, right, vote, x]) => ({
    case: own,
    rater,
    left,
    right,
    vote,
    ...(covariate ? { covariates: [Number(x)] } : {}),
  }))
const optionsOf = ({ position, covariate }: Case) => ({ position, ...(covariate ? { covariates: ['x'] } : {}) })

function expectNear(got: number, expected: number, what: string): void {
  expect(Math.abs(got - expected) / Math.max(1, Math.abs(expected)), what).toBeLessThan(1e-8)
}

function expectWald(got: WaldEstimate | NotEstimable, expected: ExpectedWald | undefined, what: string): void {
  if (expected === undefined) {
    expect(isEstimated(got), what).toBe(false)
    return
  }
  if (!isEstimated(got)) throw new Error(`${what}: ${got.notEstimable}`)
  const wald = got as WaldEstimate
  expectNear(wald.standardError, expected.se, `${what}, standard error`)
  expectNear(wald.p, expected.p, `${what}, p`)
  expectNear(wald.interval[0], expected.low, `${what}, lower limit`)
  expectNear(wald.interval[0] + wald.interval[1], 2 * wald.value, `${what}, symmetric`)
}

/** All contrasts by the labels of the fixtures. */
function contrasts(report: StrengthReport): Map<string, ContrastInference> {
  return new Map<string, ContrastInference>([
    ...report.arms.map(row => [row.arm, row] as const),
    ...report.pairs.map(row => [`${row.first} ${row.second}`, row] as const),
    ...(report.position ? [['position', report.position] as const] : []),
    ...report.covariates.map(row => [row.name, row] as const),
  ])
}

function expectRows(found: Map<string, ContrastInference>, rows: Expected[], name: string): void {
  expect([...found.keys()].sort(), name).toEqual(rows.map(row => row.label).sort())
  for (const row of rows) {
    const got = found.get(row.label)!
    expectNear(got.value, row.value, `${name}, ${row.label}`)
    expectWald(got.model, row.model, `${name}, ${row.label}, model`)
    expectWald(got.clustered, row.clustered, `${name}, ${row.label}, by case`)
    expectWald(got.twoWay, row.twoWay, `${name}, ${row.label}, two-way`)
  }
}

test('bradleyTerry equals R glm(binomial) with vcov, vcovCL by case and the floored two-way vcovCL', () => {
  expect(bradleyTerryCases.length).toBeGreaterThan(5)
  for (const one of bradleyTerryCases) {
    const fit = bradleyTerry(votesOf(one), optionsOf(one))
    if ('notEstimable' in fit) throw new Error(`${one.name}: ${fit.notEstimable}`)
    expectRows(contrasts(fit), one.rows, one.name)
    expectNear(fit.logLikelihood, one.logLikelihood, `${one.name}, log-likelihood`)
  }
})

test('davidson equals a general maximiser of the likelihood, with scores by complex steps', () => {
  expect(davidsonCases.length).toBeGreaterThan(3)
  for (const one of davidsonCases) {
    const fit = davidson(votesOf(one), optionsOf(one))
    if ('notEstimable' in fit) throw new Error(`${one.name}: ${fit.notEstimable}`)
    expectRows(contrasts(fit).set('logTie', fit.logTie), one.rows, one.name)
    expectNear(fit.logLikelihood, one.logLikelihood, `${one.name}, log-likelihood`)
  }
})

test('bradleyTerryDeviance equals R deviance(glm(cbind(wins, losses) ~ arms, binomial))', () => {
  const withDeviance = bradleyTerryCases.filter(one => one.deviance)
  expect(withDeviance.length).toBeGreaterThan(2)
  for (const one of withDeviance) {
    const got = bradleyTerryDeviance(votesOf(one))
    if ('notEstimable' in got) throw new Error(`${one.name}: ${got.notEstimable}`)
    expectNear(got.statistic, one.deviance!.statistic, one.name)
    expect(got.df).toBe(one.deviance!.df)
    expectNear(got.p, one.deviance!.p, one.name)
  }
})

const vote = (left: string, right: string, result: PairwiseVote['vote'], i = 0): PairwiseVote => ({
  case: `c${i}`,
  rater: `r${i % 2}`,
  left,
  right,
  vote: result,
})

test('bradleyTerryDeviance of two arms, or of a chain of pairs, has no df left', () => {
  expect(bradleyTerryDeviance([vote('a', 'b', 'left'), vote('a', 'b', 'right')])).toMatchObject({ n: 2 })
  expect(bradleyTerryDeviance([vote('a', 'b', 'left'), vote('a', 'b', 'right')])).toHaveProperty('notEstimable')
})

test('bradleyTerry names the arm that never lost, and shows smoothed strengths for display only', () => {
  const fit = bradleyTerry([
    vote('a', 'b', 'left'),
    vote('c', 'a', 'right', 1),
    vote('b', 'c', 'left', 2),
    vote('c', 'b', 'left', 3),
  ])
  if (!('notEstimable' in fit)) throw new Error('expected no fit')
  expect(fit.notEstimable).toBe('a won every comparison with b, c')
  expect(fit.groups).toEqual([['a'], ['b', 'c']])
  expect(fit.displayOnly?.note).toContain('not an estimate')
  expect(fit.displayOnly?.arms[0].value).toBeGreaterThan(fit.displayOnly!.arms[1].value)
})

test('bradleyTerry names arms that no comparison links', () => {
  const votes = ['left', 'right'].flatMap(result => [
    vote('a', 'b', result as PairwiseVote['vote']),
    vote('c', 'd', result as PairwiseVote['vote'], 1),
  ])
  expect(bradleyTerry(votes)).toMatchObject({ notEstimable: 'no comparison links a, b with c, d', n: 4 })
  expect(bradleyTerry(votes.slice(0, 1), { arms: ['a', 'b', 'e'] })).toHaveProperty('notEstimable')
})

test('bradleyTerry(a side or a covariate that decides every vote) is not estimable', () => {
  // The left side always wins, although each arm wins once.
  const sides = [vote('a', 'b', 'left'), vote('b', 'a', 'left', 1)]
  expect(bradleyTerry(sides, { position: true })).toHaveProperty('notEstimable')
  const covariate = [vote('a', 'b', 'left'), vote('a', 'b', 'right', 1), vote('a', 'b', 'left', 2)].map((own, i) => ({
    ...own,
    covariates: [[2, 1, 3][i]],
  }))
  expect(bradleyTerry(covariate, { covariates: ['x'] })).toHaveProperty('notEstimable')
  const constant = covariate.map(own => ({ ...own, covariates: [1] }))
  expect(bradleyTerry(constant, { covariates: ['x'] })).toHaveProperty('notEstimable')
})

test('bradleyTerry of two arms is the logit of the share of wins', () => {
  // 3 of 4: log 3; its variance by the model is 1 / (4 * 3/4 * 1/4) = 4/3.
  const votes = [0, 1, 2, 3].map(i => vote('a', 'b', i < 3 ? 'left' : 'right', i))
  const fit = bradleyTerry(votes)
  if ('notEstimable' in fit) throw new Error(fit.notEstimable)
  expect(fit.pairs[0].value).toBeCloseTo(Math.log(3), 10)
  expect((fit.pairs[0].model as WaldEstimate).standardError).toBeCloseTo(Math.sqrt(4 / 3), 10)
  expect(fit.arms.map(arm => arm.value).reduce((sum, value) => sum + value)).toBeCloseTo(0, 12)
  expect(fit.winProbabilities[0][1]).toBeCloseTo(0.75, 10)
})

test('bradleyTerry claims no robust precision where every case cancels out, or where there is one case', () => {
  // Each case has one win and one loss: the scores of a case add up to 0.
  const votes = [0, 1, 2].flatMap(i => [vote('a', 'b', 'left', i), vote('a', 'b', 'right', i)])
  const fit = bradleyTerry(votes)
  if ('notEstimable' in fit) throw new Error(fit.notEstimable)
  expect(fit.pairs[0].value).toBeCloseTo(0, 12)
  expect(fit.pairs[0].model).toHaveProperty('standardError')
  expect(fit.pairs[0].clustered).toMatchObject({ notEstimable: expect.stringContaining('the variance is 0') })
  const single = bradleyTerry(votes.slice(0, 2))
  if ('notEstimable' in single) throw new Error(single.notEstimable)
  expect(single.pairs[0].clustered).toMatchObject({ notEstimable: 'fewer than two clusters by case' })
  expect(single.pairs[0].twoWay).toMatchObject({ notEstimable: 'fewer than two clusters by case or by rater' })
})

test('davidson without ties, with nothing but ties, or with wins one way and ties has no finite maximum', () => {
  const wins = [vote('a', 'b', 'left'), vote('a', 'b', 'right', 1)]
  const tie = vote('a', 'b', 'tie', 2)
  expect(davidson(wins)).toMatchObject({ notEstimable: expect.stringContaining('no ties') })
  expect(davidson([tie])).toMatchObject({ notEstimable: 'nothing but ties' })
  expect(davidson([wins[0], tie])).toHaveProperty('notEstimable')
  // Saturated: shares 1/3 each make log v = 0 and both strengths equal.
  const fit = davidson([...wins, tie])
  if ('notEstimable' in fit) throw new Error(fit.notEstimable)
  expect([fit.logTie.value, fit.pairs[0].value]).toEqual([expect.closeTo(0, 10), expect.closeTo(0, 10)])
  expect(fit.tieProbabilities[0][1]).toBeCloseTo(1 / 3, 10)
})

test('the order of rows decides nothing, and swapping the sides of every vote only turns the position effect around', () => {
  const one = bradleyTerryCases.find(({ covariate, position }) => covariate && position)!
  const votes = votesOf(one)
  expect(bradleyTerry(votes.toReversed(), optionsOf(one))).toEqual(bradleyTerry(votes, optionsOf(one)))
  expect(davidson(votes.toReversed(), optionsOf(one))).toEqual(davidson(votes, optionsOf(one)))
  const swapped = votes.map(own => ({
    ...own,
    left: own.right,
    right: own.left,
    vote: own.vote === 'tie' ? own.vote : own.vote === 'left' ? ('right' as const) : ('left' as const),
    covariates: own.covariates!.map(x => -x),
  }))
  const [fit, turned] = [votes, swapped].map(own => bradleyTerry(own, optionsOf(one)))
  if ('notEstimable' in fit || 'notEstimable' in turned) throw new Error('expected fits')
  expect(turned.position!.value).toBeCloseTo(-fit.position!.value, 8)
  expect(turned.pairs.map(pair => pair.value)).toEqual(fit.pairs.map(pair => expect.closeTo(pair.value, 8)))
})

test('the order of the arms changes signs only', () => {
  const votes = votesOf(bradleyTerryCases[0])
  const [fit, turned] = [undefined, ['c', 'b', 'a']].map(arms => bradleyTerry(votes, { arms }))
  if ('notEstimable' in fit || 'notEstimable' in turned) throw new Error('expected fits')
  const [first, last] = [fit.pairs[1], turned.pairs[1]]
  expect([first.first, last.first]).toEqual(['a', 'c'])
  expect(last.value).toBeCloseTo(-first.value, 8)
  expect((last.twoWay as WaldEstimate).standardError).toBeCloseTo((first.twoWay as WaldEstimate).standardError, 8)
})

test('strengthsFromWins: expected wins equal observed ones, and smoothed strengths are always finite', () => {
  const count = fc.integer({ min: 0, max: 9 })
  fc.assert(
    fc.property(fc.array(count, { minLength: 12, maxLength: 12 }), counts => {
      const wins = [0, 1, 2, 3].map(i => [0, 1, 2, 3].map(j => (i === j ? 0 : counts[i * 3 + (j > i ? j - 1 : j)])))
      expect(smoothedStrengths(wins).every(Number.isFinite)).toBe(true)
      const strengths = strengthsFromWins(wins)
      if (strengths === null) return
      for (let i = 0; i < 4; i++) {
        let [observed, fitted] = [0, 0]
        for (let j = 0; j < 4; j++) {
          observed += wins[i][j]
          fitted += (wins[i][j] + wins[j][i]) / (1 + Math.exp(strengths[j] - strengths[i]))
        }
        expect(fitted).toBeCloseTo(observed, 6)
      }
    }),
    { numRuns: 60 },
  )
})

test('an arm against itself, an unknown arm and a missing covariate are refused', () => {
  expect(() => bradleyTerry([vote('a', 'a', 'left')])).toThrow(RangeError)
  expect(() => bradleyTerry([vote('a', 'b', 'left')], { arms: ['a', 'c'] })).toThrow(RangeError)
  expect(() => davidson([vote('a', 'b', 'left')], { covariates: ['x'] })).toThrow(RangeError)
})
