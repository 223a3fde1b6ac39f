/**
 * @file The speed of an import: rows of an invented CSV export of 20 columns to records.jsonl, in rows a second and peak
 * memory. Run by `npm run bench:import [rows]`; no test depends on it.
 */
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { importFile } from '../src/study/index.ts'
import { randomStream, seconds, silentProgress } from '../src/support/index.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const say = (line: string) => void process.stdout.write(`${line}\n`)

const FIELDS: readonly (readonly [name: string, column: string, low: number, high: number, decimals: number])[] = [
  ['age', 'Age', 18, 50, 0],
  ['bmi', 'BMI', 15, 45, 1],
  ['duration', 'Duration', 0, 20, 0],
  ['amh', 'AMH', 0.05, 20, 2],
  ['afc', 'AFC', 0, 40, 0],
  ['fsh', 'FSH', 1, 25, 2],
  ['lh', 'LH', 1, 25, 2],
  ['tsh', 'TSH', 0.1, 10, 3],
  ['prolactin', 'PRL', 2, 90, 1],
  ['concentration', 'Sperm conc', 0, 200, 1],
  ['motility', 'Motility', 0, 100, 0],
]
const FLAGS = ['pcos', 'tubal', 'endometriosis', 'smoker']

const SPECIALTY = `name: bench
title: An invented export
instruction: Plan the cycle.
fields:
${FIELDS.map(([name, column, low, high]) => `  ${name}: { label: ${column}, type: number, range: [${low}, ${high}] }`).join('\n')}
${FLAGS.map(name => `  ${name}: { label: ${name}, type: flag }`).join('\n')}
decisionLayers:
  protocol: { label: Protocol, type: nominal, options: [antagonist, agonist, PPOS] }
  dose: { label: Dose, type: numeric, range: [100, 450], step: 25 }
decisionColumns: [Protocol, Dose]
outcomes: [Live birth]
baselineFields: [age]
`

const MAPPING = `recordId: Cycle
coupleId: Couple
fields:
${FIELDS.map(([name, column]) => `  ${name}: { column: ${column}, missing: [999] }`).join('\n')}
${FLAGS.map(name => `  ${name}: { column: ${name} }`).join('\n')}
decisions:
  protocol: { column: Protocol, values: { A: antagonist, L: agonist, P: PPOS } }
  dose: { column: Dose }
`

/** Writes the export: 2 ids, 11 numbers, 4 flags, 2 decisions, 1 outcome. */
async function writeExport(file: string): Promise<void> {
  const random = randomStream(1, 'bench import')
  const stream = createWriteStream(file)
  stream.write(
    `Cycle,Couple,${FIELDS.map(([, column]) => column).join(',')},${FLAGS.join(',')},Protocol,Dose,Live birth\n`,
  )
  for (let row = 0; row < rows; row += 1000) {
    let text = ''
    for (let i = row; i < Math.min(rows, row + 1000); i++) {
      const numbers = FIELDS.map(([, , low, high, decimals]) =>
        (low + (high - low) * random.uniform()).toFixed(decimals),
      )
      const flags = FLAGS.map(() => (random.uniform() < 0.2 ? 1 : 0))
      const dose = 100 + 25 * Math.floor(random.uniform() * 15)
      text += `C${i},K${i >> 1},${numbers.join(',')},${flags.join(',')},${'ALP'[Math.floor(random.uniform() * 3)]},${dose},${i % 3 ? 0 : 1}\n`
    }
    if (!stream.write(text)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
}

const [folder, settingsFolder] = ['bench', 'settings'].map(name => mkdtempSync(join(tmpdir(), `bedside-${name}-`)))
try {
  const [source, mapping] = ['export.csv', 'mapping.yaml'].map(name => join(folder, name))
  writeFileSync(mapping, MAPPING)
  writeFileSync(join(folder, 'specialty.yaml'), SPECIALTY)
  await writeExport(source)
  say(`${rows} rows of 20 columns, ${(statSync(source).size / 1e6).toFixed(0)} MB of CSV`)
  const start = seconds()
  const report = await importFile({
    settingsFolder,
    homeFolder: homedir(),
    file: source,
    mapping,
    out: join(folder, 'out'),
    progress: silentProgress,
    signal: new AbortController().signal,
  })
  const took = seconds() - start
  const peak = process.resourceUsage().maxRSS / 1024
  say(
    `${report.imported} imported in ${took.toFixed(1)} s: ${Math.round(rows / took)} rows/s, ` +
      `peak memory ${peak.toFixed(0)} MB (with the writing of the export)`,
  )
} finally {
  for (const made of [folder, settingsFolder]) rmSync(made, { recursive: true, force: true })
}
