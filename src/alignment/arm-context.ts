/** @file What every arm is told of its study beside its own settings. */
import type { Specialty } from '../specialty/index.ts'
import type { BaseConfig } from './config.ts'

/** The study as an arm sees it. */
export interface ArmContext {
  readonly engine: BaseConfig['engine']
  readonly specialty: Specialty
  /** Folder of the study file, absolute: paths in it are relative to this. */
  readonly studyFolder: string
}
