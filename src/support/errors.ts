/** @file The two errors a person meets: their input is wrong (exit 2), or the study could not go on (exit 1). */

/** A place in the user's input. Never holds a value from a record, only where to look. */
export interface Place {
  readonly file?: string
  readonly line?: number
  readonly column?: number
  /** A path inside a document such as `arms.sft.epochs`, or a field of a row. */
  readonly field?: string
  /** 1-based data row (the header is not counted). */
  readonly row?: number
  readonly id?: string
}

/** Prints a place as `file:line:column, row 3, field "age", id r17`, leaving out what is not known. */
export function formatPlace(place: Place): string {
  const { file, line, column, row, field, id } = place
  const position = [file ?? '', line, column].filter(part => part !== undefined && part !== '').join(':')
  return [
    file !== undefined ? position : line !== undefined ? `line ${position}` : '',
    row !== undefined ? `row ${row}` : '',
    field !== undefined ? `field "${field}"` : '',
    id !== undefined ? `id ${id}` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** The user's input is wrong: printed as one line without a stack, exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly exitCode = 2
  readonly problem: string
  readonly place: Place
  readonly remedy: string

  /** @param problem what was expected and what was got; @param remedy what to do next, as a full clause. */
  constructor(problem: string, place: Place = {}, remedy = '') {
    const where = formatPlace(place)
    super(`${where ? `${where}: ` : ''}${problem}${remedy ? `; ${remedy}` : ''}`)
    this.problem = problem
    this.place = place
    this.remedy = remedy
  }
}

/** The study failed for a reason that is not the user's input (disk full, memory, a broken artifact): exit code 1. */
export class StudyError extends Error {
  override readonly name = 'StudyError'
  readonly exitCode = 1
}

/**
 * A stage that the rest of the study can do without could not be done now, for a reason that may pass: the run goes on
 * without it, and ends with exit code 1.
 */
export class PostponedError extends StudyError {}

/** The run was interrupted (Ctrl-C, SIGTERM); what is on disk continues with the same command: exit code 130. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
  readonly exitCode = 130
}

const FULL_DISK_CODES = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** What the system says where there is a file instead of a folder, a folder instead of a file, or no making of one. */
const NO_FOLDER_CODES = new Set(['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOENT', 'ELOOP', 'ENAMETOOLONG'])

/** Turns a failed write into one line: a StudyError when the disk is full, an InputError when the file may not be written. */
export function describeWriteError(error: unknown, file: string): Error {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (FULL_DISK_CODES.has(code)) {
    return new StudyError(
      `${file}: the disk is full (${code}); free some space and run the same command again, finished stages are kept`,
    )
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return new InputError(`cannot write (${code})`, { file }, 'choose an output folder that you may write to')
  }
  if (NO_FOLDER_CODES.has(code)) {
    return new InputError(`cannot write (${code})`, { file }, 'choose an output folder that is one or can be made')
  }
  return error instanceof Error ? error : new Error(String(error))
}
