/** @file The man and his semen (reference notes 1.4). */
import { type FieldValue, NOT_DONE } from '../../specialty/index.ts'
import type { RandomStream } from '../../support/index.ts'
import { clamp, happens, logNormal, round, weighted } from './draws.ts'

type Fields = Record<string, FieldValue>

/** Azoospermia: its kind, what surgery found, the Y chromosome. */
function azoospermic(random: RandomStream): Fields {
  const nonObstructive = happens(random, 0.6)
  const retrieval = weighted(random, [
    ['none', 0.5],
    ['sperm found', nonObstructive ? 0.25 : 0.45],
    ['no sperm found', nonObstructive ? 0.25 : 0.05],
  ])
  return {
    azoospermia: nonObstructive ? 'non-obstructive' : 'obstructive',
    spermConcentration: 0,
    progressiveMotility: 0,
    totalMotility: 0,
    normalForms: null,
    spermRetrieval: retrieval,
    frozenSperm: retrieval === 'sperm found' && happens(random, 0.7),
    yMicrodeletion: nonObstructive
      ? weighted(random, [
          ['none', 0.88],
          ['AZFc', 0.08],
          ['AZFa', 0.02],
          ['AZFb', 0.02],
        ])
      : 'none',
    maleKaryotype: nonObstructive && happens(random, 0.1) ? '47,XXY' : 'normal',
    maleFsh: round(logNormal(random, nonObstructive ? 17 : 5, 0.4), 1),
    testisVolume: Math.round(clamp(nonObstructive ? 8 + 3 * random.normal() : 16 + 3 * random.normal(), 2, 30)),
  }
}

/** An ejaculate with sperm: concentration and motility fall off faster below their medians than above (table 1.4). */
function ejaculate(random: RandomStream): Fields {
  const crypto = happens(random, 0.01)
  const shared = random.normal()
  const concentration = crypto ? 0.1 + 0.8 * random.uniform() : 45 * Math.exp(shared < 0 ? 1.3 * shared : 0.8 * shared)
  const t = 0.45 * shared + 0.89 * random.normal()
  const progressive = crypto ? 12 * random.uniform() : t < 0 ? 57 + 6 * t - 6 * t * t : 57 + 9 * t
  const rounded = Math.round(clamp(progressive, 0, 85))
  const few = concentration < 10
  return {
    azoospermia: 'none',
    spermConcentration: round(clamp(concentration, 0.1, 280), few ? 1 : 0),
    progressiveMotility: rounded,
    totalMotility: Math.min(98, rounded + Math.round(clamp(9 + 4 * random.normal(), 1, 25))),
    normalForms: Math.round(clamp(logNormal(random, 2.6, 0.6), 0, 15)),
    spermRetrieval: 'none',
    frozenSperm: happens(random, 0.02),
    yMicrodeletion:
      concentration < 5
        ? weighted<FieldValue>(random, [
            ['none', 0.82],
            ['AZFc', 0.03],
            [NOT_DONE, 0.15],
          ])
        : 'none',
    maleKaryotype: 'normal',
    maleFsh: null,
    testisVolume: null,
  }
}

/** Everything of the man but genes known in the family. */
export function drawMan(random: RandomStream, femaleAge: number): Fields {
  const semen = happens(random, 0.02) ? azoospermic(random) : ejaculate(random)
  const poor = Number(semen.spermConcentration) < 16
  return {
    maleAge: Math.round(clamp(femaleAge + 2 + 4 * random.normal(), 20, 70)),
    maleSmoking: happens(random, 0.3),
    varicocele: happens(random, poor ? 0.15 : 0.03),
    cryptorchidism: happens(random, poor ? 0.02 : 0.003),
    ejaculatoryDisorder: happens(random, 0.008),
    semenVolume: round(clamp(logNormal(random, 3.2, 0.43), 0.3, 10), 1),
    abstinence: 2 + random.integer(5),
    dnaFragmentation: happens(random, 0.3)
      ? Math.round(clamp(logNormal(random, 16, 0.95), 1, 90))
      : happens(random, 0.2)
        ? NOT_DONE
        : null,
    ...semen,
  }
}
