/** @file AdamW with decoupled weight decay (Loshchilov and Hutter 2019), updating weights in place. */

/** Decay rates as in `torch.optim.AdamW`. */
export interface AdamWOptions {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly weightDecay: number
}

/** The defaults of Hugging Face's trainer, but for the weight decay, which every method sets. */
export const adamWDefaults: Omit<AdamWOptions, 'weightDecay'> = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }

/** First and second moment of one tensor's gradient, each as long as the tensor. */
export interface Moments {
  readonly first: Float32Array
  readonly second: Float32Array
}

/** Zero moments for a tensor of `length` elements. */
export function initialMoments(length: number): Moments {
  return { first: new Float32Array(length), second: new Float32Array(length) }
}

/**
 * One AdamW step on one tensor, in place; equals `torch.optim.AdamW` in float32 up to rounding.
 * @param step number of this step, from 1 (bias correction divides by 1 - beta^step).
 * @param gradientScale factor applied to the gradient first (global-norm clipping).
 * Throws RangeError when lengths differ or step < 1.
 */
export function adamWStep(
  weights: Float32Array,
  gradient: Float32Array,
  moments: Moments,
  step: number,
  learningRate: number,
  options: AdamWOptions,
  gradientScale = 1,
): void {
  const { first, second } = moments
  if (gradient.length !== weights.length || first.length !== weights.length || step < 1) {
    throw new RangeError(
      `adamWStep: expected ${weights.length} gradients and step >= 1, got ${gradient.length} and ${step}`,
    )
  }
  const { beta1, beta2, epsilon, weightDecay } = options
  const keep = 1 - learningRate * weightDecay
  const stepSize = learningRate / (1 - beta1 ** step)
  const secondCorrection = 1 / Math.sqrt(1 - beta2 ** step)
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i] * gradientScale
    const m = beta1 * first[i] + (1 - beta1) * g
    const v = beta2 * second[i] + (1 - beta2) * g * g
    first[i] = m
    second[i] = v
    weights[i] = weights[i] * keep - (stepSize * m) / (Math.sqrt(v) * secondCorrection + epsilon)
  }
}
