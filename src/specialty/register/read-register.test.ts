import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { InputError } from '../../support/index.ts'
import { builtIn, loadSpecialty } from '../load-specialty.ts'
import { rareSituationsOf } from '../specialty.ts'
import { placeInDeclaration } from './read-register.ts'

const DECLARATION = `name: made-up
title: A made-up register
instruction: Plan the cycle.
fields:
  age: { label: Age, type: number, range: [18, 50], unit: years }
  cause: { label: Cause, type: category, values: [male, 2, unknown] }
  smoker: { label: Smoker, type: flag }
decisionLayers:
  transfer: { label: Transfer, type: nominal, options: [fresh, freeze-all] }
  embryos: { label: Embryos, type: ordinal, options: [1, 2], appliesWhen: { layer: transfer, values: [fresh] } }
  dose: { label: Dose, type: numeric, range: [100, 300], step: 25, unit: IU }
decisionColumns: [Transferred]
outcomes: [Live birth]
baselineFields: [cause]
`

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function writeDeclaration(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-'))
  folders.push(folder)
  writeFileSync(join(folder, 'specialty.yaml'), text)
  return folder
}

test('loadSpecialty of a file is the specialty declared there, its numbers read as option names', () => {
  const specialty = loadSpecialty('specialty.yaml', writeDeclaration(DECLARATION))
  expect(specialty).toEqual({
    name: 'made-up',
    title: 'A made-up register',
    instruction: 'Plan the cycle.',
    fields: [
      { name: 'age', label: 'Age', type: 'number', range: [18, 50], unit: 'years' },
      { name: 'cause', label: 'Cause', type: 'category', values: ['male', '2', 'unknown'] },
      { name: 'smoker', label: 'Smoker', type: 'flag' },
    ],
    decisionLayers: [
      { name: 'transfer', label: 'Transfer', type: 'nominal', options: ['fresh', 'freeze-all'] },
      {
        name: 'embryos',
        label: 'Embryos',
        type: 'ordinal',
        options: ['1', '2'],
        appliesWhen: { layer: 'transfer', values: ['fresh'] },
      },
      { name: 'dose', label: 'Dose', type: 'numeric', options: [], range: [100, 300], step: 25, unit: 'IU' },
    ],
    decisionColumns: ['Transferred'],
    outcomes: ['Live birth'],
    baselineFields: ['cause'],
    notes: [],
  })
})

test('loadSpecialty of a file takes its notes', () => {
  const notes = 'notes:\n  - Planned or not.\n  - >-\n    Couples cannot\n    be linked.\n'
  const specialty = loadSpecialty('specialty.yaml', writeDeclaration(DECLARATION + notes))
  expect(specialty.notes).toEqual(['Planned or not.', 'Couples cannot be linked.'])
})

const RARE = `caseMixFields: [cause]
rareSituations:
  - { name: olderSmoker, label: Smoker of 43 or more, when: { age: { atLeast: 43 }, smoker: yes } }
  - { name: secondCause, label: Cause 2 or unknown, when: { cause: [2, unknown] } }
  - { name: thirty, label: Aged 30, when: { age: 30 } }
`

test('loadSpecialty of a file takes its rare situations, which hold where every condition does', () => {
  const specialty = loadSpecialty('specialty.yaml', writeDeclaration(DECLARATION + RARE))
  expect(specialty.caseMixFields).toEqual(['cause'])
  const of = (fields: Record<string, string | number | boolean | null>) => rareSituationsOf(specialty, fields)
  expect(of({ age: 43, smoker: true, cause: '2' })).toEqual(['olderSmoker', 'secondCause'])
  expect(of({ age: 42, smoker: true, cause: 'male' })).toEqual([])
  expect(of({ age: 30, smoker: null, cause: 'unknown' })).toEqual(['secondCause', 'thirty'])
  expect(of({ age: null, smoker: true, cause: null })).toEqual([])
  // The conditions stand in the settings of a stage, so that a change of them counts.
  expect(JSON.stringify(specialty.rareSituations)).toContain('"atLeast":43')
})

