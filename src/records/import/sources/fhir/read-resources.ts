/** @file The resources of a FHIR file one by one: of NDJSON its lines, of a Bundle its entries. */
import { InputError } from '../../../../support/index.ts'
import type { SourceOptions } from '../row-source.ts'
import { readTextChunks } from '../text-file.ts'
import { readTextLines } from '../text-lines.ts'
import { type Resource, type ResourceType, resourceSchemas } from './resources.ts'

/** What stands at one place of a FHIR file. */
export type FoundResource = { readonly line: number } & (
  | { readonly kind: 'resource'; readonly resource: Resource; readonly fullUrl: string | null }
  /** Of a type that is not read. */
  | { readonly kind: 'other'; readonly type: string }
  /** Not what it should be; `subject` is whom it is about, when that can be told. */
  | { readonly kind: 'broken'; readonly field: string; readonly reason: string; readonly subject: string | null }
)

type JsonObject = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isRead = (type: string): type is ResourceType => Object.hasOwn(resourceSchemas, type)

/** A type name as it may be printed: what does not look like one could be a patient's text. */
const printable = (type: unknown): string =>
  typeof type === 'string' && /^[A-Z][A-Za-z]{2,40}$/.test(type) ? type : 'unknown type'

/** Checks one value that should be a resource. The reason names the member that is wrong, never what it holds. */
function checked(value: unknown, line: number, fullUrl: string | null): FoundResource {
  const type = isObject(value) ? value['resourceType'] : undefined
  if (!isObject(value) || typeof type !== 'string') {
    return {
      kind: 'broken',
      line,
      field: '(resource)',
      reason: 'expected a FHIR resource, got something else',
      subject: null,
    }
  }
  if (!isRead(type)) return { kind: 'other', line, type: printable(type) }
  const result = resourceSchemas[type].safeParse(value)
  if (result.success) return { kind: 'resource', line, resource: result.data as Resource, fullUrl }
  const about = isObject(value['subject']) ? value['subject']['reference'] : null
  const path = result.error.issues[0].path.map(String).join('.')
  return {
    kind: 'broken',
    line,
    field: type,
    reason: `expected FHIR R4, got "${path}" missing or of another form`,
    subject: typeof about === 'string' ? about : null,
  }
}

function* entriesOf(bundle: JsonObject, line: number | null): Generator<FoundResource> {
  const entries = Array.isArray(bundle['entry']) ? (bundle['entry'] as unknown[]) : []
  let number = 0
  for (const entry of entries) {
    number++
    const { resource, fullUrl } = isObject(entry) ? entry : {}
    yield checked(resource, line ?? number, typeof fullUrl === 'string' ? fullUrl : null)
  }
}

/** A value on its own: a resource, or a Bundle, whose entries have the bundle's line or, in a document, their number. */
function* resourcesIn(value: unknown, line: number | null): Generator<FoundResource> {
  if (isObject(value) && value['resourceType'] === 'Bundle') yield* entriesOf(value, line)
  else yield checked(value, line ?? 1, null)
}

function parsed(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}

/** What one text of JavaScript can hold, with room to spare. */
const LARGEST_DOCUMENT = 400e6

async function* readDocument(file: string, options: SourceOptions): AsyncGenerator<FoundResource> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of readTextChunks(file, options.encoding ?? 'utf-8', options.onBytes)) {
    chunks.push(chunk)
    size += chunk.length
    if (size > LARGEST_DOCUMENT) {
      throw new InputError('expected a Bundle of at most 400 MB, got a larger one', { file }, 'export it as NDJSON')
    }
  }
  const document = parsed(
    Buffer.concat(chunks)
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
  )
  if (document === null) {
    throw new InputError('expected a FHIR Bundle as JSON, got a document that is none', { file }, 'export it again')
  }
  yield* resourcesIn(document.value, null)
}

/**
 * Reads the resources of a FHIR R4 file: NDJSON (a resource or a Bundle a line) or one JSON document (a Bundle), gzipped
 * or not. Every resource is read, of another type, or broken with a reason that holds no text of a patient. A document
 * is read as a whole; of NDJSON one line at a time. Throws InputError when a document is not JSON.
 */
export async function* readResources(file: string, options: SourceOptions): AsyncGenerator<FoundResource> {
  // In NDJSON a first line that is no JSON is a broken line; in a document it is only the beginning.
  let first = !/\.(ndjson|jsonl)(\.gz)?$/i.test(file)
  for await (const { line, text } of readTextLines(file, options.encoding, options.onBytes)) {
    const json = parsed(text)
    if (first && json === null && text.startsWith('{')) {
      yield* readDocument(file, options)
      return
    }
    first = false
    if (json === null) {
      yield { kind: 'broken', line, field: '(resource)', reason: 'expected one JSON value on the line', subject: null }
    } else yield* resourcesIn(json.value, line)
  }
}
