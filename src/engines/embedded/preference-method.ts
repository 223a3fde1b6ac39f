/** @file Direct preference optimisation: pairs in, a policy that tells chosen from rejected further apart out. */
import { type ModelConfig, parameterInputs, trainedParameters, type Weights } from '../../model/index.ts'
import { StudyError } from '../../support/index.ts'
import { input, mul, reduceSum, reshape, slice, sub, sumAll, type TensorNode } from '../../tensor/index.ts'
import type { PreferenceMetrics, PreferencePair, PreferenceRequest, PreferenceSettings } from '../engine.ts'
import { type EncodedGroup, type Encoding, encodePairs } from './encoding.ts'
import { addGradients, type GraphCache, graphCache, withGradients } from './graph-cache.ts'
import { type GroupLimits, groupLimits, runGroups, tokenValues } from './group-batch.ts'
import { completionLogps, type GroupShape } from './group-graph.ts'
import { lossAtReference, pairLosses } from './preference-loss.ts'
import type { TrainingMethod } from './training-method.ts'
import { epochOrder, trainingOrder } from './training-order.ts'

/** An encoded pair with what the reference policy makes of it. */
interface EncodedPair extends EncodedGroup {
  readonly referenceLogps: PreferencePair['referenceLogps']
}

/** Outputs `loss` = sum of pair weight x loss, `logps` [pairs, 2] (chosen, rejected), and the gradients. */
function preferenceGraph(config: ModelConfig, shape: GroupShape, settings: PreferenceSettings) {
  const parameters = parameterInputs(config)
  const { prompts } = shape
  const { logps } = completionLogps(config, parameters, shape)
  const mask = input('completionMask', [2 * prompts, shape.completionLength])
  const sums = reshape(reduceSum(mul(logps, mask), [1]), [prompts, 2])
  const side = (x: TensorNode, index: number) => reshape(slice(x, 1, index, index + 1), [prompts])
  const ratios = sub(sums, input('referenceLogps', [prompts, 2]))
  const inverseLengths = input('inverseLengths', [prompts, 2])
  const perPair = pairLosses(
    {
      chosen: side(ratios, 0),
      rejected: side(ratios, 1),
      chosenInverseLength: side(inverseLengths, 0),
      rejectedInverseLength: side(inverseLengths, 1),
    },
    settings,
  )
  const loss = sumAll(mul(perPair, input('pairWeights', [prompts])))
  return { parameters, outputs: { loss, logps: sums } }
}

/** Means over pairs of what TRL logs as rewards/{chosen,rejected,margins,accuracies}. */
function metricsOf(
  pairs: readonly EncodedPair[],
  logps: readonly (readonly [chosen: number, rejected: number])[],
  beta: number,
): PreferenceMetrics {
  const rewards = pairs.map(({ referenceLogps }, i) => [
    beta * (logps[i][0] - referenceLogps.chosen),
    beta * (logps[i][1] - referenceLogps.rejected),
  ])
  const mean = (value: (pair: readonly number[]) => number) =>
    rewards.reduce((sum, pair) => sum + value(pair), 0) / rewards.length
  return {
    chosenReward: mean(([chosen]) => chosen),
    rejectedReward: mean(([, rejected]) => rejected),
    margin: mean(([chosen, rejected]) => chosen - rejected),
    accuracy: mean(([chosen, rejected]) => (chosen > rejected ? 1 : 0)),
  }
}

/** Loss, log-probabilities and, when wanted, gradients of a window of pairs; every pair weighs the same. */
export async function preferencePass(
  config: ModelConfig,
  weights: Weights,
  graphs: GraphCache,
  window: readonly EncodedPair[],
  settings: PreferenceSettings,
  options: { readonly batchSize: number; readonly limits: GroupLimits; readonly gradients: boolean },
) {
  const { batchSize, limits, gradients: wanted } = options
  const gradients = new Map<string, Float32Array>()
  const logps: [number, number][] = window.map(() => [0, 0])
  let loss = 0
  const pass = runGroups(config, weights, graphs, window, {
    prompts: batchSize,
    limits,
    temperature: 1,
    key: `preference ${JSON.stringify(settings)} ${wanted}`,
    build(shape) {
      const { parameters, outputs } = preferenceGraph(config, shape, settings)
      return wanted ? withGradients(outputs, trainedParameters(config, parameters)) : outputs
    },
    feeds(batch) {
      const { prompts } = batch.shape
      const referenceLogps = new Float32Array(2 * prompts)
      const inverseLengths = new Float32Array(2 * prompts)
      const pairWeights = new Float32Array(prompts)
      batch.members.forEach((member, place) => {
        const { referenceLogps: reference, completions } = window[member]
        referenceLogps.set([reference.chosen, reference.rejected], 2 * place)
        inverseLengths.set(
          completions.map(({ length }) => 1 / length),
          2 * place,
        )
        pairWeights[place] = 1 / window.length
      })
      return { completionMask: tokenValues(batch, window, () => 1), referenceLogps, inverseLengths, pairWeights }
    },
  })
  for await (const { batch, outputs } of pass) {
    loss += outputs.loss[0]
    addGradients(gradients, outputs)
    batch.members.forEach((member, place) => {
      logps[member] = [outputs.logps[2 * place], outputs.logps[2 * place + 1]]
    })
  }
  return { loss, logps, gradients }
}

