import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readSettingsFile } from './settings-file.ts'

const schema = z.strictObject({
  name: z.string(),
  source: z
    .union([
      z.strictObject({ file: z.string(), mapping: z.string(), encoding: z.string().optional() }),
      z.strictObject({ synthetic: z.strictObject({ couples: z.int(), seed: z.int() }) }),
    ])
    .optional(),
  list: z
    .array(z.discriminatedUnion('type', [z.object({ type: z.literal('a') }), z.object({ type: z.literal('b') })]))
    .optional(),
})

function read(text: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'bedside-settings-')), 'settings.yaml')
  writeFileSync(file, text)
  return readSettingsFile(file, schema)
}

test.each([
  ['a typo in a required key', 'nme: x\n', /:1:1, field "nme": unknown key "nme"; did you mean "name"\?$/],
  ['a missing key', 'source: { file: a, mapping: b }\n', /field "name": expected string, got nothing; add "name"$/],
  ['a wrong type', 'name: [1]\n', /:1:1, field "name": expected string, got array; correct the value$/],
  ['a missing key of one alternative', 'name: x\nsource: { file: a }\n', /field "source.mapping": .*add "mapping"$/],
  [
    'a typo inside the other alternative',
    'name: x\nsource: { synthetic: { couple: 5, seed: 1 } }\n',
    /:2:24, field "source.synthetic.couple": unknown key "couple"; did you mean "couples"\?$/,
  ],
  ['a wrong type name', 'name: x\nlist: [{ type: c }]\n', /:2:10, field "list.0.type": expected one of 'a' \| 'b'/],
  ['a key twice', 'name: x\nname: y\n', /:2:1: not valid YAML: Map keys must be unique/],
  ['an alias without an anchor', 'name: *who\n', /not valid YAML/],
  ['an empty file', ' \n', /expected settings, got an empty file/],
])('readSettingsFile(%s) names the place and what to do', (_, text, message) => {
  expect(() => read(text)).toThrow(message)
})

test('readSettingsFile gives the value, and the place of any path in it or of its nearest parent', () => {
  const { value, placeOf } = read('name: x\nsource:\n  file: a\n  mapping: b\n')
  expect(value).toEqual({ name: 'x', source: { file: 'a', mapping: 'b' } })
  expect(placeOf(['source', 'mapping'])).toMatchObject({ line: 4, column: 3 })
  expect(placeOf(['source', 'encoding'])).toMatchObject({ line: 2, column: 1, field: 'source.encoding' })
})
