/** @file The safetensors format: 8-byte header length, JSON header, raw little-endian data. Read as float32. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { InputError, writeFileAtomically } from '../support/index.ts'

/** One tensor, row-major. */
export interface WeightTensor {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** Tensors by name. */
export type Weights = Map<string, WeightTensor>

interface Entry {
  readonly name: string
  readonly dtype: keyof typeof BYTES
  readonly shape: number[]
  readonly begin: number
  readonly end: number
}

const BYTES = { F32: 4, F16: 2, BF16: 2 }
const LENGTH_BYTES = 8
/** The limit of the reference implementation: a longer header is not a safetensors file. */
const MAX_HEADER_BYTES = 100_000_000
const METADATA = '__metadata__'
const COPY_AGAIN = 'copy the file again from its source'

/** The float32 value of 16 bits of IEEE half precision. */
function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** Float32 values of stored bytes; bfloat16 is the upper half of a float32. */
function toFloat32(bytes: Uint8Array, dtype: Entry['dtype']): Float32Array {
  if (dtype === 'F32') return new Float32Array(bytes.buffer)
  const halves = new Uint16Array(bytes.buffer)
  if (dtype === 'F16') return Float32Array.from(halves, halfToFloat)
  return new Float32Array(Uint32Array.from(halves, bits => bits << 16).buffer)
}

/** Reads exactly `length` bytes at `position`; the caller has checked that the file is that long. */
function readBytes(descriptor: number, position: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  // One read call takes at most 2^31 - 1 bytes.
  for (let done = 0; done < length; ) {
    const count = readSync(descriptor, bytes, done, Math.min(length - done, 2 ** 30), position + done)
    if (count === 0) throw new Error('the file became shorter while it was read')
    done += count
  }
  return bytes
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** Checks one member of the header; `problem` makes the error to throw. */
function parseEntry(name: string, value: unknown, problem: (text: string, tensor: string) => InputError): Entry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>
  if (typeof dtype !== 'string' || !Object.hasOwn(BYTES, dtype)) {
    throw problem(`expected dtype ${Object.keys(BYTES).join(', ')}, got ${JSON.stringify(dtype)}`, name)
  }
  if (!Array.isArray(shape) || !shape.every(isSize)) throw problem('expected a shape of whole numbers', name)
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) {
    throw problem('expected two data offsets', name)
  }
  const [begin, end] = offsets as [number, number]
  const bytes = shape.reduce((product, size) => product * size, BYTES[dtype as Entry['dtype']])
  if (end - begin !== bytes) {
    throw problem(`expected ${bytes} bytes for ${dtype} [${shape.join(', ')}], got ${end - begin}`, name)
  }
  return { name, dtype: dtype as Entry['dtype'], shape, begin, end }
}

/** Reads and checks the header: entries in the order of their data, which must follow one another without a gap. */
function readHeader(descriptor: number, fileBytes: number, file: string): { entries: Entry[]; start: number } {
  const problem = (text: string, field?: string) => new InputError(text, { file, field }, COPY_AGAIN)
  if (fileBytes < LENGTH_BYTES) throw problem(`expected at least ${LENGTH_BYTES} bytes, got ${fileBytes}`)
  const headerBytes = Number(new DataView(readBytes(descriptor, 0, LENGTH_BYTES).buffer).getBigUint64(0, true))
  const start = LENGTH_BYTES + headerBytes
  if (headerBytes > MAX_HEADER_BYTES) throw problem('expected a safetensors file, got something else')
  if (start > fileBytes) throw problem(`expected a header of ${headerBytes} bytes, got a file of ${fileBytes}`)
  let header: unknown
  try {
    header = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(readBytes(descriptor, LENGTH_BYTES, headerBytes)),
    )
  } catch {
    throw problem('expected a JSON header, got something else')
  }
  if (header === null || typeof header !== 'object' || Array.isArray(header))
    throw problem('expected a header of tensors')
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => parseEntry(name, value, problem))
    .sort((a, b) => a.begin - b.begin || a.end - b.end)
  let position = 0
  for (const { name, begin, end } of entries) {
    if (begin !== position) throw problem(`expected data at byte ${position}, got ${begin}`, name)
    position = end
  }
  if (start + position !== fileBytes) throw problem(`expected ${start + position} bytes, got ${fileBytes}`)
  return { entries, start }
}

/**
 * Reads every tensor of a safetensors file, in the order of their data; F16 and BF16 become float32.
 * Throws InputError, naming the file and the expected and found bytes, on a missing, truncated or broken file.
 */
export function readSafetensors(file: string): Weights {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new InputError(
      code === 'ENOENT' ? 'expected a file, got nothing at this path' : `cannot be read (${code})`,
      { file },
      'a checkpoint folder holds its weights in model.safetensors',
    )
  }
  try {
    const { entries, start } = readHeader(descriptor, fstatSync(descriptor).size, file)
    return new Map(
      entries.map(({ name, dtype, shape, begin, end }) => [
        name,
        { shape, data: toFloat32(readBytes(descriptor, start + begin, end - begin), dtype) },
      ]),
    )
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Writes tensors as F32, sorted by name so that equal weights give equal bytes whatever their order in the map.
 * The file is complete or absent. Throws RangeError when a tensor's data and shape disagree or its name is reserved.
 */
export function writeSafetensors(file: string, weights: ReadonlyMap<string, WeightTensor>): void {
  const tensors = [...weights].sort(([a], [b]) => (a < b ? -1 : 1))
  let position = 0
  const members: [string, unknown][] = [[METADATA, { format: 'pt' }]]
  for (const [name, { shape, data }] of tensors) {
    const elements = shape.reduce((product, size) => product * size, 1)
    if (name === METADATA) throw new RangeError(`writeSafetensors: the name ${METADATA} is reserved`)
    if (data.length !== elements) {
      throw new RangeError(`writeSafetensors: ${name}: expected ${elements} values, got ${data.length}`)
    }
    members.push([name, { dtype: 'F32', shape, data_offsets: [position, position + data.byteLength] }])
    position += data.byteLength
  }
  // Spaces after the JSON align the data to 8 bytes, which readers that map the file into memory rely on.
  const json = Buffer.from(JSON.stringify(Object.fromEntries(members)), 'utf8')
  const header = Buffer.alloc(Math.ceil(json.length / 8) * 8, ' ')
  json.copy(header)
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeBigUInt64LE(BigInt(header.length))
  const data = tensors.map(
    ([, tensor]) => new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength),
  )
  writeFileAtomically(file, [length, header, ...data])
}
