/** @file What the command line says to a mistake: one line with its place, exit code 2, and nothing written. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { bedside, emptyFolder, requireBuild, studyFolder, tinyStudy } from './bedside-process.ts'

beforeAll(requireBuild)

/** Expects one line on standard error, exit code 2, no result, and only `study.yaml` in the folder. */
function expectRefusal(folder: string, args: readonly string[], message: RegExp): void {
  const before = readdirSync(folder)
  const { code, stdout, stderr } = bedside(folder, ...args)
  expect(stderr).toMatch(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(readdirSync(folder)).toEqual(before)
}

test('run(study with a typo in a key) names file, line, column and the key that was meant', () => {
  // Line 7 is `arms: { icl: { shots: 1 }, sft: { epoch: 1 } }`; `epoch` begins at column 35.
  const folder = studyFolder(tinyStudy({ arms: 'arms: { icl: { shots: 1 }, sft: { epoch: 1 } }' }))
  expectRefusal(
    folder,
    ['run'],
    /^bedside: study\.yaml:7:35, field "arms\.sft\.epoch": unknown key "epoch"; did you mean "epochs"\?$/m,
  )
})

test('run(study with a typo in a top key) suggests the key', () => {
  expectRefusal(studyFolder(tinyStudy({ seed: 'seeds: 3' })), ['run'], /study\.yaml:3:1, .*did you mean "seed"\?/)
})

test.each([
  ['a wrong type', { seed: 'seed: seven' }, /study\.yaml:3:1, field "seed"/],
  [
    'heads that do not divide the size',
    { base: 'base: { hiddenSize: 100, numHeads: 3 }' },
    /:6:9, .*multiple of numHeads/,
  ],
  ['an odd head size', { base: 'base: { hiddenSize: 12, numHeads: 4 }' }, /:6:9, .*even size of each head/],
  [
    'key-value heads that do not divide the heads',
    { base: 'base: { hiddenSize: 64, numHeads: 4, numKvHeads: 3 }' },
    /:6:38, .*multiple of numKvHeads/,
  ],
  [
    'an answer longer than the context',
    { prediction: 'prediction: { maxNewTokens: 4096 }' },
    /:8:15, .*below the base/,
  ],
  ['synthetic records of a declared specialty', { specialty: 'specialty: mine.yaml' }, /:4:12, .*synthetic records/],
  [
    'exemplars that are nearest to the whole study',
    { arms: 'arms: { icl: { selection: nearest, per: study } }' },
    /:7:36, field "arms\.icl\.per": expected "case"/,
  ],
  [
    'a server elsewhere that nobody allowed',
    {
      prompts:
        'prompts: { rationale: { source: model, model: { endpoint: { baseUrl: "https://api.example.org/v1", model: m } } } }',
    },
    /:9:61, field "prompts\.rationale\.model\.endpoint\.baseUrl": expected an address on this machine.*allowRemote/,
  ],
  [
    'a key in place of its name',
    {
      prompts:
        'prompts: { rationale: { source: model, model: { endpoint: { baseUrl: "http://127.0.0.1:1/v1", model: m, apiKeyVariable: sk-x } } } }',
    },
    /apiKeyVariable": expected the name of an environment variable, got something else/,
  ],
  ['no arm', { arms: 'arms: {}' }, /:7:1, .*at least one arm/],
  ['an unknown specialty', { specialty: 'specialty: infertilty' }, /infertilty.*did you mean "infertility"/],
  ['broken YAML', { arms: 'arms: { icl: ' }, /study\.yaml:\d+:\d+.*not valid YAML/],
])('run(study with %s) is refused at its place', (_, changes, message) => {
  expectRefusal(studyFolder(tinyStudy(changes as Record<string, string>)), ['run'], message)
})

test('run(source file that is not there) is refused before anything runs', () => {
  const records = 'records: { source: no.csv, mapping: no.yaml }'
  expectRefusal(studyFolder(tinyStudy({ records })), ['run'], /no\.(csv|yaml): expected a file, got nothing/)
})

test('run(no study file) says so and what to do', () => {
  expectRefusal(emptyFolder(), ['run'], /^bedside: study\.yaml: expected a study file.*bedside demo/)
})

test('run(empty study file) says so', () => {
  expectRefusal(studyFolder(''), ['run'], /study\.yaml: expected settings, got an empty file/)
})

test('an unknown command or option is refused with the nearest name', () => {
  expectRefusal(emptyFolder(), ['rnu'], /^bedside: unknown command 'rnu'; did you mean run\?$/m)
  expectRefusal(emptyFolder(), ['status', '--jsn'], /^bedside: unknown option '--jsn'; did you mean --json\?$/m)
  expectRefusal(emptyFolder(), ['run', 'a.yaml', 'b.yaml'], /^bedside: too many arguments/)
})

test('demo(folder with other files) is refused', () => {
  const folder = emptyFolder()
  writeFileSync(join(folder, 'letter.txt'), 'mine')
  expectRefusal(folder, ['demo', '--dir', '.'], /expected a new or empty folder for the demo/)
})

test('run(output folder with other files) is refused', () => {
  // The study's own folder holds study.yaml, so it can never be its output folder.
  expectRefusal(studyFolder(`${tinyStudy()}out: .\n`), ['run'], /holds other files \("study\.yaml"\)/)
})
