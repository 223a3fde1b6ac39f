/** @file The engine that a study file chooses. */
import { type EngineChoice, embeddedChoice } from '../engines/index.ts'
import type { Study } from './study-config.ts'

/** The engine of `base.engine` with its settings. */
export function chosenEngine({ config }: Study): EngineChoice {
  const engines = { embedded: () => embeddedChoice }
  return engines[config.base.engine]()
}
