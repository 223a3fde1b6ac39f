/** @file The keys of the servers that a study asks, looked for before anything runs. */
import { join } from 'node:path'
import type { EndpointConfig } from '../engines/endpoint/index.ts'
import { canJudge, judgeArtifact } from '../judges/index.ts'
import { RATIONALES } from '../prompts/index.ts'
import { InputError } from '../support/index.ts'
import { finishedManifest } from './stage-state.ts'
import type { Study } from './study-config.ts'

/** A server that a study asks, where its settings stand, and the artifact that its answers become. */
interface StudyEndpoint {
  readonly setting: string
  readonly artifact: string
  readonly endpoint: EndpointConfig
}

/** The servers of a study in the order in which they are asked. */
export function studyEndpoints({ config }: Pick<Study, 'config'>): readonly StudyEndpoint[] {
  const { prompts, arms, judges, review } = config
  const rationale = prompts.rationale.model?.endpoint
  const icl = arms.icl?.endpoint
  return [
    ...(rationale ? [{ setting: 'prompts.rationale.model.endpoint', artifact: RATIONALES, endpoint: rationale }] : []),
    ...(icl ? [{ setting: 'arms.icl.endpoint', artifact: 'predictions/icl', endpoint: icl }] : []),
    ...(canJudge(judges, review) ? Object.entries(judges) : []).map(([judge, { endpoint }]) => ({
      setting: `judges.${judge}.endpoint`,
      artifact: judgeArtifact(judge),
      endpoint,
    })),
  ]
}

/** Throws InputError when the variable that the settings of a server name for its key is not set. */
export function requireKey(
  { setting, endpoint }: Pick<StudyEndpoint, 'setting' | 'endpoint'>,
  readSecret: (variable: string) => string | undefined,
): void {
  const { apiKeyVariable } = endpoint
  if (apiKeyVariable === undefined || readSecret(apiKeyVariable)?.trim()) return
  throw new InputError(
    `expected a key in the environment variable ${apiKeyVariable}, got nothing`,
    { field: `${setting}.apiKeyVariable` },
    `set it in the shell that runs the study (export ${apiKeyVariable}=...)`,
  )
}

/**
 * Throws InputError when a variable that the study names for a key is not set and the server has yet to be asked. What is
 * finished needs no key; where it turns out to be stale, the stage itself asks for one.
 */
export function requireKeys(study: Study, readSecret: (variable: string) => string | undefined): void {
  for (const asked of studyEndpoints(study)) {
    if (finishedManifest(join(study.out, asked.artifact)) === null) requireKey(asked, readSecret)
  }
}
