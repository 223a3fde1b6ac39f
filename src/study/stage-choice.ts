/** @file Which stages a run is about when it is not about all: `--from` one on, or `--only` one. */
import { didYouMean, InputError, type Stage } from '../support/index.ts'
import { listNames, type RunPlace } from './stage-state.ts'
import { stageStatuses } from './status.ts'

/** Stages by their artifacts; without both, a run makes whatever is not done. */
export interface StageChoice {
  /** This stage and all after it are made anew, whatever is there. */
  readonly from?: string
  /** No other stage is touched; with `from` the same stage it is made anew. */
  readonly only?: string
}

/** Which of the stages a run looks at, and which it makes anew. */
export interface ChosenStages {
  isRun(artifact: string): boolean
  isMadeAnew(artifact: string): boolean
}

/** The place of a stage. Throws InputError, with the likely name, when the study has none of this name. */
function placeOf(stages: readonly Stage[], name: string, option: string): number {
  // As a shell completes it when it stands in `out/`.
  const wanted = name.replace(/\/+$/, '')
  const place = stages.findIndex(({ artifact }) => artifact === wanted)
  if (place >= 0) return place
  const names = stages.map(({ artifact }) => artifact)
  const remedy = `${didYouMean(wanted, names)} (bedside status lists them all)`
  throw new InputError(`expected a stage of the study, got "${name}"`, { field: option }, remedy)
}

/** Throws InputError when the study has no stage of a name that is chosen, and for `from` one stage with `only` another. */
export function chooseStages(stages: readonly Stage[], { from, only }: StageChoice): ChosenStages {
  const first = from === undefined ? stages.length : placeOf(stages, from, '--from')
  const single = only === undefined ? null : stages[placeOf(stages, only, '--only')].artifact
  if (single !== null && from !== undefined && stages[first].artifact !== single) {
    throw new InputError(
      `expected the same stage in --from and --only, got "${stages[first].artifact}" and "${single}"`,
      { field: '--only' },
      `leave out --only to make all from ${stages[first].artifact} on, or --from to run ${single} alone`,
    )
  }
  const anew = new Set(stages.slice(first).map(({ artifact }) => artifact))
  return {
    isRun: artifact => single === null || artifact === single,
    isMadeAnew: artifact => anew.has(artifact),
  }
}

/** A stage and all that it is made from, in the order of the study. */
function withAncestors(stages: readonly Stage[], artifact: string): Stage[] {
  const wanted = new Set([artifact])
  for (const stage of [...stages].reverse()) {
    if (wanted.has(stage.artifact)) for (const input of stage.inputs) wanted.add(input)
  }
  return stages.filter(stage => wanted.has(stage.artifact))
}

/**
 * Throws InputError when a stage that is to run alone has inputs that are not finished, or that are of other settings than
 * the study now has: what is made of those would be of no study.
 */
export async function checkInputsOf(stages: readonly Stage[], only: string, place: RunPlace): Promise<void> {
  const { artifact } = stages[placeOf(stages, only, '--only')]
  const before = withAncestors(stages, artifact).filter(stage => stage.artifact !== artifact)
  const open = (await stageStatuses(before, place)).filter(({ state }) => state !== 'done')
  if (open.length === 0) return
  const listed = open.map(({ artifact: name, state, reason }) => `${name} (${reason ?? state})`)
  throw new InputError(
    `expected finished inputs of ${artifact}, got ${listNames(listed)}`,
    { field: '--only' },
    `run ${open.length === 1 ? 'it' : 'them'} first, or leave out --only`,
  )
}
