/** @file Groups of encoded completions as the padded inputs of a group graph, in micro-batches of whole groups. */
import { MASKED, type ModelConfig, type Weights } from '../../model/index.ts'
import type { TensorNode } from '../../tensor/index.ts'
import { weightFeeds, type GraphCache, paddedLength } from './graph-cache.ts'
import type { EncodedGroup } from './encoding.ts'
import type { GroupShape } from './group-graph.ts'

const PROMPT_STEP = 64
const COMPLETION_STEP = 16

/** A micro-batch: which groups of the window it holds, and their padded shape. */
export interface GroupBatch {
  /** Indices into the window. */
  readonly members: readonly number[]
  readonly shape: GroupShape
}

/** The longest prompt and completion of a run: no batch is padded beyond them. */
export interface GroupLimits {
  readonly prompt: number
  readonly completion: number
}

/** The limits of all groups that a run may meet; at least one token and two. */
export function groupLimits(groups: readonly EncodedGroup[]): GroupLimits {
  let prompt = 1
  let completion = 2
  for (const group of groups) {
    prompt = Math.max(prompt, group.prompt.length)
    for (const { length } of group.completions) completion = Math.max(completion, length)
  }
  return { prompt, completion }
}

/** Rows of the longest shape that one pass holds: enough for full speed of the matrix products, and little memory. */
const ROWS_PER_PASS = 2800

/**
 * Groups in one pass: as many as asked for, or so many fewer that the passes are of equal size and hold about
 * ROWS_PER_PASS rows. Smaller passes are padded less, since long completions come together; the sum is the same.
 */
function groupsPerPass(asked: number, samples: number, limits: GroupLimits): number {
  const most = Math.max(1, Math.floor(ROWS_PER_PASS / (limits.prompt + samples * limits.completion)))
  return Math.ceil(asked / Math.ceil(asked / most))
}

/** Divides a window into passes of at most `asked` groups, long completions with long ones. */
export function groupBatches(window: readonly EncodedGroup[], asked: number, limits: GroupLimits): GroupBatch[] {
  const samples = window[0]?.completions.length ?? 1
  const prompts = groupsPerPass(asked, samples, limits)
  const longest = (group: EncodedGroup) => Math.max(...group.completions.map(({ length }) => length))
  const order = window.map((_, i) => i).sort((a, b) => longest(window[b]) - longest(window[a]) || a - b)
  const batches: GroupBatch[] = []
  for (let start = 0; start < order.length; start += prompts) {
    const members = order.slice(start, start + prompts)
    const promptLength = Math.max(...members.map(i => window[i].prompt.length))
    const shape = {
      prompts,
      samples,
      promptLength: paddedLength(promptLength, PROMPT_STEP, limits.prompt),
      completionLength: paddedLength(Math.max(2, longest(window[members[0]])), COMPLETION_STEP, limits.completion),
    }
    batches.push({ members, shape })
  }
  return batches
}

/** Values for the tokens of a batch, [prompts x samples, completionLength], 0 on padding. */
export function tokenValues(
  { members, shape }: GroupBatch,
  window: readonly EncodedGroup[],
  value: (group: number, sample: number, token: number) => number,
): Float32Array {
  const { samples, completionLength } = shape
  const values = new Float32Array(shape.prompts * samples * completionLength)
  members.forEach((member, place) => {
    window[member].completions.forEach((completion, sample) => {
      const start = (place * samples + sample) * completionLength
      for (let t = 0; t < completion.length; t++) values[start + t] = value(member, sample, t)
    })
  })
  return values
}

/** The inputs of `completionLogps` for a batch; missing groups are all padding. */
function tokenInputs({ members, shape }: GroupBatch, window: readonly EncodedGroup[], pad: number) {
  const { prompts, samples, promptLength, completionLength } = shape
  const batch = prompts * samples
  const width = completionLength - 1
  const promptIds = new Int32Array(prompts * promptLength).fill(pad)
  const promptMask = new Float32Array(prompts * promptLength).fill(MASKED)
  const lastRows = new Int32Array(prompts)
  const lastPositions = new Int32Array(prompts)
  const completionIds = new Int32Array(batch * width).fill(pad)
  const completionPositions = new Int32Array(batch * width)
  const targets = new Int32Array(batch * completionLength).fill(pad)
  members.forEach((member, place) => {
    const { prompt, completions } = window[member]
    promptIds.set(prompt, place * promptLength)
    promptMask.fill(0, place * promptLength, place * promptLength + prompt.length)
    lastPositions[place] = prompt.length - 1
    lastRows[place] = place * promptLength + prompt.length - 1
    completions.forEach((completion, sample) => {
      const row = place * samples + sample
      completionIds.set(completion.slice(0, -1), row * width)
      targets.set(completion, row * completionLength)
      for (let t = 0; t < completion.length - 1; t++) completionPositions[row * width + t] = prompt.length + t
    })
  })
  const promptPositions = Int32Array.from(promptIds, (_, flat) => flat % promptLength)
  return {
    promptIds,
    promptPositions,
    promptMask,
    lastRows,
    lastPositions,
    completionIds,
    completionPositions,
    targets,
  }
}

/** What a graph over groups is built from and fed with beside the tokens. */
export interface GroupPass {
  /** Groups in one forward pass, at most. */
  readonly prompts: number
  readonly limits: GroupLimits
  readonly temperature: number
  /** Names the graph among others of the same shape. */
  readonly key: string
  build(shape: GroupShape): Record<string, TensorNode>
  feeds(batch: GroupBatch): Readonly<Record<string, Float32Array>>
}

/** Runs a window of groups through a graph in micro-batches; yields the outputs of each. */
export async function* runGroups(
  config: ModelConfig,
  weights: Weights,
  graphs: GraphCache,
  window: readonly EncodedGroup[],
  { prompts, limits, temperature, key, build, feeds }: GroupPass,
): AsyncGenerator<{ readonly batch: GroupBatch; readonly outputs: Readonly<Record<string, Float32Array>> }> {
  const inverseTemperature = Float32Array.of(1 / temperature)
  for (const batch of groupBatches(window, prompts, limits)) {
    const { shape } = batch
    const graph = await graphs.get(`${key} ${Object.values(shape).join(' ')}`, () => build(shape))
    const tokens = tokenInputs(batch, window, config.padTokenId)
    const outputs = await graph.run({ ...weightFeeds(weights), ...tokens, inverseTemperature, ...feeds(batch) })
    yield { batch, outputs }
  }
}
