/** @file The state that a training run continues from, in one file that is replaced atomically. */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readSafetensors, type Weights, type WeightTensor, writeSafetensors } from '../../model/index.ts'
import { initialMoments, type Moments } from '../../optim/index.ts'
import { InputError, StudyError } from '../../support/index.ts'

/** Everything that changes while training; data order and learning rates follow from the step and the seed. */
export interface TrainingState {
  /** Optimiser steps done. */
  step: number
  /** Tokens seen so far. */
  tokens: number
  /** What is trained: all weights, or those of an adapter. */
  readonly weights: Weights
  readonly moments: ReadonlyMap<string, Moments>
}

const fileIn = (folder: string) => join(folder, 'training', 'state.safetensors')
/** The state before the last one, for a run whose last state turns out to be broken. */
const previousIn = (folder: string) => join(folder, 'training', 'previous-state.safetensors')

/** The state before the first step; takes over the weights, which training changes in place. */
export function initialState(weights: Weights): TrainingState {
  const moments = new Map([...weights].map(([name, { data }]) => [name, initialMoments(data.length)]))
  return { step: 0, tokens: 0, weights, moments }
}

/** Writes the state and keeps the one before it; a reader sees one of the two, never a part. */
export function saveState(folder: string, state: TrainingState): void {
  const tensors = new Map<string, WeightTensor>()
  // Two float32 hold a count exactly up to 2^48.
  const split = (value: number) => Float32Array.of(Math.floor(value / 2 ** 24), value % 2 ** 24)
  tensors.set('step', { shape: [2], data: split(state.step) })
  tensors.set('tokens', { shape: [2], data: split(state.tokens) })
  for (const [name, { shape, data }] of state.weights) {
    const { first, second } = state.moments.get(name)!
    tensors.set(`weights ${name}`, { shape, data })
    tensors.set(`first moment ${name}`, { shape, data: first })
    tensors.set(`second moment ${name}`, { shape, data: second })
  }
  if (existsSync(fileIn(folder))) renameSync(fileIn(folder), previousIn(folder))
  writeSafetensors(fileIn(folder), tensors)
}

/** Removes the last state, so that the one before it is the last again. */
export function dropState(folder: string): void {
  rmSync(fileIn(folder), { force: true })
}

/** Reads the state of an interrupted run; null when there is none. Throws StudyError when it cannot be read. */
export function loadState(folder: string): TrainingState | null {
  const file = [fileIn(folder), previousIn(folder)].find(existsSync)
  if (file === undefined) return null
  let tensors: Weights
  try {
    tensors = readSafetensors(file)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    throw new StudyError(`${error.message}; remove the folder ${folder} to train from the start`)
  }
  const join = (name: string) => {
    const [high, low] = tensors.get(name)!.data
    return high * 2 ** 24 + low
  }
  const weights: Weights = new Map()
  const moments = new Map<string, Moments>()
  for (const [key, tensor] of tensors) {
    if (!key.startsWith('weights ')) continue
    const name = key.slice('weights '.length)
    weights.set(name, tensor)
    moments.set(name, {
      first: tensors.get(`first moment ${name}`)!.data,
      second: tensors.get(`second moment ${name}`)!.data,
    })
  }
  return { step: join('step'), tokens: join('tokens'), weights, moments }
}