test('loadSpecialty of a file takes no outcomes only when that is written', () => {
  const without = (outcomes: string) => writeDeclaration(DECLARATION.replace('outcomes: [Live birth]\n', outcomes))
  expect(loadSpecialty('specialty.yaml', without('outcomes: []\n')).outcomes).toEqual([])
  expect(() => loadSpecialty('specialty.yaml', without(''))).toThrow(/field "outcomes"/)
})

test('loadSpecialty of a file takes no decisions when no column records any', () => {
  const layers = /decisionLayers:\n( {2}.*\n)+/
  const without = DECLARATION.replace(layers, 'decisionLayers: {}\n')
  const folder = writeDeclaration(without.replace('[Transferred]', '[]'))
  expect(loadSpecialty('specialty.yaml', folder)).toMatchObject({ decisionLayers: [], decisionColumns: [] })
  expect(() => loadSpecialty('specialty.yaml', writeDeclaration(without))).toThrow(/at least one entry/)
})

test('loadSpecialty of a file takes the other unit and the codes of a field', () => {
  const more = 'unit: years, otherUnit: { unit: months, factor: 12 }, codes: { loinc: [30525-0] }'
  const [age] = loadSpecialty('specialty.yaml', writeDeclaration(DECLARATION.replace('unit: years', more))).fields
  expect(age).toMatchObject({ otherUnit: { unit: 'months', factor: 12 }, codes: { loinc: ['30525-0'] } })
})

test('placeInDeclaration is the line of the file, or the name of a specialty that no file declares', () => {
  const declared = loadSpecialty('specialty.yaml', writeDeclaration(DECLARATION))
  expect(placeInDeclaration(declared, ['outcomes', 0])).toMatchObject({ line: 13, column: 12 })
  const other = loadSpecialty('infertility', 'nowhere')
  expect(placeInDeclaration(other, ['outcomes', 0])).toEqual({ field: 'outcomes.0 of specialty infertility' })
})

test('no built-in specialty has a field that is one of its outcomes', () => {
  for (const { fields, outcomes } of Object.values(builtIn)) {
    for (const { name, label } of fields) for (const text of [name, label]) expect(outcomes).not.toContain(text)
  }
})

test('loadSpecialty of a built-in name is that specialty', () => {
  expect(loadSpecialty('infertility', 'nowhere').name).toBe('infertility')
})

test('loadSpecialty refuses an unknown name with the nearest one', () => {
  expect(() => loadSpecialty('infertilty', 'nowhere')).toThrow(/field "specialty".*did you mean "infertility"/)
  expect(() => loadSpecialty('constructor', 'nowhere')).toThrow(/known names: infertility/)
})

test('loadSpecialty refuses a file that is not there', () => {
  expect(() => loadSpecialty('none.yaml', 'nowhere')).toThrow(/none\.yaml: expected a file/)
})

