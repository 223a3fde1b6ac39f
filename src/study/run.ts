/** @file Runs a study: each stage in order, skipping what is already there and continuing what was cut off. */
import { join } from 'node:path'
import {
  abandonArtifact,
  beginArtifact,
  codeVersion,
  finishArtifact,
  formatDuration,
  InputError,
  InterruptedError,
  listFiles,
  PostponedError,
  postponeArtifact,
  type Progress,
  type Stage,
  StudyError,
  stopArtifact,
  seconds,
} from '../support/index.ts'
import { claimOutFolder, removeEmptyParents } from './out-folder.ts'
import { type Provenance, readProvenance } from './provenance.ts'
import { keepRunProgress } from './run-progress.ts'
import { checkInputsOf, chooseStages, type StageChoice } from './stage-choice.ts'
import { checkSources, inspectStage, type RunPlace, type StageIdentity, stageIdentity } from './stage-state.ts'

/** Below `out/`, what stages keep beyond a change of their settings. */
const KEPT = 'kept'

/** Where and how to run. */
export interface RunOptions extends RunPlace, StageChoice {
  readonly progress: Progress
  /** Aborted by Ctrl-C: the stage under way stops at its next safe point. */
  readonly signal: AbortSignal
  /** Artifacts that earlier runs have finished and that this one reads as they are. */
  readonly finished?: readonly string[]
  /** Called once before the first stage that is not done; throws what would stop the work that is left. */
  prepare?(): void
  /** Looks up an environment variable that the study names; only the command line may read the environment. */
  readSecret?(variable: string): string | undefined
}

/** What became of one stage. */
export interface StageOutcome {
  readonly artifact: string
  /** `postponed`: it could not be done now, and the run went on without it. */
  readonly outcome: 'unchanged' | 'done' | 'continued' | 'postponed'
  /** Why it was postponed, in a line. */
  readonly problem?: string
  readonly seconds: number
}

/** Throws when a stage reads an artifact that no earlier stage makes, or two make the same: a fault in the pipeline. */
function checkOrder(stages: readonly Stage[], finished: readonly string[]): void {
  const made = new Set<string>(finished)
  for (const { artifact, inputs } of stages) {
    const missing = inputs.find(input => !made.has(input))
    if (missing !== undefined) throw new Error(`runStages: ${artifact} reads ${missing}, which no earlier stage makes`)
    if (made.has(artifact)) throw new Error(`runStages: two stages make ${artifact}`)
    made.add(artifact)
  }
}

/** What continues an interrupted run: the same command, unless that would begin anew. */
function howToContinue(from: string | undefined): string {
  return from === undefined
    ? 'run the same command again to continue'
    : 'run the same command without --from to continue; with it, everything from there begins anew'
}

/** An error of a stage as the user should meet it: an interruption, a full disk, or the error itself. */
function describeStageError(error: unknown, stage: Stage, { signal, from }: RunOptions): unknown {
  if (signal.aborted && !(error instanceof InputError)) {
    return new InterruptedError(`interrupted during ${stage.title}; ${howToContinue(from)}`)
  }
  const code = (error as NodeJS.ErrnoException)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StudyError(
      `${stage.title}: the disk is full (${code}); free some space and run the same command again, finished stages are kept`,
    )
  }
  return error
}

