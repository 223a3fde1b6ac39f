/** @file What the one training loop asks of a method: steps with gradients, and a look at held-out cases. */
import type { Weights } from '../../model/index.ts'
import type { PreferenceMetrics, RolloutMetrics, TrainEvent } from '../engine.ts'

/** The gradients of one optimiser step, and what is to be logged of it. */
export interface StepResult {
  readonly epoch: number
  readonly loss: number
  readonly lossTokens: number
  readonly tokens: number
  /** Gradient of the loss per tensor that is trained. */
  readonly gradients: ReadonlyMap<string, Float32Array>
  /** Ids of the records that the step saw, for an error. */
  readonly records: readonly string[]
  readonly metrics: Partial<PreferenceMetrics> & Partial<RolloutMetrics>
  /** Shown beside the progress. */
  readonly note: string
}

/** What a policy makes of the held-out cases. */
export interface Evaluation {
  /** Mean loss; null when the method's held-out figure is another. */
  readonly loss: number | null
  readonly metrics: Omit<Extract<TrainEvent, { type: 'evaluation' }>, 'type' | 'step' | 'loss'>
  /** One number a case, comparable between the start and the end of a run; null when the method has none. */
  readonly perCase: ReadonlyMap<string, number> | null
}

/** A method of alignment, bound to its material. */
export interface TrainingMethod {
  /** Shown as the name of the task. */
  readonly title: string
  readonly totalSteps: number
  /** Loss and gradients of step 1..totalSteps under the weights, an adapter's among them; does not change them. */
  step(step: number, weights: Weights): Promise<StepResult>
  /** What the held-out cases are compared in before the first step and after the last; null when they are not. */
  readonly heldOutFigure: string | null
  /** Null when there is nothing held out. */
  evaluate(weights: Weights): Promise<Evaluation | null>
  /** Whether a run may continue from the state after this step alone. */
  isSafePoint(step: number): boolean
  release(): Promise<void>
}
