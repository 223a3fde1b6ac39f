/** @file The engines there are, and how a study chooses one. */
import { availableParallelism } from 'node:os'
import type { JsonValue } from '../support/index.ts'
import { embeddedEngine } from './embedded/embedded-engine.ts'
import type { Engine } from './engine.ts'

/** An engine as a study chose it. */
export interface EngineChoice {
  /** What decides results, for the keys of stages; where and with how many processes it runs does not. */
  readonly settings: JsonValue
  /** Throws InputError when the engine lacks what it needs on this machine; costs next to nothing. Absent: it never does. */
  check?(): void
  /** Opens the engine. Costs nothing: a model is loaded when it is asked for something. */
  open(): Engine
}

/** Beyond this, matrices of the embedded engine's size gain nothing, and results stay comparable between machines. */
const MOST_THREADS = 8

/** The engine that comes with Bedside and needs nothing else. */
export const embeddedChoice: EngineChoice = {
  settings: 'embedded',
  open: () => embeddedEngine(Math.min(MOST_THREADS, availableParallelism())),
}
