/** @file What one study needs of this machine, looked at before it runs: records, plan, engine, keys, and its servers if asked. */
import { existsSync } from 'node:fs'
import { needsBase } from '../alignment/index.ts'
import { askPresence, type EndpointConfig } from '../engines/endpoint/index.ts'
import { InputError } from '../support/index.ts'
import { chosenEngine, type StudySurroundings } from './chosen-engine.ts'
import { requireKey, studyEndpoints } from './endpoint-keys.ts'
import { studyStages } from './stages.ts'
import type { Study } from './study-config.ts'

/** One thing that a study needs: what was found, or what to do where it is missing. */
export interface StudyCheck {
  readonly name: string
  readonly isThere: boolean
  readonly found: string
  /** Null when nothing needs doing. */
  readonly remedy: string | null
}

/** A check that throws InputError for what is missing. */
function checked(name: string, found: string, require: () => void): StudyCheck {
  try {
    require()
    return { name, isThere: true, found, remedy: null }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const at = error.place.field === undefined ? '' : `${error.place.field}: `
    return { name, isThere: false, found: `${at}${error.problem}`, remedy: error.remedy || 'correct the study file' }
  }
}

/** Whether somebody answers at an address. */
async function checkAnswer(setting: string, endpoint: EndpointConfig): Promise<StudyCheck> {
  const name = `Study: ${setting}`
  const { host } = new URL(endpoint.baseUrl)
  const status = await askPresence(endpoint)
  return status === null
    ? { name, isThere: false, found: `${host}: no answer within 5 s`, remedy: 'start the server, or correct baseUrl' }
    : { name, isThere: true, found: `${host} answers (status ${status})`, remedy: null }
}

/**
 * Looks at files, engine and keys of a study, in milliseconds; `asksEndpoints`: also whether its servers answer, the only thing
 * that is sent. Throws InputError when its mapping or specialty cannot be read.
 */
export async function checkStudy(
  study: Study,
  around: StudySurroundings,
  readSecret: (variable: string) => string | undefined,
  asksEndpoints: boolean,
): Promise<readonly StudyCheck[]> {
  const { engine } = study.config.base
  const sources = [...new Set(studyStages(study, around).flatMap(stage => stage.sources))]
  const endpoints = studyEndpoints(study)
  const keyed = endpoints.filter(({ endpoint }) => endpoint.apiKeyVariable !== undefined)
  return [
    ...sources.map(file => ({
      name: 'Study: file',
      isThere: existsSync(file),
      found: existsSync(file) ? file : `none at ${file}`,
      remedy: existsSync(file) ? null : 'put it there, or correct the path in the study file',
    })),
    ...(needsBase(study.config.arms)
      ? [
          checked('Study: engine', `${engine}, with what its settings need`, () =>
            chosenEngine(study, around).check?.(),
          ),
        ]
      : []),
    ...keyed.map(asked => {
      const variable = asked.endpoint.apiKeyVariable!
      return checked(`Study: ${asked.setting}`, `a key in ${variable}`, () => requireKey(asked, readSecret))
    }),
    ...(asksEndpoints
      ? await Promise.all(endpoints.map(({ setting, endpoint }) => checkAnswer(setting, endpoint)))
      : []),
  ]
}
