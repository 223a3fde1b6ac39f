/** @file The TRL engine: its settings, the engine, and its Python environment. */
export { currentEnvironment, installedPackages } from './environment.ts'
export { installEnvironment } from './install-environment.ts'
export { seemsToHaveGpu, trlChoice } from './trl-choice.ts'
export { type TrlConfig, trlConfig } from './trl-config.ts'
export { demandedPackages } from './worker-package.ts'
