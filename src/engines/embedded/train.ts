/** @file The one training loop of the embedded engine: gradients in, weights out, and a state to continue from. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { BrokenPolicyError, loadCheckpoint, type ModelConfig, parameterCount, type Weights } from '../../model/index.ts'
import { adamWDefaults, adamWStep, clipFactor, globalNorm, scheduleFactor } from '../../optim/index.ts'
import { InterruptedError, StudyError, writeFileAtomically } from '../../support/index.ts'
import type { TrainEvent, TrainRequest, TrainSummary } from '../engine.ts'
import { type Encoding, shortList } from './encoding.ts'
import { lastStepLoss, openEvents, stepsWithoutSignal } from './events.ts'
import { writeHeldOut, writeHeldOutStart } from './held-out.ts'
import { preferenceMethod } from './preference-method.ts'
import { rolloutMethod } from './rollout-method.ts'
import { supervisedMethod } from './supervised-method.ts'
import { trainedPolicy } from './trained-policy.ts'
import type { Evaluation, TrainingMethod } from './training-method.ts'
import { dropState, initialState, loadState, saveState, type TrainingState } from './training-state.ts'

const SUMMARY = 'training.json'

/** Norms and biases are not decayed, as in Transformers' trainer. */
const isDecayed = (name: string) => !/bias|norm/.test(name)

function bindMethod(
  request: TrainRequest,
  config: ModelConfig,
  encoding: Encoding,
  threads: number,
): Promise<TrainingMethod> {
  switch (request.method) {
    case 'dpo':
      return preferenceMethod(request, config, encoding, threads)
    case 'grpo':
      return rolloutMethod(request, config, encoding, threads)
    default:
      return supervisedMethod(request, config, encoding, threads)
  }
}

/**
 * Trains a policy and writes its checkpoint to `request.output`. A run that was cut off continues from its last state
 * and ends with the same bits as one that was not. Throws StudyError when the loss is no longer a number: the last state
 * whose weights gave one stays on disk.
 */
export async function trainEmbedded(request: TrainRequest, threads: number): Promise<TrainSummary> {
  const { output } = request
  const summaryFile = join(output, SUMMARY)
  if (existsSync(summaryFile)) {
    rmSync(join(output, 'training'), { recursive: true, force: true })
    return JSON.parse(readFileSync(summaryFile, 'utf8')) as TrainSummary
  }
  const checkpoint = loadCheckpoint(request.policy)
  const policy = trainedPolicy(checkpoint, request)
  const { config } = policy
  const { progress, signal } = request
  const encoding = { tokenizer: checkpoint.tokenizer, contextLength: config.contextLength, progress, signal }
  const method = await bindMethod(request, config, encoding, threads)
  try {
    const found = loadState(output)
    const state = found ?? initialState(policy.initial)
    const end = await runSteps(request, method, state, policy.whole(state.weights), found !== null)
    policy.save(output, state.weights)
    const summary: TrainSummary = {
      steps: method.totalSteps,
      parameters: parameterCount(config),
      tokens: state.tokens,
      ...end,
    }
    // The summary marks the end: from here on a second start does nothing, and the state is no longer needed.
    writeFileAtomically(summaryFile, `${JSON.stringify(summary)}\n`)
    rmSync(join(output, 'training'), { recursive: true, force: true })
    return summary
  } finally {
    await method.release()
  }
}

/**
 * The steps that are left, from `state.step + 1` to the last, with evaluations and states on the way. `weights` are those
 * of the state, which the steps change in place, and whatever is not trained beside them.
 */
