/** @file The engines there are, by the name that a study file gives. */
import { availableParallelism } from 'node:os'
import { embeddedEngine } from './embedded/embedded-engine.ts'
import type { Engine } from './engine.ts'

/** Beyond this, matrices of the embedded engine's size gain nothing, and results stay comparable between machines. */
const MOST_THREADS = 8

const engines = {
  embedded: () => embeddedEngine(Math.min(MOST_THREADS, availableParallelism())),
} satisfies Record<string, () => Engine>

/** The engine of `base.engine` in a study file. */
export function engineNamed(name: keyof typeof engines): Engine {
  return engines[name]()
}