/**
 * The gate before the first step: throws StudyError when the reference's log-probabilities are not those of this policy,
 * pair by pair, or when the loss is not that of a policy equal to its reference (ln 2 for most losses). The tolerance is
 * that of float32 sums, which the loss multiplies by beta.
 */
function checkReference(
  pairs: readonly EncodedPair[],
  logps: readonly (readonly [chosen: number, rejected: number])[],
  loss: number,
  settings: PreferenceSettings,
): void {
  const remedy =
    'the reference log-probabilities come from other weights or another chat template, remove their folder and run again'
  pairs.forEach(({ id, referenceLogps }, i) => {
    for (const [side, logp, reference] of [
      ['chosen', logps[i][0], referenceLogps.chosen],
      ['rejected', logps[i][1], referenceLogps.rejected],
    ] as const) {
      if (Math.abs(logp - reference) <= 1e-3 + 1e-5 * Math.abs(reference)) continue
      throw new StudyError(
        `expected the reference's log-probability of the ${side} completion of ${id} to be the policy's own, ` +
          `${logp.toFixed(3)}, got ${reference.toFixed(3)}; ${remedy}`,
      )
    }
  })
  const expected = lossAtReference(settings)
  if (Math.abs(loss - expected) <= 1e-4 * Math.max(1, expected, 10 * settings.beta)) return
  throw new StudyError(`expected a first loss of ${expected.toFixed(6)}, got ${loss.toFixed(6)}; ${remedy}`)
}

/** Binds DPO to its pairs. Throws InputError on a pair that cannot be encoded or whose completions are the same. */
export async function preferenceMethod(
  request: PreferenceRequest,
  config: ModelConfig,
  encoding: Encoding,
  threads: number,
): Promise<TrainingMethod> {
  const { settings, preference, seed } = request
  const { batchSize, gradientAccumulation, epochs, sampling } = settings
  const encode = async (pairs: readonly PreferencePair[]): Promise<EncodedPair[]> =>
    (await encodePairs(pairs, encoding)).map((group, i) => ({ ...group, referenceLogps: pairs[i].referenceLogps }))
  const pairs = await encode(request.pairs)
  const validation = await encode(request.validation)
  const order = trainingOrder(epoch => epochOrder(pairs, epoch, { seed, sampling }), {
    epochs,
    windowSize: batchSize * gradientAccumulation,
  })
  const limits = groupLimits([...pairs, ...validation])
  const graphs = graphCache(threads)
  const tokensOf = ({ completions }: EncodedGroup) => completions.reduce((sum, { length }) => sum + length, 0)
  return {
    title: 'preference optimisation',
    totalSteps: order.totalSteps,
    heldOutFigure: 'log-probability of chosen less rejected',
    async step(step, weights) {
      const { epoch, items } = order.window(step)
      const { loss, logps, gradients } = await preferencePass(config, weights, graphs, items, preference, {
        batchSize,
        limits,
        gradients: true,
      })
      if (step === 1) checkReference(items, logps, loss, preference)
      const metrics = metricsOf(items, logps, preference.beta)
      const lossTokens = items.reduce((sum, pair) => sum + tokensOf(pair), 0)
      return {
        epoch,
        loss,
        lossTokens,
        tokens: items.reduce((sum, { prompt }) => sum + 2 * prompt.length, lossTokens),
        gradients,
        records: items.map(({ id }) => id),
        metrics,
        note: `loss ${loss.toFixed(3)}, margin ${metrics.margin.toFixed(2)}`,
      }
    },
    async evaluate(weights) {
      if (validation.length === 0) return null
      const { loss, logps } = await preferencePass(config, weights, graphs, validation, preference, {
        batchSize,
        limits,
        gradients: false,
      })
      const perCase = new Map(validation.map(({ id }, i) => [id, logps[i][0] - logps[i][1]]))
      return { loss, metrics: metricsOf(validation, logps, preference.beta), perCase }
    },
    isSafePoint: () => true,
    release: () => graphs.release(),
  }
}
