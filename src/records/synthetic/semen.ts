/** @file The man and his semen: drawn from one population, then kept or drawn again until it agrees with the causes. */
import type { FieldValue } from '../../specialty/index.ts'
import { whoLimits } from '../../specialty/infertility/index.ts'
import type { RandomStream } from '../../support/index.ts'
import { chance, clamp, logNormal, round, weighted } from './draws.ts'

type Fields = Record<string, FieldValue>

/**
 * One semen analysis of the whole population, after 223 UK men (reference notes 1.4, M); the concentration is log-normal
 * with a longer lower tail. Normal forms make no male factor by themselves: three in four of those men miss the WHO limit.
 */
function drawSample(random: RandomStream) {
  const shared = random.normal()
  const volume = clamp(3.3 * Math.exp(0.46 * random.normal()), 0.4, 9)
  const concentration = clamp(45 * Math.exp((shared > 0 ? 0.85 : 1.35) * shared), 0.2, 300)
  const own = 0.45 * shared + 0.89 * random.normal()
  const progressive = chance(random, 0.07) ? 26 + 9 * own : 56 + 9.5 * own
  const forms = 2.2 * Math.exp(0.75 * (0.4 * shared + 0.92 * random.normal()))
  return {
    volume: round(volume, 1),
    concentration: round(concentration, concentration < 10 ? 1 : 0),
    progressive: Math.round(clamp(progressive, 0, 90)),
    normalForms: Math.round(clamp(forms, 0, 18)),
  }
}

type Sample = ReturnType<typeof drawSample>

function isNormal({ volume, concentration, progressive }: Sample): boolean {
  return volume >= whoLimits.volume && concentration >= whoLimits.concentration && progressive >= whoLimits.progressive
}

/** Shares of male factors without sperm and nearly without: 2 % and 1 % of all couples, of whom 35 % have one. */
const AZOOSPERMIA = 0.02 / 0.355
const CRYPTOZOOSPERMIA = 0.01 / 0.355

function fillAzoospermia(random: RandomStream, fields: Fields): void {
  const obstructive = chance(random, 0.45)
  fields.azoospermia = obstructive ? 'obstructive' : 'non-obstructive'
  fields.vasectomy = obstructive && chance(random, 0.15)
  fields.semenVolume = logNormal(random, obstructive ? 1.8 : 3, 0.4, [0.3, 8], 1)
  fields.spermConcentration = 0
  fields.maleFsh = logNormal(random, obstructive ? 5 : 18, 0.35, [1, 60], 1)
  fields.testisVolume = logNormal(random, obstructive ? 16 : 8, 0.2, [2, 25])
  if (obstructive) {
    fields.spermRetrieval = chance(random, 0.4) ? 'sperm found' : 'none'
  } else {
    fields.maleKaryotype = chance(random, 0.1) ? '47,XXY' : 'normal'
    fields.yMicrodeletion = weighted(random, [
      ['none', 0.9],
      ['AZFc', 0.07],
      ['AZFb', 0.015],
      ['AZFa', 0.015],
    ])
    const hopeless = fields.yMicrodeletion === 'AZFa' || fields.yMicrodeletion === 'AZFb'
    fields.spermRetrieval = hopeless
      ? 'none'
      : weighted(random, [
          ['none', 0.55],
          ['sperm found', 0.25],
          ['no sperm found', 0.2],
        ])
  }
  fields.frozenSperm = fields.spermRetrieval === 'sperm found' && chance(random, 0.7)
}

/** Writes the man's fields: his semen misses a WHO limit if and only if a male factor was drawn. */
export function fillMale(random: RandomStream, fields: Fields, age: number, maleFactor: boolean): void {
  fields.maleAge = Math.round(clamp(age + 1.8 + 3.6 * random.normal(), 20, 70))
  fields.maleSmoking = chance(random, 0.35)
  fields.cryptorchidism = maleFactor && chance(random, 0.03)
  fields.varicocele = chance(random, maleFactor ? 0.15 : 0.03)
  fields.abstinence = weighted(random, [
    [3, 3],
    [4, 2],
    [5, 2],
    [2, 1],
    [6, 1],
    [7, 1],
  ])
  fields.dnaFragmentation = logNormal(random, maleFactor ? 19 : 14, 0.75, [2, 85])
  fields.maleFsh = logNormal(random, 4.5, 0.35, [0.8, 20], 1)
  fields.testisVolume = logNormal(random, maleFactor ? 15 : 17, 0.15, [6, 28])
  if (maleFactor && chance(random, AZOOSPERMIA)) {
    fillAzoospermia(random, fields)
    return
  }
  let sample = drawSample(random)
  if (maleFactor && chance(random, CRYPTOZOOSPERMIA)) {
    sample = {
      ...sample,
      concentration: round(0.05 + 0.45 * random.uniform(), 1),
      progressive: Math.round(25 * random.uniform()),
    }
  }
  while (isNormal(sample) === maleFactor) sample = drawSample(random)
  fields.semenVolume = sample.volume
  fields.spermConcentration = sample.concentration
  fields.progressiveMotility = sample.progressive
  fields.totalMotility = Math.min(98, sample.progressive + 4 + random.integer(9))
  fields.vitality = Math.min(99, Number(fields.totalMotility) + 8 + random.integer(12))
  fields.normalForms = sample.normalForms
  fields.ejaculatoryDisorder = chance(random, 0.008)
  // Sperm is stored before a cycle is planned: a sample on the day cannot be relied on.
  fields.frozenSperm = fields.ejaculatoryDisorder
}