// Lines as they stand in the declaration: 5 age, 6 cause, 7 smoker, 9 transfer, 10 embryos, 11 dose, 12-14 the lists.
test.each([
  ['an unknown key', 'unit: years', 'units: years', 5, /unknown key "units"; did you mean "unit"/],
  [
    'an unknown type',
    'type: flag',
    'type: flg',
    7,
    /expected one of category, number, flag, got "flg"; did you mean "flag"/,
  ],
  ['a field twice', '  smoker:', '  age:', 7, /unique/],
  ['a label twice', 'label: Smoker', 'label: AGE', 7, /"smoker" has the label of "age"/],
  ['a label with a colon', 'label: Smoker', 'label: "Smoker: now"', 7, /label without ":"/],
  ['a name that is no name', '  smoker:', '  Smokes a lot:', 7, /cannot be a name/],
  ['a name of every object', '  smoker:', '  constructor:', 7, /cannot be a name/],
  ['a value twice', '[male, 2, unknown]', '[male, 2, Male]', 6, /"Male" is listed twice/],
  ['no values', '[male, 2, unknown]', '[]', 6, /at least one value/],
  ['a range upside down', 'range: [18, 50]', 'range: [50, 18]', 5, /expected a range \[low, high\]/],
  ['one option', '[fresh, freeze-all]', '[fresh]', 9, /at least two options/],
  ['an option of two lines', 'freeze-all]', '"freeze\\nall"]', 9, /on one line/],
  ['a step that does not fit', 'step: 25', 'step: 30', 11, /not a whole number of steps/],
  ['an unknown layer', 'layer: transfer', 'layer: transfr', 10, /no layer "transfr"; did you mean "transfer"/],
  ['a later layer', 'layer: transfer', 'layer: dose', 10, /"dose" does not stand before "embryos"/],
  ['itself as condition', 'layer: transfer', 'layer: embryos', 10, /does not stand before/],
  ['an unknown option', 'values: [fresh]', 'values: [frsh]', 10, /"frsh" is not an option .* did you mean "fresh"/],
  ['a layer named as a field', '  dose:', '  age:', 11, /"age" is a field already/],
  ['an outcome that decides', 'outcomes: [Live birth]', 'outcomes: [transferred]', 12, /listed under outcomes too/],
  ['an outcome twice', '[Live birth]', '[Live birth, live  birth]', 13, /listed twice/],
  ['no decision columns', '[Transferred]', '[]', 12, /columns that record the decisions/],
  ['a field named as an outcome', '  smoker:', '  liveBirth:', 7, /"liveBirth" is called what "Live birth"/],
  ['a field labelled as an outcome', 'label: Smoker', 'label: Live-birth', 7, /"smoker" is called what "Live birth"/],
  ['a key __proto__', '  smoker:', '  __proto__:', 7, /"__proto__" cannot be a key/],
  ['an unknown baseline field', '[cause]', '[cuase, age]', 14, /no field "cuase"/],
  ['a number in the case mix', 'caseMixFields: [cause]', 'caseMixFields: [age]', 15, /field "age" is a number/],
  ['an unknown field in the case mix', 'caseMixFields: [cause]', 'caseMixFields: [cuase]', 15, /did you mean "cause"/],
  ['a rare situation twice', 'name: thirty', 'name: secondCause', 19, /"secondCause" is listed twice/],
  ['a rare situation of no field', 'smoker: yes', 'smokes: yes', 17, /no field "smokes"; did you mean "smoker"/],
  ['a rare situation of no value', '[2, unknown]', '[2, unknwn]', 18, /"unknwn" is not a value of "cause"/],
  ['limits of a flag', 'smoker: yes', 'smoker: { atLeast: 1 }', 17, /"smoker" is a flag, which has no limits/],
  ['a flag that is no flag', 'smoker: yes', 'smoker: maybe', 17, /neither yes nor no/],
  ['no limit', '{ atLeast: 43 }', '{}', 17, /expected a limit, got none/],
  ['an unknown limit', 'atLeast: 43', 'atlest: 43', 17, /unknown key "atlest"/],
  ['a text as a number', 'when: { age: 30 }', 'when: { age: old }', 19, /"old" is not a number/],
  ['a rare situation without a condition', 'when: { age: 30 }', 'when: {}', 19, /at least one condition/],
])('loadSpecialty refuses %s', (_, from, to, line, message) => {
  const whole = DECLARATION + RARE
  expect(whole).toContain(from)
  let error: InputError | null = null
  try {
    loadSpecialty('specialty.yaml', writeDeclaration(whole.replace(from, to)))
  } catch (thrown) {
    error = thrown as InputError
  }
  expect(error?.message).toMatch(message)
  expect(error?.place).toMatchObject({ line, column: expect.any(Number) })
  expect(error?.message).not.toContain('\n')
})
