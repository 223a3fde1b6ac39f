import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { loadJsonl, resumeJsonl, writeJsonl } from './jsonl.ts'

let file: string

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'bedside-jsonl-')), 'items.jsonl')
})

test('resumeJsonl(no file) begins one', async () => {
  const { finished, writer } = resumeJsonl(file)
  writer.write('{"id":1}')
  writer.close()
  expect(finished).toEqual([])
  expect(await loadJsonl(file)).toEqual([{ id: 1 }])
})

test('resumeJsonl(last line cut off) drops it for good and goes on with a line of its own', () => {
  writeFileSync(file, '{"id":1}\n{"id":2}\n{"id":3,"te')
  const { finished, writer } = resumeJsonl(file)
  expect(finished).toEqual([{ id: 1 }, { id: 2 }])
  expect(readFileSync(file, 'utf8')).toBe('{"id":1}\n{"id":2}\n')
  writer.write('{"id":3,"text":"whole"}')
  writer.close()
  expect(readFileSync(file, 'utf8')).toBe('{"id":1}\n{"id":2}\n{"id":3,"text":"whole"}\n')
})

test('resumeJsonl(last line whole but without its line feed) keeps it', () => {
  writeFileSync(file, '{"id":1}\n{"id":2}')
  const { finished, writer } = resumeJsonl(file)
  writer.write('{"id":3}')
  writer.close()
  expect(finished).toEqual([{ id: 1 }, { id: 2 }])
  expect(readFileSync(file, 'utf8')).toBe('{"id":1}\n{"id":2}\n{"id":3}\n')
})

test('resumeJsonl writes every line at once, so that a kill loses none of them', () => {
  const { writer } = resumeJsonl(file)
  writer.write('{"id":1}')
  expect(readFileSync(file, 'utf8')).toBe('{"id":1}\n')
  writer.close()
})

test('resumeJsonl(file cut at any byte) gives the items whose lines were whole', async () => {
  // Two and three bytes a letter: a cut can fall inside one.
  const items = [{ id: 'r1', text: 'Größe' }, { id: 'r2', text: '卵\n子' }, { id: 'r3' }]
  await writeJsonl(file, items)
  const bytes = readFileSync(file)
  const ends = items.map((_, i) =>
    Buffer.byteLength(
      items
        .slice(0, i + 1)
        .map(item => JSON.stringify(item))
        .join('\n'),
    ),
  )
  for (let length = 0; length <= bytes.length; length++) {
    writeFileSync(file, bytes.subarray(0, length))
    const { finished, writer } = resumeJsonl(file)
    writer.close()
    expect(finished).toEqual(items.filter((_, i) => ends[i] <= length))
  }
})
