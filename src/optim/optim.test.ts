import { expect, test } from 'vitest'
import { adamWStep, clipFactor, globalNorm, initialMoments, scheduleFactor } from './index.ts'

const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 }

test('adamWStep(first step) moves every weight by the learning rate against its gradient sign', () => {
  // Bias correction makes m / sqrt(v) = g / |g| at step 1, so the step is lr * sign(g).
  const weights = Float32Array.of(1, -2, 0.5)
  adamWStep(weights, Float32Array.of(0.3, -4, 0.001), initialMoments(3), 1, 0.1, options)
  expect([...weights].map(value => Number(value.toFixed(4)))).toEqual([0.9, -1.9, 0.4])
})

test('adamWStep(weight decay, zero gradient) only shrinks the weight by lr x decay', () => {
  const weights = Float32Array.of(2)
  adamWStep(weights, Float32Array.of(0), initialMoments(1), 1, 0.1, { ...options, weightDecay: 0.5 })
  expect(weights[0]).toBeCloseTo(2 * (1 - 0.1 * 0.5), 6)
})

test('adamWStep(two steps) equals torch.optim.AdamW', () => {
  // The formula of torch.optim.AdamW worked by hand: w = [1, 2], g1 = [0.5, -1], g2 = [0.25, 3], lr 0.01, weight decay 0.1, betas 0.9, 0.999.
  // By hand: step 1: w = w(1 - 0.001) -/+ 0.01 -> 0.989, 2.008.
  // Step 2, first weight: m = 0.9*0.05 + 0.1*0.25 = 0.07, v = 0.999*0.00025 + 0.001*0.0625 = 0.00031225;
  // m^ = 0.07/0.19 = 0.368421, v^ = 0.00031225/0.001999 = 0.1562031, step = 0.01*0.368421/0.395225 = 0.00932180;
  // w = 0.989*0.999 - 0.0093218 = 0.97868920. Second: m = -0.09 + 0.3 = 0.21, v = 0.000999 + 0.009 = 0.009999;
  // m^ = 1.1052632, v^ = 5.0020010, step = 0.01*1.1052632/2.2365154 = 0.00494190; w = 2.008*0.999 - 0.0049419 = 2.0010501.
  const weights = Float32Array.of(1, 2)
  const moments = initialMoments(2)
  adamWStep(weights, Float32Array.of(0.5, -1), moments, 1, 0.01, { ...options, weightDecay: 0.1 })
  adamWStep(weights, Float32Array.of(0.25, 3), moments, 2, 0.01, { ...options, weightDecay: 0.1 })
  expect(weights[0]).toBeCloseTo(0.9786892, 6)
  expect(weights[1]).toBeCloseTo(2.0010501, 6)
})

test('adamWStep(clipped gradient) equals the step on the scaled gradient', () => {
  const a = Float32Array.of(1)
  const b = Float32Array.of(1)
  const [momentsA, momentsB] = [initialMoments(1), initialMoments(1)]
  adamWStep(a, Float32Array.of(8), momentsA, 1, 0.1, options, 0.25)
  adamWStep(b, Float32Array.of(2), momentsB, 1, 0.1, options)
  expect([a[0], momentsA.first[0], momentsA.second[0]]).toEqual([b[0], momentsB.first[0], momentsB.second[0]])
})

test('scheduleFactor rises over the warm-up, peaks once it is over and decays towards 0', () => {
  // 10 steps, 2 of warm-up: 0, 1/2, then 8 steps from 1 down by 1/8.
  const linear = Array.from({ length: 10 }, (_, i) => scheduleFactor('linear', i + 1, 10, 2))
  expect(linear).toEqual([0, 0.5, 1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125])
  // Cosine half-way through the decay (step 7: progress 4/8) is one half.
  expect(scheduleFactor('cosine', 7, 10, 2)).toBeCloseTo(0.5, 12)
  expect(scheduleFactor('constant', 10, 10, 2)).toBe(1)
  expect(scheduleFactor('linear', 1, 10, 0)).toBe(1)
})

test('globalNorm spans tensors and clipFactor leaves small gradients alone', () => {
  expect(globalNorm([Float32Array.of(3), Float32Array.of(4)])).toBe(5)
  expect(clipFactor(5, 1)).toBeCloseTo(0.2, 6)
  expect(clipFactor(0.5, 1)).toBe(1)
  expect(clipFactor(0, 1)).toBe(1)
})
