/** @file The committed fixtures of TRL (README.md says what they hold), and how far two tensors are apart. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LoraSettings, Message, PreferenceLoss, PreferencePair, RolloutLoss } from '../../src/engines/index.ts'
import { readSafetensors, type Weights } from '../../src/model/index.ts'

/** An example as TRL was given it; `tokenIds` and `completionMask` are what it made of it. */
export interface FixtureExample {
  readonly id: string
  readonly prompt: Message[]
  readonly completion: Message[]
}
/** A training curve of TRL with what it was made from. */
export interface Curve {
  readonly batchSize: number
  readonly gradientAccumulation: number
  readonly learningRate: number
  readonly steps: number
  readonly warmupSteps: number
  readonly weightDecay: number
  readonly maxGradNorm: number
  readonly curve: { loss: number; gradNorm: number; learningRate: number }[]
}
/** The content of cases.json. */
export interface TrlCases {
  readonly sft: {
    readonly name: string
    readonly batchSize: number
    readonly loss: number
    readonly gradNorm: number
    readonly examples: (FixtureExample & { tokenIds: number[]; completionMask: number[] })[]
  }
  readonly dpo: {
    readonly pairs: (PreferencePair & { policyLogps: { chosen: number; rejected: number } })[]
    readonly cases: {
      readonly name: string
      readonly lossType: PreferenceLoss
      readonly beta: number
      readonly labelSmoothing: number
      readonly loss: number
      readonly chosenRewards: number[]
      readonly rejectedRewards: number[]
    }[]
  }
  readonly grpo: {
    readonly temperature: number
    readonly maxNewTokens: number
    readonly generations: number
    readonly epsilonLow: number
    readonly epsilonHigh: number
    readonly batch: {
      readonly promptIds: number[][]
      readonly completionIds: number[][]
      readonly advantages: number[]
      readonly policyLogps: number[][]
      readonly referenceLogps: number[][]
      readonly oldLogps: number[][]
    }
    readonly cases: {
      readonly name: string
      readonly lossType: RolloutLoss
      readonly beta: number
      readonly biasCorrectedKl: boolean
      readonly offPolicy: boolean
      readonly maskTruncated: boolean
      readonly loss: number
      readonly kl: number | null
      readonly entropy: number
      readonly clipped: { low: number; high: number }
    }[]
  }
  readonly advantages: {
    readonly name: string
    readonly generations: number
    readonly scaleRewards: 'group' | 'batch' | 'none'
    readonly weights: number[]
    readonly rewards: (number | null)[][]
    readonly advantages: number[]
    readonly zeroStdShare: number
    readonly rewardMean: number
    readonly rewardStd: number
  }[]
  readonly curves: {
    readonly sft: Curve & { readonly examples: FixtureExample[] }
    readonly dpo: Curve & { readonly beta: number; readonly pairs: PreferencePair[] }
  }
  readonly lora: TrlCases['curves'] & {
    readonly adapter: LoraSettings
  }
}

const here = dirname(fileURLToPath(import.meta.url))

/** The folder of fixtures that is committed. */
export const TRL_FIXTURES = join(here, 'fixtures')
/** The script that made them. */
export const MAKE_FIXTURES = join(here, 'make_fixtures.py')

/** Reads cases.json of a folder of fixtures. */
export function readTrlCases(folder = TRL_FIXTURES): TrlCases {
  return JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as TrlCases
}

/** The gradients of every case, by `<case> <tensor>`. */
export function readTrlGradients(folder = TRL_FIXTURES): Weights {
  return readSafetensors(join(folder, 'gradients.safetensors'))
}

/** |a - b| / |b| in the L2 norm; |a - b| when b is all zeros. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let distance = 0
  let norm = 0
  for (let i = 0; i < b.length; i++) {
    distance += (a[i] - b[i]) ** 2
    norm += b[i] ** 2
  }
  return Math.sqrt(distance) / (norm > 0 ? Math.sqrt(norm) : 1)
}
