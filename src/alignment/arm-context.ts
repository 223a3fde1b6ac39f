/** @file What every arm is told of its study beside its own settings. */
import type { EngineChoice } from '../engines/index.ts'
import type { Specialty } from '../specialty/index.ts'

/** The study as an arm sees it. */
export interface ArmContext {
  readonly engine: EngineChoice
  readonly specialty: Specialty
  /** Folder of the study file, absolute: paths in it are relative to this. */
  readonly studyFolder: string
}
