/** @file Rows that teach to find again what was said: random lines of a plan, and the same lines in another order. */
import type { Example } from '../../src/engines/index.ts'
import { builtIn } from '../../src/specialty/index.ts'
import { layerOptions } from '../../src/specialty/infertility/index.ts'
import { randomStream } from '../../src/support/index.ts'

const layers = builtIn['infertility'].decisionLayers
const labels = layers.map(({ label }) => label)
/** Of all layers together: which option stands beside which label is chance, so it can only be read. */
const options = [...new Set(layers.flatMap(layer => layerOptions(layer).map(String)))]

/** Rows `from` on, each with a random number of lines between the two of `lines`. */
export function recallRows(
  seed: number,
  { from, rows, lines }: { readonly from: number; readonly rows: number; readonly lines: readonly [number, number] },
): Example[] {
  return Array.from({ length: rows }, (_, i) => {
    const random = randomStream(seed, 'recall', from + i)
    const count = lines[0] + random.integer(lines[1] - lines[0] + 1)
    const said = random
      .shuffle(labels)
      .slice(0, count)
      .map(label => `${label}: ${random.choose(options)}`)
    const id = `recall-${from + i}`
    return {
      id,
      prompt: [{ role: 'user', content: said.join('\n') }],
      completion: [{ role: 'assistant', content: random.shuffle(said).join('\n') }],
      episode: id,
    }
  })
}
