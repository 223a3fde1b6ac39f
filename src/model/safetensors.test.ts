import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { InputError } from '../support/index.ts'
import { readSafetensors, type Weights, writeSafetensors } from './safetensors.ts'
import { readWeights } from './sharded-safetensors.ts'

const folder = mkdtempSync(join(tmpdir(), 'safetensors-'))
const file = join(folder, 'model.safetensors')
afterAll(() => rmSync(folder, { recursive: true }))

/** A file with this header and so many bytes of data. */
function writeRaw(header: unknown, dataBytes: number): void {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  writeFileSync(file, Buffer.concat([length, json, Buffer.alloc(dataBytes)]))
}

const tensor = fc
  .array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 })
  .chain(shape =>
    fc
      .array(fc.float(), { minLength: shape.reduce((a, b) => a * b, 1), maxLength: shape.reduce((a, b) => a * b, 1) })
      .map(values => ({ shape, data: Float32Array.from(values) })),
  )
const name = fc.string().filter(text => text !== '__metadata__')

test('readSafetensors(writeSafetensors(weights)) is the weights, NaN and -0 included', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 5 }), tensors => {
      const weights: Weights = new Map(tensors)
      writeSafetensors(file, weights)
      const bytes = readFileSync(file)
      expect(Number(bytes.readBigUInt64LE()) % 8).toBe(0)
      expect(readSafetensors(file)).toEqual(weights)
    }),
    { numRuns: 50 },
  )
})

test('writeSafetensors gives the same bytes whatever the order of the tensors', () => {
  const a = { shape: [2], data: Float32Array.of(1, 2) }
  const b = { shape: [], data: Float32Array.of(3) }
  writeSafetensors(
    file,
    new Map([
      ['a', a],
      ['b', b],
    ]),
  )
  const bytes = readFileSync(file)
  writeSafetensors(
    file,
    new Map([
      ['b', b],
      ['a', a],
    ]),
  )
  expect(readFileSync(file).equals(bytes)).toBe(true)
})

test('writeSafetensors writes the part of a buffer that an array views', () => {
  const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3)
  writeSafetensors(file, new Map([['x', { shape: [2], data }]]))
  expect(readSafetensors(file).get('x')!.data).toEqual(Float32Array.of(2, 3))
})

test('writeSafetensors(data that do not fit the shape) throws RangeError', () => {
  const weights: Weights = new Map([['x', { shape: [2, 2], data: new Float32Array(3) }]])
  expect(() => writeSafetensors(file, weights)).toThrow('x: expected 4 values, got 3')
})

test('readSafetensors converts F16 and BF16 as torch does', () => {
  const weights = readSafetensors(join(import.meta.dirname, 'fixtures', 'dtypes.safetensors'))
  for (const dtype of ['f16', 'bf16', 'f32']) {
    expect(weights.get(dtype)).toEqual(weights.get(`${dtype}-as-f32`))
    expect(weights.get(dtype)!.shape).toEqual([4, 8])
  }
})

test('readSafetensors(truncated file) names the file, the expected and the found bytes', () => {
  writeSafetensors(file, new Map([['x', { shape: [8], data: new Float32Array(8) }]]))
  const whole = readFileSync(file).length
  truncateSync(file, whole - 4)
  expect(() => readSafetensors(file)).toThrow(InputError)
  expect(() => readSafetensors(file)).toThrow(`${file}: expected ${whole} bytes, got ${whole - 4}`)
  truncateSync(file, 20)
  expect(() => readSafetensors(file)).toThrow(/expected a header of \d+ bytes, got a file of 20/)
  truncateSync(file, 3)
  expect(() => readSafetensors(file)).toThrow('expected at least 8 bytes, got 3')
  rmSync(file)
  expect(() => readSafetensors(file)).toThrow(/expected a file, got nothing/)
})

test('readSafetensors(every prefix of a file) is an InputError', () => {
  writeSafetensors(file, new Map([['x', { shape: [2], data: Float32Array.of(1, 2) }]]))
  const bytes = readFileSync(file)
  for (let length = 0; length < bytes.length; length++) {
    writeFileSync(file, bytes.subarray(0, length))
    expect(() => readSafetensors(file)).toThrow(InputError)
  }
})

test.each([
  ['not JSON', '{"x":', 0, /expected a JSON header/],
  ['not an object', '[]', 0, /expected a header of tensors/],
  [
    'unknown dtype',
    { x: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } },
    8,
    /field "x": expected dtype F32, F16, BF16/,
  ],
  ['no entry', { x: null }, 0, /expected dtype/],
  ['negative size', { x: { dtype: 'F32', shape: [-1], data_offsets: [0, 4] } }, 4, /shape of whole numbers/],
  ['one offset', { x: { dtype: 'F32', shape: [1], data_offsets: [0] } }, 4, /two data offsets/],
  [
    'offsets and shape',
    { x: { dtype: 'F32', shape: [2], data_offsets: [0, 4] } },
    4,
    /expected 8 bytes for F32 \[2\], got 4/,
  ],
  ['a gap', { x: { dtype: 'F32', shape: [1], data_offsets: [4, 8] } }, 8, /expected data at byte 0, got 4/],
  [
    'an overlap',
    { x: { dtype: 'F32', shape: [1], data_offsets: [0, 4] }, y: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } },
    4,
    /field "y": expected data at byte 4, got 0/,
  ],
  ['bytes after the end', { x: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, 5, /expected \d+ bytes, got \d+/],
])('readSafetensors(header with %s) is an InputError', (_, header, dataBytes, message) => {
  writeRaw(header, dataBytes)
  expect(() => readSafetensors(file)).toThrow(InputError)
  expect(() => readSafetensors(file)).toThrow(message)
})

test('readWeights reads a sharded checkpoint and checks it against its index', () => {
  const shards = mkdtempSync(join(folder, 'shards-'))
  const one = { shape: [1], data: Float32Array.of(1) }
  const two = { shape: [1], data: Float32Array.of(2) }
  const writeIndex = (map: Record<string, string>) =>
    writeFileSync(join(shards, 'model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: map }))
  writeSafetensors(join(shards, 'a.safetensors'), new Map([['x', one]]))
  writeSafetensors(join(shards, 'b.safetensors'), new Map([['y', two]]))
  writeIndex({ x: 'a.safetensors', y: 'b.safetensors' })
  expect(readWeights(shards)).toEqual(
    new Map([
      ['x', one],
      ['y', two],
    ]),
  )
  writeIndex({ x: 'a.safetensors' })
  expect(readWeights(shards)).toEqual(new Map([['x', one]]))
  writeIndex({ x: 'a.safetensors', z: 'b.safetensors' })
  expect(() => readWeights(shards)).toThrow(/b\.safetensors, field "y": expected only the tensors/)
  writeIndex({ x: 'a.safetensors', z: 'a.safetensors' })
  expect(() => readWeights(shards)).toThrow(/a\.safetensors, field "z": expected this tensor, got none/)
  writeIndex({ x: 'c.safetensors' })
  expect(() => readWeights(shards)).toThrow(/c\.safetensors: expected a file, got nothing/)
  writeIndex({ x: '../model.safetensors' })
  expect(() => readWeights(shards)).toThrow(/field "weight_map\.x": expected the name of a \.safetensors file/)
})
