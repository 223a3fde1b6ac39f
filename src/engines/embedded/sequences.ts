/** @file Examples as token sequences with a loss weight per token, and the order in which a run meets them. */
import { setImmediate } from 'node:timers/promises'
import type { Tokenizer } from '../../model/index.ts'
import { InputError, InterruptedError, type Progress, randomStream } from '../../support/index.ts'
import type { Example } from '../engine.ts'

/** A row of a training batch: position t predicts token t + 1 when `isTarget[t + 1]` is 1. */
export interface Sequence {
  readonly ids: Int32Array
  /** 1 where the token enters the loss (the completion mask), 0 elsewhere; token 0 never does. */
  readonly isTarget: Uint8Array
}

/** An example as tokens, and how many of them are prompt. */
interface EncodedCase {
  readonly ids: readonly number[]
  readonly promptLength: number
}

const CASES_BETWEEN_BREATHS = 200

/**
 * Encodes every example once. Throws InputError naming the id of one that cannot be encoded or is longer than the
 * context (nothing is ever cut), InterruptedError when the signal aborts.
 */
export async function encodeExamples(
  tokenizer: Tokenizer,
  examples: readonly Example[],
  contextLength: number,
  { progress, signal }: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<EncodedCase[]> {
  const task = progress.begin('encoding cases', examples.length)
  const cases: EncodedCase[] = []
  for (const { id, prompt, completion } of examples) {
    const encoded = tokenizer.encodeExample(prompt, completion, { id })
    if (encoded.ids.length > contextLength) {
      throw new InputError(`expected at most ${contextLength} tokens, got ${encoded.ids.length}`, { id })
    }
    cases.push(encoded)
    if (cases.length % CASES_BETWEEN_BREATHS === 0) {
      task.update(cases.length)
      // Lets Ctrl-C be heard.
      await setImmediate()
      if (signal.aborted) throw new InterruptedError('encoding was interrupted')
    }
  }
  task.finish()
  return cases
}

/** Supervised fine-tuning: one example a sequence, the loss on its completion. */
function completionSequence({ ids, promptLength }: EncodedCase): Sequence {
  const isTarget = new Uint8Array(ids.length).fill(1, promptLength)
  return { ids: Int32Array.from(ids), isTarget }
}

/**
 * Language modelling: whole cases in a row up to the context's length, the loss on every token but the first. Cases in
 * one context are what lets exemplars mean something later. A case is never cut.
 */
function packSequences(cases: readonly EncodedCase[], contextLength: number): Sequence[] {
  const sequences: Sequence[] = []
  let row: number[] = []
  const close = () => {
    if (row.length > 1) sequences.push({ ids: Int32Array.from(row), isTarget: new Uint8Array(row.length).fill(1, 1) })
    row = []
  }
  for (const { ids } of cases) {
    if (row.length + ids.length > contextLength) close()
    row.push(...ids)
  }
  close()
  return sequences
}

/** How a method turns the cases of one epoch, in their order, into sequences. */
export function sequencesOf(method: 'lm' | 'sft', cases: readonly EncodedCase[], contextLength: number): Sequence[] {
  return method === 'lm' ? packSequences(cases, contextLength) : cases.map(completionSequence)
}

/** One optimiser step: the sequences that share it. */
export interface Window {
  readonly epoch: number
  readonly sequences: readonly Sequence[]
}

/** The order of a whole run, decided by the seed alone, so that a resumed run meets the same windows. */
export interface TrainingOrder {
  readonly totalSteps: number
  /** The window of step 1..totalSteps. */
  window(step: number): Window
}

/**
 * Plans a run of `epochs` passes (a fraction stops part-way through the last). Every epoch has its own order of cases;
 * `windowSize` sequences share a step, the last window of an epoch may hold fewer. Throws RangeError on no case.
 */
export function trainingOrder(
  method: 'lm' | 'sft',
  cases: readonly EncodedCase[],
  options: { epochs: number; windowSize: number; contextLength: number; seed: number },
): TrainingOrder {
  if (cases.length === 0) throw new RangeError('trainingOrder: expected at least one example, got none')
  const { epochs, windowSize, contextLength, seed } = options
  const epochSequences = (epoch: number) =>
    sequencesOf(method, randomStream(seed, 'training order', epoch).shuffle(cases), contextLength)
  // Packing depends on the order, so epochs may differ by a step: count each one.
  const stepsPerEpoch = Array.from({ length: Math.ceil(epochs) }, (_, epoch) => {
    const steps = Math.ceil((method === 'sft' ? cases.length : epochSequences(epoch).length) / windowSize)
    const share = Math.min(1, epochs - epoch)
    return share < 1 ? Math.max(1, Math.round(steps * share)) : steps
  })
  let held: { epoch: number; sequences: Sequence[] } | null = null
  return {
    totalSteps: stepsPerEpoch.reduce((sum, steps) => sum + steps, 0),
    window(step) {
      let epoch = 0
      let index = step - 1
      while (index >= stepsPerEpoch[epoch]) index -= stepsPerEpoch[epoch++]
      if (held?.epoch !== epoch) held = { epoch, sequences: epochSequences(epoch) }
      return { epoch, sequences: held.sequences.slice(index * windowSize, (index + 1) * windowSize) }
    },
  }
}
