/**
 * @file The user's own reward: one TypeScript file with a function, named in the study file. Node 20 cannot run
 * TypeScript, so its types are taken out here (sucrase) and the rest is imported from memory.
 */
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Script } from 'node:vm'
import { transform } from 'sucrase'
import type { Sample } from '../../engines/index.ts'
import type { Plan } from '../../specialty/index.ts'
import { InputError, type Place, readTextFile } from '../../support/index.ts'

/** What a reward of the user is told of one sampled completion. The objects are copies: changing them changes nothing. */
export interface RewardInput {
  readonly recordId: string
  /** The completion as sampled. */
  readonly text: string
  /** The plan by layer name, or null when the text could not be read as a plan. */
  readonly plan: Plan | null
  /** What is wrong with the text, each as `kind: detail`; empty when there is a plan. */
  readonly parseErrors: readonly string[]
  /** The recorded decision. */
  readonly reference: Plan
  /** `end`: the model ended its turn; `length`: it was cut at the limit. */
  readonly finish: Sample['finish']
  readonly completionTokens: number
}

/**
 * The default export of a user's reward file: more is better, any finite number; null when it does not apply. The same
 * input should give the same number, or a study that is continued will differ from one that was not interrupted.
 */
export type OwnReward = (sample: RewardInput) => number | null | Promise<number | null>

const FORM = 'write `export default function (sample) { return 0 }`, see docs/study-files.md'

function withoutTypes(file: string, text: string, transforms: ('typescript' | 'imports')[]): string {
  return transform(text, { transforms, disableESTransforms: true, filePath: file }).code
}

function syntaxError(problem: string, place: Place): InputError {
  return new InputError(`not valid TypeScript: ${problem}`, place, 'mend it')
}

/**
 * Lets V8 parse what the removal of types had let pass, such as a name that is declared twice; nothing is run. Throws
 * InputError with the line only, for types had stood in it.
 */
function checkSyntax(file: string, text: string): void {
  // In a function, since V8 parses modules only behind a flag.
  const code = `(async () => {${withoutTypes(file, text, ['typescript', 'imports'])}\n})`
  try {
    new Script(code, { filename: 'reward' })
  } catch (error) {
    const { message, stack = '' } = error as Error
    // Right in a module.
    if (message.includes('import.meta')) return
    const line = /^reward:(\d+)/.exec(stack)?.[1]
    throw syntaxError(message, line === undefined ? { file } : { file, line: Number(line) })
  }
}

/**
 * The user's file as JavaScript, without running it. Throws InputError when the file is not there, and with its place
 * on a mistake in its syntax. Types are not checked.
 */
export function readOwnReward(file: string): string {
  const text = readTextFile(file)
  let code: string
  try {
    code = withoutTypes(file, text, ['typescript'])
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number; column: number } }
    // `Error transforming reward.ts: Unexpected token (3:5)`: the place is said once.
    const problem = message.replace(`Error transforming ${file}: `, '').replace(/ \(\d+:\d+\)$/, '')
    throw syntaxError(problem, { file, line: loc?.line, column: loc?.column })
  }
  checkSyntax(file, text)
  if (!/\bexport\s+default\b|\bas\s+default\b/.test(code)) {
    throw new InputError('expected a function as the default export, got no default export', { file }, FORM)
  }
  return code
}

/** The line of the first frame in the user's file; frames are named by its sourceURL, under a test runner by its URL. */
function lineIn(file: string, stack: string): number | undefined {
  const frames =
    stack.split(pathToFileURL(file).href)[1] ?? /data:text\/javascript;base64,[\w+/=]+(:\d+)/.exec(stack)?.[1]
  const line = /^:(\d+)/.exec(frames ?? '')?.[1]
  return line === undefined ? undefined : Number(line)
}

/** The function with its errors named by kind, file and line alone: their messages may quote a sample. */
function namingLines(file: string, own: OwnReward): OwnReward {
  return async sample => {
    try {
      return await own(sample)
    } catch (error) {
      const { name = 'value', stack = '' } = (error ?? {}) as Partial<Error>
      const line = lineIn(file, stack)
      const named = new Error(`${basename(file)}: an error in the reward`)
      named.name = `${name} at ${basename(file)}${line === undefined ? '' : `:${line}`}`
      throw named
    }
  }
}

function describeLoadError(file: string, error: unknown): InputError {
  const { name, message, code, stack = '' } = (error ?? {}) as NodeJS.ErrnoException
  if (code === 'ERR_UNSUPPORTED_RESOLVE_REQUEST' || code === 'ERR_INVALID_URL' || code === 'ERR_MODULE_NOT_FOUND') {
    const specifier = /module specifier ["'](.{1,80}?)["']/.exec(message)?.[1]
    return new InputError(
      `expected a reward in one file, got an import${specifier === undefined ? '' : ` of "${specifier}"`}`,
      { file },
      'put the code into the file itself; `import type` and modules of Node such as node:fs are allowed',
    )
  }
  // What only linking finds, such as a name that a module of Node does not export.
  if (error instanceof SyntaxError) return syntaxError(message.split('\n')[0], { file })
  const line = lineIn(file, stack)
  const place = line === undefined ? { file } : { file, line }
  return new InputError(
    `expected a file that loads, got ${name ?? 'a value thrown'} at its top level`,
    place,
    'mend it',
  )
}

/**
 * The user's reward function. Loading **executes the user's code** with all the rights of this process, at its top
 * level now and in the function for every sample: name only files that you trust. Throws InputError on a mistake in the
 * syntax, on an import of another file or package that is more than types, when the top level throws, and when the
 * default export is not a function. What the function throws is replaced by an error that names kind, file and line.
 */
export async function loadOwnReward(file: string): Promise<OwnReward> {
  // With the file's own name in stack traces; it also keeps two files with the same text apart.
  const code = `${readOwnReward(file)}\n//# sourceURL=${pathToFileURL(file).href}`
  const url = `data:text/javascript;base64,${Buffer.from(code, 'utf8').toString('base64')}`
  let loaded: { readonly default?: unknown }
  try {
    loaded = (await import(url)) as typeof loaded
  } catch (error) {
    throw describeLoadError(file, error)
  }
  if (typeof loaded.default !== 'function') {
    const got = 'default' in loaded ? `a default export of type ${typeof loaded.default}` : 'no default export'
    throw new InputError(`expected a function as the default export, got ${got}`, { file }, FORM)
  }
  return namingLines(file, loaded.default as OwnReward)
}
