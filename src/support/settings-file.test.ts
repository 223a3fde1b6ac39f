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
  engine: z.enum(['embedded', 'trl']).optional(),
  launcher: z
    .union([z.literal('local'), z.strictObject({ slurm: z.strictObject({}).optional() }).refine(Boolean)])
    .optional(),
  count: z.int().min(1).max(64).optional(),
  isSaved: z.boolean().optional(),
  code: z
    .string()
    .min(1)
    .regex(/^[A-Z]+$/, 'expected a code, got something else')
    .optional(),
  arms: z.strictObject({ sft: z.strictObject({}).optional() }).optional(),
  byName: z.record(z.string().regex(/^[a-z]+$/, 'expected a name of small letters'), z.number()).optional(),
})

function read(text: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'bedside-settings-')), 'settings.yaml')
  writeFileSync(file, text)
  return readSettingsFile(file, schema)
}

test.each([
  ['a typo in a required key', 'nme: x\n', /:1:1, field "nme": unknown key "nme"; did you mean "name"\?$/],
  ['a missing key', 'source: { file: a, mapping: b }\n', /field "name": expected a text, got nothing; add "name"$/],
  ['a wrong type', 'name: [1]\n', /:1:1, field "name": expected a text, got a list of 1; correct the value$/],
  ['a missing key of one alternative', 'name: x\nsource: { file: a }\n', /field "source.mapping": .*add "mapping"$/],
  [
    'a typo inside the other alternative',
    'name: x\nsource: { synthetic: { couple: 5, seed: 1 } }\n',
    /:2:24, field "source.synthetic.couple": unknown key "couple"; did you mean "couples"\?$/,
  ],
  ['a wrong type name', 'name: x\nlist: [{ type: c }]\n', /:2:10, field "list.0.type": expected one of a, b, got "c"/],
  [
    'a slip in a word',
    'name: x\nengine: embeded\n',
    /expected one of embedded, trl, got "embeded"; did you mean "embedded"\?$/,
  ],
  [
    'a word where its settings belong',
    'name: x\nlauncher: slurm\n',
    /"launcher": expected local, or settings of slurm, got "slurm"; write `\{ slurm: \{\} \}`, with its settings inside$/,
  ],
  ['another word there', 'name: x\nlauncher: locl\n', /got "locl"; did you mean "local"\?$/],
  ['too small a number', 'name: x\ncount: 0\n', /field "count": expected at least 1, got 0; correct the value$/],
  ['too large a number', 'name: x\ncount: 100\n', /expected at most 64, got 100;/],
  ['half a number', 'name: x\ncount: 1.5\n', /expected a whole number, got 1.5;/],
  ['a number in quotes', 'name: x\ncount: "3"\n', /expected a number, got "3"; leave out the quotes$/],
  [
    'a comma for a point, in braces',
    'name: x\nsource: { synthetic: { couples: 0,001, seed: 1 } }\n',
    /:2:24, field "source.synthetic.couples": expected a number with a point, got "0,001" with a comma; write 0\.001, with/,
  ],
  [
    'a comma for a point, on a line',
    'name: x\ncount: 0,5\n',
    /field "count": expected .*, got "0,5"; write 0\.5, with a point$/,
  ],
  ['a key that is a number', 'name: x\n7: y\n', /:2:1, field "7": unknown key "7"/],
  [
    'a line without its colon',
    'name: x\narms\n  sft: {}\n',
    /settings\.yaml:2:1: expected a colon after "arms", got none; write `arms:`$/,
  ],
  [
    'braces without a colon before them',
    'arms { sft: {} }\nname: x\n',
    /:1:\d+: expected a colon after "arms", got none/,
  ],
  ['other broken YAML', 'name: x\narms: sft: {}\n', /:2:7: not valid YAML: Nested mappings .*; mend the line$/],
  ['yes for true', 'name: x\nisSaved: yes\n', /expected true or false, got "yes";/],
  ['an empty text', 'name: x\ncode: ""\n', /field "code": expected a text, got an empty one;/],
  [
    'a sentence of the schema, which keeps the value back',
    'name: x\ncode: s3cret\n',
    /expected a code, got something else;/,
  ],
  [
    'settings without a value',
    'name: x\narms:\n  sft:\n',
    /"arms.sft": expected settings .*, got nothing; write `sft: \{\}` for/,
  ],
  ['a key that is no name', 'name: x\nbyName: { A: 1 }\n', /"byName.A": expected a name of small letters, got "A";/],
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
