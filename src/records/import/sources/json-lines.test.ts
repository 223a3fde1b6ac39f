import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../fixtures/clinic.ts'
import { openJsonLines } from './json-lines.ts'
import type { RawRow } from './row-source.ts'

async function read(content: string) {
  const file = join(temporaryFolder(), 'export.jsonl')
  writeFileSync(file, content)
  const { columns, rows } = await openJsonLines(file)
  const all: RawRow[] = []
  for await (const row of rows) all.push(row)
  return { columns, rows: all }
}

test('openJsonLines takes all names of the file as columns, nested ones with a dot', async () => {
  const { columns, rows } = await read(
    '\uFEFF{"id":"007","lab":{"amh":2.5}}\r\n\r\n{"id":"8","pcos":true,"lab":{"fsh":null}}\n',
  )
  expect(columns).toEqual(['id', 'lab.amh', 'pcos', 'lab.fsh'])
  expect(rows).toEqual([
    { row: 1, line: 1, cells: ['007', '2.5', '', ''] },
    { row: 2, line: 3, cells: ['8', '', 'true', ''] },
  ])
})

test.each([
  ['cut off', '{"id":', /one JSON object on the line/],
  ['a list', '[1]', /one JSON object on the line/],
  ['a number that lost digits', '{"id":12345678901234567890}', /held exactly/],
  ['a name twice', '{"a.b":1,"a":{"b":2}}', /each name once/],
  ['a repeated name', '{"id":7,"id":8}', /each name once in its object/],
  ['a repeated name in a list', '{"id":7,"x":[{"y":"a\\":b","y":2}]}', /each name once in its object/],
  ['an object where a value was', '{"id":{"x":7}}', /a value on all lines or an object/],
])('openJsonLines makes a line with %s a broken row, without what stood in it', async (_, line, reason) => {
  const { rows } = await read(`{"id":1}\n${line}\n{"id":2}\n`)
  expect(rows.map(({ row, line: number, broken }) => [row, number, broken !== undefined])).toEqual([
    [1, 1, false],
    [2, 2, true],
    [3, 3, false],
  ])
  expect(rows[1].broken?.reason).toMatch(reason)
  expect(rows[1].broken?.reason).not.toContain('12345678901234567890')
})

test('openJsonLines takes null for an object that is absent, and breaks a line with a value in its place', async () => {
  const { columns, rows } = await read(
    '{"id":1,"lab":null}\n{"id":2,"lab":{"amh":2}}\n{"id":3,"lab":4}\n{"id":4,"lab":null}\n',
  )
  expect(columns).toEqual(['id', 'lab', 'lab.amh'])
  expect(rows.map(({ cells, broken }) => broken?.reason.slice(0, 8) ?? cells)).toEqual([
    ['1', '', ''],
    ['2', '', '2'],
    'expected',
    ['4', '', ''],
  ])
})

test('openJsonLines takes text that looks like a name for text', async () => {
  const { rows } = await read('{"id":"a\\":","of":["b\\\\",{"id":1}],"x":{"id":2}}\n')
  expect(rows[0].cells).toEqual(['a":', '["b\\\\",{"id":1}]', '2'])
})

test('openJsonLines gives back what JSON.stringify wrote, whatever the text', async () => {
  const cells = fc.array(fc.record({ text: fc.string(), number: fc.double({ noNaN: true, min: -1e6, max: 1e6 }) }), {
    minLength: 1,
    maxLength: 5,
  })
  await fc.assert(
    fc.asyncProperty(cells, async objects => {
      const { rows } = await read(objects.map(object => JSON.stringify(object)).join('\n'))
      expect(rows.map(row => row.cells)).toEqual(
        objects.map(({ text, number }) => [text, String(number === 0 ? 0 : number)]),
      )
    }),
    { numRuns: 50 },
  )
})
