/** @file What a stage of a study is: it reads the artifacts before it and writes one of its own. */
import type { JsonValue } from './hash.ts'
import type { Progress } from './progress.ts'

/** What a stage is given when it runs. */
export interface StageContext {
  /** The folder of this stage's artifact; it exists, and holds only what an interrupted run of the same work left. */
  readonly output: string
  /** The folder of an earlier artifact that the stage declared as input; throws on one that it did not declare. */
  input(artifact: string): string
  /**
   * A folder of the stage's own that outlives a change of its settings or code, for what is expensive to get and is
   * known by its own content: answers that a server was paid for. It may not exist yet. Absent: keep nothing.
   */
  readonly kept?: string
  /** The value of an environment variable that a setting names, such as a key; undefined when it is not set. */
  readSecret?(variable: string): string | undefined
  /** The study's seed. */
  readonly seed: number
  readonly progress: Progress
  /** Aborts when the user presses Ctrl-C; a stage stops at the next safe point. */
  readonly signal: AbortSignal
}

/** Counts and notes that a finished stage leaves in its manifest. */
export type StageCounts = Readonly<Record<string, JsonValue>>

/** One stage, bound to its settings. */
export interface Stage {
  /** Shown to the user, such as `alignment sft`. */
  readonly title: string
  /** The folder of the artifact below `out/`, such as `policies/sft`. */
  readonly artifact: string
  /** Artifacts that it reads. */
  readonly inputs: readonly string[]
  /** Those of its inputs that it does without while they are not finished; it runs again when they are. Absent: none. */
  readonly mayLack?: readonly string[]
  /** Files outside `out/` that it reads (absolute paths); their content decides whether it is run again. */
  readonly sources: readonly string[]
  /** Everything else that decides the result, defaults included. */
  readonly settings: JsonValue
  /** `import.meta.url` of the module that does the work: its code decides whether it is run again. */
  readonly module: string
  /** Throws PostponedError when it cannot be done now and every stage that reads it may lack it. */
  run(context: StageContext): Promise<StageCounts>
}