async function runSteps(
  request: TrainRequest,
  method: TrainingMethod,
  state: TrainingState,
  weights: Weights,
  isContinued: boolean,
): Promise<Pick<TrainSummary, 'finalLoss' | 'validationLoss' | 'heldOut'>> {
  const { settings, output, signal } = request
  const { totalSteps } = method
  const warmupSteps = Math.ceil(settings.warmup * totalSteps)
  // The last evaluation comes after the last state, so a run that continues there makes it again.
  const isKept = ({ type, step }: TrainEvent) => step <= state.step && !(type === 'evaluation' && step === totalSteps)
  const events = openEvents(output, event => isContinued && isKept(event))
  const task = request.progress.begin(method.title, totalSteps, state.step)
  let savedAt = state.step
  /** Saves when a run could go on from here and there is something new. */
  const saveIfSafe = () => {
    if (savedAt === state.step || !method.isSafePoint(state.step)) return
    // The log first: after a power cut it must not lack steps that the state has.
    events.sync()
    saveState(output, state)
    savedAt = state.step
  }
  /** The error of a step: where it happened, and from where a run can go on. */
  const stopped = (problem: string, isBroken: boolean) => {
    // Weights that give no number are not worth keeping; those of the state before them were.
    if (isBroken && savedAt === state.step && savedAt > 0) dropState(output)
    const kept = loadState(output)?.step ?? 0
    const remark = kept > 0 ? `the state of step ${kept} is kept` : 'no state was saved before it'
    return new StudyError(`training ${request.method}, step ${state.step + 1}: ${problem}; ${remark}`)
  }
  const evaluate = async (): Promise<Evaluation | null> => {
    const evaluation = await method.evaluate(weights).catch(error => {
      if (!(error instanceof StudyError)) throw error
      throw new StudyError(`training ${request.method}, validation after step ${state.step}: ${error.message}`)
    })
    if (evaluation) events.emit({ type: 'evaluation', step: state.step, loss: evaluation.loss, ...evaluation.metrics })
    return evaluation
  }
  /** Whether the held-out cases are due under the weights of `state.step`; the last look comes after the last step. */
  const isEvaluationDue = () =>
    state.step === 0
      ? method.heldOutFigure !== null
      : settings.evaluateEvery > 0 && state.step % settings.evaluateEvery === 0 && !events.hasEvaluation(state.step)

  try {
    if (isContinued) task.update(state.step, `continued at step ${state.step}`)
    while (state.step < totalSteps) {
      if (isEvaluationDue()) {
        const evaluation = await evaluate()
        if (state.step === 0) writeHeldOutStart(output, evaluation)
      }
      const step = state.step + 1
      const result = await method.step(step, weights).catch(error => {
        if (error instanceof BrokenPolicyError) throw stopped(error.message, true)
        saveIfSafe()
        throw error instanceof StudyError ? stopped(error.message, false) : error
      })
      const gradNorm = globalNorm(result.gradients.values())
      if (!Number.isFinite(result.loss) || !Number.isFinite(gradNorm)) {
        const records = shortList(result.records)
        throw stopped(
          `expected a loss, got one that is not a number, on records ${records}; lower the learning rate`,
          true,
        )
      }
      const learningRate = settings.learningRate * scheduleFactor(settings.schedule, step, totalSteps, warmupSteps)
      const clip = clipFactor(gradNorm, settings.maxGradNorm)
      updateWeights(state, result.gradients, step, learningRate, settings.weightDecay, clip)
      state.step = step
      state.tokens += result.tokens
      const { epoch, loss, lossTokens, tokens, metrics } = result
      events.emit({ type: 'step', step, epoch, loss, learningRate, gradNorm, lossTokens, tokens, ...metrics })
      task.update(step, result.note)
      const isLast = step === totalSteps
      // Before steps that no run can continue from, the state is always saved: Ctrl-C then loses at most those.
      const isDue = isLast || step - savedAt >= settings.checkpointEvery || !method.isSafePoint(step + 1)
      if (isDue || signal.aborted) saveIfSafe()
      if (signal.aborted && !isLast) {
        throw new InterruptedError(`training ${request.method} was interrupted at step ${step}`)
      }
    }
    const evaluation = await evaluate()
    const finalLoss = lastStepLoss(output)
    const heldOut = writeHeldOut(output, evaluation)
    task.finish(
      heldOut
        ? `${method.heldOutFigure}, validation split: ${heldOut.start.toFixed(3)} to ${heldOut.end.toFixed(3)}`
        : `loss ${finalLoss.toFixed(3)}`,
    )
    const silent = stepsWithoutSignal(output)
    if (silent > 0) {
      request.progress.say(
        `  note: in ${silent} of ${totalSteps} steps no group had two different rewards, and nothing was learnt from them` +
          (silent === totalSteps ? '; start from a better policy, or change the rewards' : ''),
      )
    }
    return { finalLoss, validationLoss: evaluation?.loss ?? null, heldOut }
  } finally {
    events.close()
  }
}

function updateWeights(
  state: TrainingState,
  gradients: ReadonlyMap<string, Float32Array>,
  step: number,
  learningRate: number,
  weightDecay: number,
  gradientScale: number,
): void {
  for (const [name, { data }] of state.weights) {
    const options = { ...adamWDefaults, weightDecay: isDecayed(name) ? weightDecay : 0 }
    adamWStep(data, gradients.get(name)!, state.moments.get(name)!, step, learningRate, options, gradientScale)
  }
}
