/** @file The pipeline: the ordered list of a study's stages. Adding a stage is one line here. */
import { basename, resolve } from 'node:path'
import { analysisStage } from '../analysis/index.ts'
import { armNames, armStages, basePolicyStage, earlyStages, initialPolicyStage, needsBase } from '../alignment/index.ts'
import { benchmarkStage } from '../benchmark/index.ts'
import { endpointPredictionsStage, predictionsStage } from '../predictions/index.ts'
import { type CensusRequest, promptsStage, rationalesStage, tokenCensusStage } from '../prompts/index.ts'
import type { EngineChoice } from '../engines/index.ts'
import { canJudge, judgeAgreementStage, judgeStage } from '../judges/index.ts'
import { recordsStage, splitStage } from '../records/index.ts'
import { type Language, reportStage } from '../report/index.ts'
import { hasJudgements, isServed, materialStage, reviewStage } from '../review/index.ts'
import type { Specialty } from '../specialty/index.ts'
import type { JsonValue, Stage } from '../support/index.ts'
import { chosenEngine, type StudySurroundings } from './chosen-engine.ts'
import { placeInStudy, type Study } from './study-config.ts'
import { studySpecialty } from './study-specialty.ts'

/** What the arms ask of prompts and pairs, so that the census can refuse a study before anything is trained. */
function censusRequest({ arms: { dpo, grpo }, base }: Study['config']): CensusRequest {
  const completions = grpo ? grpo.batchSize * grpo.gradientAccumulation : 0
  return {
    promptRoom: grpo ? [{ setting: 'arms.grpo.maxNewTokens', tokens: grpo.maxNewTokens }] : [],
    fewestPrompts: grpo ? [{ setting: 'arms.grpo.batchSize', prompts: completions / grpo.generations }] : [],
    pairs: dpo && dpo.pairs.source !== 'sampled' ? { artifact: 'preferences', setting: 'arms.dpo.pairs' } : null,
    model: 'model' in base ? 'given' : 'new',
  }
}

/** Names by which a text could tell where it came from, beside those of the arms: models, and the file of the records. */
function namesOf({ config }: Study): readonly string[] {
  const { base, records, prompts, arms } = config
  const files = 'source' in records ? [basename(records.source)] : []
  const asked = [prompts.rationale.model?.endpoint.model, arms.icl?.endpoint?.model].map(model => model ?? '')
  const models = ['model' in base ? basename(base.model) : '', ...asked]
  return [...files, ...models].filter(name => name !== '')
}

/** Arms whose plans a judge's own model wrote: those that the study says, and one that asks an endpoint for the same model. */
function ownArmsOf({ arms }: Study['config'], { ownArms, endpoint }: Study['config']['judges'][string]): string[] {
  const isSame = arms.icl?.endpoint?.model === endpoint.model
  return [...new Set([...ownArms, ...(isSame ? ['icl'] : [])])]
}

/** Language models that are asked what clinicians are asked, and how they compare with those that have answered. */
function judgeStages({ config, folder }: Study): readonly Stage[] {
  const { judges, review } = config
  if (!canJudge(judges, review)) return []
  return [
    ...Object.entries(judges).map(([judge, own]) =>
      judgeStage({ judge, config: { ...own, ownArms: ownArmsOf(config, own) }, review }),
    ),
    judgeAgreementStage({ judges: Object.keys(judges), hasReview: hasJudgements(review, folder) }),
  ]
}

/** The predictions of an arm: by the engine from its checkpoint, or by the server that its settings name. */
function armPredictionsStage(arm: string, { config }: Study, engine: EngineChoice, specialty: Specialty): Stage {
  const endpoint = arm === 'icl' ? config.arms.icl?.endpoint : undefined
  const shared = { arm, config: config.prediction, specialty }
  return endpoint ? endpointPredictionsStage({ ...shared, endpoint }) : predictionsStage({ ...shared, engine })
}

/**
 * The stages of a study, in order. Throws InputError when its specialty or its mapping cannot be read, and when its records need a key
 * that is neither there nor may be made.
 */
export function studyStages(study: Study, surroundings?: StudySurroundings): Stage[] {
  const { config, folder: studyFolder } = study
  const engine = chosenEngine(study, surroundings)
  const specialty = studySpecialty(study)
  const context = { engine, specialty, studyFolder }
  const aligned = armStages(config.arms, context)
  const arms = aligned.map(({ arm }) => arm)
  return [
    recordsStage({ config: config.records, specialty, studyFolder, surroundings }),
    splitStage({ config: config.split, specialty }),
    rationalesStage({ config: config.prompts.rationale, units: config.prompts.units, specialty, studyFolder }),
    promptsStage({ config: config.prompts, specialty }),
    ...earlyStages(config.arms, context),
    // Nobody reads a base, nor counts by its tokenizer, where servers answer for every arm.
    ...(needsBase(config.arms)
      ? [
          initialPolicyStage({ config: config.base, studyFolder }),
          tokenCensusStage(censusRequest(config)),
          basePolicyStage({ config: config.base, engine }),
        ]
      : []),
    ...aligned.flatMap(({ stages }) => stages),
    ...arms.map(arm => armPredictionsStage(arm, study, engine, specialty)),
    benchmarkStage({ specialty, arms, config: config.benchmark }),
    ...(config.review && isServed(config.review)
      ? [
          materialStage({
            config: config.review,
            specialty,
            study: config.study,
            units: config.prompts.units,
            arms,
            names: namesOf(study),
            studyFolder,
          }),
        ]
      : []),
    ...(hasJudgements(config.review, studyFolder) ? [reviewStage({ config: config.review, arms, studyFolder })] : []),
    ...judgeStages(study),
    analysisStage({
      specialty,
      arms,
      planFile: config.plan === undefined ? null : resolve(studyFolder, config.plan),
      hasReview: hasJudgements(config.review, studyFolder),
    }),
    studyReportStage(study),
  ]
}

/**
 * What of a study can be found wrong by its files alone, before records or keys are there: specialty, mapping, base model, files
 * of arms. Throws InputError at its place in the study file.
 */
export function checkStudyFiles(study: Study): void {
  const { config, folder: studyFolder } = study
  try {
    const context = { engine: chosenEngine(study), specialty: studySpecialty(study), studyFolder }
    earlyStages(config.arms, context)
    if (needsBase(config.arms)) initialPolicyStage({ config: config.base, studyFolder })
    armStages(config.arms, context)
  } catch (error) {
    throw placeInStudy(error, study)
  }
}

/** The last stage: the report in English, or in another language as an artifact beside it. */
export function studyReportStage(study: Study, language: Language = 'en'): Stage {
  const { config, folder } = study
  const specialty = studySpecialty(study, language)
  // Where the output goes does not change what is in it.
  const { out: _, trl, ...rest } = config
  const { device, precision, processes, sharding, vllm } = trl
  // Interpreter, launcher and addresses are the machine's, not the study's.
  const settings =
    config.base.engine === 'trl' ? { ...rest, trl: { device, precision, processes, sharding, vllm } } : rest
  return reportStage({
    study: {
      name: config.study,
      title: config.title ?? config.study,
      synthetic: 'synthetic' in config.records,
      settings: settings as unknown as JsonValue,
    },
    specialty,
    arms: armNames(config.arms),
    hasReview: hasJudgements(config.review, folder),
    hasMaterial: config.review !== undefined && isServed(config.review),
    hasJudges: canJudge(config.judges, config.review),
    hasBase: needsBase(config.arms),
    language,
  })
}
