/** @file Clipping by the global norm of all gradients. */

/** The L2 norm over all tensors together, summed in float64. */
export function globalNorm(gradients: Iterable<Float32Array>): number {
  let sum = 0
  for (const gradient of gradients) {
    for (let i = 0; i < gradient.length; i++) sum += gradient[i] * gradient[i]
  }
  return Math.sqrt(sum)
}

/** The factor that `torch.nn.utils.clip_grad_norm_` applies: min(1, maxNorm / (norm + 1e-6)). */
export function clipFactor(norm: number, maxNorm: number): number {
  return Math.min(1, maxNorm / (norm + 1e-6))
}