/** Runs one stage that is not done or is to be made anew, from `beginArtifact` to its manifest; returns whether it was continued. */
async function runStage(
  stage: Stage,
  { key, code, inputs }: StageIdentity,
  options: RunOptions,
  provenance: Provenance,
  anew: boolean,
): Promise<boolean> {
  const { out, seed, progress, signal } = options
  const folder = join(out, stage.artifact)
  const started = beginArtifact(folder, key, anew)
  // The marker of pending work is always there; any other file is what a run before this one left.
  const continued = listFiles(folder).length > 1
  if (continued) progress.say('  continuing where it was interrupted')
  try {
    const counts = await stage.run({
      output: folder,
      input(artifact) {
        if (!stage.inputs.includes(artifact)) throw new Error(`${stage.artifact}: did not declare ${artifact} as input`)
        return join(out, artifact)
      },
      kept: join(out, KEPT, stage.artifact),
      readSecret: variable => options.readSecret?.(variable),
      seed,
      progress,
      signal,
    })
    const { artifact, settings } = stage
    await finishArtifact(folder, { artifact, key, inputs, settings, seed, code, ...provenance, started, counts })
    return continued
  } catch (error) {
    // Wrong input leaves nothing half-written and costs nothing that was finished; work that mended input could go on
    // from stays.
    if (error instanceof InputError && !continued) {
      abandonArtifact(folder)
      removeEmptyParents(folder, out)
    } else stopArtifact(folder)
    throw describeStageError(error, stage, options)
  }
}

/**
 * Runs the stages of a study in order. A stage whose settings, seed, code and inputs are those of the finished artifact
 * is skipped, a stage that was cut off goes on from what it left, anything else (also a damaged artifact) is made anew;
 * `from` and `only` choose stages. A stage that can be postponed is, and those that may lack it run without it. Throws InputError when another run holds the folder, a source is missing, a chosen stage is
 * none of the study or lacks finished inputs, InterruptedError when `signal` aborts, and whatever a stage throws.
 */
export async function runStages(stages: readonly Stage[], options: RunOptions): Promise<StageOutcome[]> {
  const { out, signal, from, only, finished = [] } = options
  checkOrder(stages, finished)
  const chosen = chooseStages(stages, options)
  checkSources(stages)
  const release = claimOutFolder(out)
  const kept = keepRunProgress(out, options.progress)
  const { progress } = kept
  try {
    if (only !== undefined) await checkInputsOf(stages, only, options)
    const provenance = readProvenance()
    // Now, not when each stage begins: a long run must record the code that it loaded, not what replaced it since.
    const codes = stages.map(stage => codeVersion(stage.module))
    const outcomes: StageOutcome[] = []
    let prepared = false
    for (const [index, stage] of stages.entries()) {
      if (!chosen.isRun(stage.artifact)) continue
      const heading = `[${index + 1}/${stages.length}] ${stage.title}`
      if (signal.aborted) {
        throw new InterruptedError(`interrupted before ${stage.title}; ${howToContinue(from)}`)
      }
      const start = seconds()
      kept.enter({ artifact: stage.artifact, title: stage.title, index: index + 1, of: stages.length })
      const identity = await stageIdentity(stage, options, codes[index])
      const { state, reason } = await inspectStage(stage, options, identity)
      const anew = chosen.isMadeAnew(stage.artifact)
      if (state === 'done' && !anew) {
        progress.say(`${heading}: unchanged`)
        outcomes.push({ artifact: stage.artifact, outcome: 'unchanged', seconds: seconds() - start })
        continue
      }
      if (!prepared) options.prepare?.()
      prepared = true
      const because = anew ? `anew (--from ${from})` : reason === null ? null : `again, because ${reason}`
      progress.say(because === null ? heading : `${heading}: ${because}`)
      let continued: boolean
      try {
        continued = await runStage(stage, identity, { ...options, progress }, provenance, anew)
      } catch (error) {
        if (!(error instanceof PostponedError)) throw error
        progress.say(`  postponed: ${error.message}`)
        const { message: problem } = error
        postponeArtifact(join(out, stage.artifact), problem)
        kept.postpone({ artifact: stage.artifact, problem })
        outcomes.push({ artifact: stage.artifact, outcome: 'postponed', problem, seconds: seconds() - start })
        continue
      }
      const took = seconds() - start
      progress.say(`  done in ${formatDuration(took)}`)
      outcomes.push({ artifact: stage.artifact, outcome: continued ? 'continued' : 'done', seconds: took })
    }
    return outcomes
  } finally {
    kept.end()
    release()
  }
}
