/** @file The engine that a study file chooses, and the settings that cannot go with it. */
import { type EngineChoice, embeddedChoice } from '../engines/index.ts'
import { trlChoice } from '../engines/trl/index.ts'
import type { Surroundings } from '../records/index.ts'
import type { Study, StudyConfig } from './study-config.ts'

/** What a study finds around it on this machine, for its records and for its engine. */
export interface StudySurroundings extends Surroundings {
  /** The user's folder for data, where the Python environment of the TRL engine lies. */
  readonly dataFolder?: string | null
  /** Variables of the environment, of which a job gets those that programs need. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** One row an engine; a name of the schema without a row does not compile. */
const engines: {
  readonly [Name in StudyConfig['base']['engine']]: (study: Study, surroundings?: StudySurroundings) => EngineChoice
} = {
  embedded: () => embeddedChoice,
  trl: ({ config, folder }, surroundings) =>
    trlChoice(config.trl, {
      study: config.study,
      studyFolder: folder,
      synthetic: 'synthetic' in config.records,
      dataFolder: surroundings?.dataFolder ?? null,
      environment: surroundings?.environment ?? {},
    }),
}

/** The engine of `base.engine` with its settings. */
export function chosenEngine(study: Study, surroundings?: StudySurroundings): EngineChoice {
  return engines[study.config.base.engine](study, surroundings)
}
