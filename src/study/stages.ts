/** @file The pipeline: the ordered list of a study's stages. Adding a stage is one line here. */
import { armPolicyStage, basePolicyStage } from '../alignment/index.ts'
import { benchmarkStage } from '../benchmark/index.ts'
import { engineNamed } from '../engines/index.ts'
import { predictionsStage } from '../predictions/index.ts'
import { promptsStage } from '../prompts/index.ts'
import { recordsStage, splitStage } from '../records/index.ts'
import { reportStage } from '../report/index.ts'
import { loadSpecialty } from '../specialty/index.ts'
import type { JsonValue, Stage } from '../support/index.ts'
import type { Study } from './study-config.ts'

/** The names of the arms that a study asks for, in the order of the study file. */
export function armNames({ config }: Study): string[] {
  return Object.entries(config.arms).flatMap(([arm, settings]) => (settings === undefined ? [] : [arm]))
}

/** The stages of a study, in order. Throws InputError when its specialty cannot be read. */
export function studyStages(study: Study): Stage[] {
  const { config, folder: studyFolder } = study
  const specialty = loadSpecialty(config.specialty, studyFolder)
  const engine = engineNamed(config.base.engine)
  const arms = armNames(study)
  const { out: _, ...settings } = config
  return [
    recordsStage({ config: config.records, specialty, studyFolder }),
    splitStage({ config: config.split, specialty }),
    promptsStage({ specialty }),
    basePolicyStage({ config: config.base, engine }),
    ...arms.map(arm => armPolicyStage({ arm, config: config.arms, engine, specialty })),
    ...arms.map(arm => predictionsStage({ arm, config: config.prediction, engine, specialty })),
    benchmarkStage({ specialty, arms, config: config.benchmark }),
    reportStage({
      study: {
        name: config.study,
        title: config.title ?? config.study,
        synthetic: 'synthetic' in config.records,
        settings: settings as unknown as JsonValue,
      },
      specialty,
      arms,
    }),
  ]
}
