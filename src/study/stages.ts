/** @file The pipeline: the ordered list of a study's stages. Adding a stage is one line here. */
import { armStages, basePolicyStage, initialPolicyStage } from '../alignment/index.ts'
import { benchmarkStage } from '../benchmark/index.ts'
import { predictionsStage } from '../predictions/index.ts'
import { promptsStage, tokenCensusStage } from '../prompts/index.ts'
import { recordsStage, splitStage } from '../records/index.ts'
import { reportStage } from '../report/index.ts'
import { loadSpecialty } from '../specialty/index.ts'
import type { JsonValue, Stage } from '../support/index.ts'
import type { Study } from './study-config.ts'

/** The stages of a study, in order. Throws InputError when its specialty cannot be read. */
export function studyStages({ config, folder: studyFolder }: Study): Stage[] {
  const { engine } = config.base
  const specialty = loadSpecialty(config.specialty, studyFolder)
  const aligned = armStages(config.arms, engine)
  const arms = aligned.map(({ arm }) => arm)
  // Where the output goes does not change what is in it.
  const { out: _, ...settings } = config
  return [
    recordsStage({ config: config.records, specialty, studyFolder }),
    splitStage({ config: config.split, specialty }),
    promptsStage({ specialty }),
    initialPolicyStage({ config: config.base }),
    tokenCensusStage({ engine }),
    basePolicyStage({ config: config.base }),
    ...aligned.map(({ stage }) => stage),
    ...arms.map(arm => predictionsStage({ arm, engine, config: config.prediction, specialty })),
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
