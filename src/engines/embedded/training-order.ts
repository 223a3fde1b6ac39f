/** @file The order in which a run meets its material, decided by the seed alone, so that a resumed run meets the same. */
import { randomStream } from '../../support/index.ts'

/** One optimiser step: the items that share it. */
export interface Window<Item> {
  readonly epoch: number
  readonly items: readonly Item[]
}

/** The windows of a whole run. */
export interface TrainingOrder<Item> {
  readonly totalSteps: number
  /** The window of step 1..totalSteps. */
  window(step: number): Window<Item>
}

/** The cases of an epoch in their order: shuffled by seed and epoch, or as they came. */
export function epochOrder<Case>(
  cases: readonly Case[],
  epoch: number,
  { seed, sampling }: { readonly seed: number; readonly sampling?: 'sequential' },
): readonly Case[] {
  return sampling === 'sequential' ? cases : randomStream(seed, 'training order', epoch).shuffle(cases)
}

/**
 * Plans a run of `epochs` passes (a fraction stops part-way through the last) over the items that `itemsOf` makes of an
 * epoch; `windowSize` items share a step, and the last window of an epoch may hold fewer. Throws RangeError when an epoch
 * has no item.
 */
export function trainingOrder<Item>(
  itemsOf: (epoch: number) => readonly Item[],
  { epochs, windowSize }: { readonly epochs: number; readonly windowSize: number },
): TrainingOrder<Item> {
  // How many items an epoch has may depend on its order (packing), so each one is counted.
  const stepsPerEpoch = Array.from({ length: Math.ceil(epochs) }, (_, epoch) => {
    const steps = Math.ceil(itemsOf(epoch).length / windowSize)
    if (steps === 0) throw new RangeError('trainingOrder: expected at least one example, got none')
    const share = Math.min(1, epochs - epoch)
    return share < 1 ? Math.max(1, Math.round(steps * share)) : steps
  })
  let held: { epoch: number; items: readonly Item[] } | null = null
  return {
    totalSteps: stepsPerEpoch.reduce((sum, steps) => sum + steps, 0),
    window(step) {
      let epoch = 0
      let index = step - 1
      while (index >= stepsPerEpoch[epoch]) index -= stepsPerEpoch[epoch++]
      if (held?.epoch !== epoch) held = { epoch, items: itemsOf(epoch) }
      return { epoch, items: held.items.slice(index * windowSize, (index + 1) * windowSize) }
    },
  }
}
