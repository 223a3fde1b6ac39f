/** @file Every value that a decision layer may take. */
import type { DecisionLayer } from './specialty.ts'

/** Every value that a layer may take: its options, or the numbers of its range by its step. */
export function layerOptions(layer: DecisionLayer): (string | number)[] {
  if (layer.type !== 'numeric') return [...layer.options]
  const [low, high] = layer.range ?? [0, 0]
  const step = layer.step ?? 1
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step)
}
