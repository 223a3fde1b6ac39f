/** @file The JSON files of a checkpoint. */
import { InputError, readTextFile } from '../support/index.ts'

/** Reads a JSON file; throws InputError naming it when it is missing or not JSON (for instance cut off). */
export function readJsonFile(file: string): unknown {
  const text = readTextFile(file, 'a checkpoint folder must hold this file')
  try {
    return JSON.parse(text)
  } catch {
    throw new InputError('expected JSON, got something else', { file }, 'copy the file again from its source')
  }
}

/** Reads a JSON file that holds an object; throws InputError otherwise. */
export function readJsonObject(file: string): Record<string, unknown> {
  const value = readJsonFile(file)
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new InputError('expected a JSON object', { file }, 'copy the file again from its source')
  }
  return value as Record<string, unknown>
}

/** The text of a JSON file as we write it. */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
