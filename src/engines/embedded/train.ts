/** @file The one training loop of the embedded engine: windows in, weights out, and a state to continue from. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { loadCheckpoint, parameterCount, saveCheckpoint } from '../../model/index.ts'
import { adamWDefaults, adamWStep, clipFactor, globalNorm, scheduleFactor } from '../../optim/index.ts'
import { InterruptedError, type LineWriter, lineWriter, StudyError, writeFileAtomically } from '../../support/index.ts'
import type { Example, TrainEvent, TrainRequest, TrainSummary } from '../engine.ts'
import { encodeExamples, sequencesOf, trainingOrder } from './sequences.ts'
import { supervisedPass } from './supervised-pass.ts'
import { graphCache } from './training-graph.ts'
import { initialState, loadState, saveState, type TrainingState } from './training-state.ts'

const EVENTS = 'events.jsonl'
const SUMMARY = 'training.json'
const TASKS = { lm: 'language modelling', sft: 'supervised fine-tuning' } as const

/** Norms and biases are not decayed, as in Transformers' trainer. */
const isDecayed = (name: string) => !/bias|norm/.test(name)

/** Opens the event log at a step: events after it, written by a run that was cut off, are dropped. */
function openEvents(output: string, step: number): LineWriter {
  const file = join(output, EVENTS)
  const kept = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(line => {
          try {
            return (JSON.parse(line) as TrainEvent).step <= step
          } catch {
            return false
          }
        })
    : []
  writeFileAtomically(file, kept.map(line => `${line}\n`).join(''))
  return lineWriter(file, { append: true, buffered: false })
}

/**
 * Trains a policy and writes its checkpoint to `request.output`. A run that was cut off continues from its last state
 * and ends with the same bits as one that was not. Throws StudyError when the loss is no longer a number.
 */
export async function trainEmbedded(request: TrainRequest, threads: number): Promise<TrainSummary> {
  const { method, settings, seed, output, signal } = request
  const summaryFile = join(output, SUMMARY)
  if (existsSync(summaryFile)) {
    rmSync(join(output, 'training'), { recursive: true, force: true })
    return JSON.parse(readFileSync(summaryFile, 'utf8')) as TrainSummary
  }

  const { config, weights, tokenizer } = loadCheckpoint(request.policy)
  const encode = (examples: readonly Example[]) => encodeExamples(tokenizer, examples, config.contextLength, request)
  const cases = await encode(request.examples)
  const validation = sequencesOf(method, await encode(request.validation), config.contextLength)
  const { batchSize, gradientAccumulation } = settings
  const order = trainingOrder(method, cases, {
    epochs: settings.epochs,
    windowSize: batchSize * gradientAccumulation,
    contextLength: config.contextLength,
    seed,
  })
  const state = loadState(output) ?? initialState(weights)
  const graphs = graphCache(config, threads)
  const events = openEvents(output, state.step)
  const emit = (event: TrainEvent) => events.write(JSON.stringify(event))
  const warmupSteps = Math.ceil(settings.warmup * order.totalSteps)
  const task = request.progress.begin(TASKS[method], order.totalSteps)

  const evaluate = async (): Promise<number | null> => {
    if (validation.length === 0) return null
    let sum = 0
    let lossTokens = 0
    for (let start = 0; start < validation.length; start += batchSize) {
      const window = validation.slice(start, start + batchSize)
      const pass = await supervisedPass(config, state.weights, graphs, window, { batchSize, gradients: false })
      sum += pass.loss * pass.lossTokens
      lossTokens += pass.lossTokens
    }
    const loss = lossTokens > 0 ? sum / lossTokens : 0
    emit({ type: 'evaluation', step: state.step, loss, lossTokens })
    return loss
  }

  try {
    if (state.step > 0) task.update(state.step, `continued at step ${state.step}`)
    let finalLoss = Number.NaN
    let validationLoss: number | null = null
    while (state.step < order.totalSteps) {
      const step = state.step + 1
      const { epoch, sequences } = order.window(step)
      const pass = await supervisedPass(config, state.weights, graphs, sequences, { batchSize, gradients: true })
      const gradNorm = globalNorm(pass.gradients.values())
      if (!Number.isFinite(pass.loss) || !Number.isFinite(gradNorm)) {
        throw new StudyError(`training ${method}: the loss is not a number at step ${step}; lower the learning rate`)
      }
      const learningRate =
        settings.learningRate * scheduleFactor(settings.schedule, step, order.totalSteps, warmupSteps)
      updateWeights(
        state,
        pass.gradients,
        step,
        learningRate,
        settings.weightDecay,
        clipFactor(gradNorm, settings.maxGradNorm),
      )
      state.step = step
      state.tokens += pass.tokens
      finalLoss = pass.loss
      const { loss, lossTokens, tokens } = pass
      emit({ type: 'step', step, epoch, loss, learningRate, gradNorm, lossTokens, tokens })
      task.update(step, `loss ${loss.toFixed(3)}`)
      const isLast = step === order.totalSteps
      if (isLast || (settings.evaluateEvery > 0 && step % settings.evaluateEvery === 0))
        validationLoss = await evaluate()
      if (isLast || step % settings.checkpointEvery === 0 || signal.aborted) {
        // The log first: after a power cut it must not lack steps that the state has.
        events.sync()
        saveState(output, state)
      }
      if (signal.aborted && !isLast) throw new InterruptedError(`training ${method} was interrupted at step ${step}`)
    }
    if (Number.isNaN(finalLoss)) ({ finalLoss, validationLoss } = lastLosses(output))
    saveCheckpoint(output, { config, weights: state.weights, tokenizer })
    const summary: TrainSummary = {
      steps: order.totalSteps,
      parameters: parameterCount(config),
      tokens: state.tokens,
      finalLoss,
      validationLoss,
    }
    // The summary marks the end: from here on a second start does nothing, and the state is no longer needed.
    writeFileAtomically(summaryFile, `${JSON.stringify(summary)}\n`)
    rmSync(join(output, 'training'), { recursive: true, force: true })
    task.finish(`loss ${finalLoss.toFixed(3)}`)
    return summary
  } finally {
    events.close()
    await graphs.release()
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

/** The last losses on record, for a run that was cut off between its last step and its checkpoint. */
function lastLosses(output: string): { finalLoss: number; validationLoss: number | null } {
  let finalLoss = Number.NaN
  let validationLoss: number | null = null
  for (const line of readFileSync(join(output, EVENTS), 'utf8').split('\n')) {
    if (line === '') continue
    const event = JSON.parse(line) as TrainEvent
    if (event.type === 'step') finalLoss = event.loss
    else validationLoss = event.loss
  }
  return { finalLoss, validationLoss }
}
