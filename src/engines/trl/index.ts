/** @file The TRL engine: its settings, the engine, its jobs, and its Python environment. */
export { installEnvironment } from './install-environment.ts'
export { type ListedJob, studyJobs } from './job-list.ts'
export { checkTrlEngine, type EngineCheck } from './machine-checks.ts'
export { requirePlaces } from './launchers/index.ts'
export { trlChoice } from './trl-choice.ts'
export { type TrlConfig, trlConfig } from './trl-config.ts'
