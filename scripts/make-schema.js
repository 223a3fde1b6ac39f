/**
 * @file Writes docs/analysis-results.schema.json, the published shape of `analysis/results.json`, from its types.
 * With `--print` it prints the schema and writes nothing.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGenerator } from 'ts-json-schema-generator'

const root = resolve(fileURLToPath(new URL('..', import.meta.url)))
const source = join(root, 'src/analysis/results.ts')
const target = join(root, 'docs/analysis-results.schema.json')

/** The generator brings a compiler of its own, older than ours, and reads a configuration with what it knows. */
function schemaText() {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-schema-'))
  try {
    const tsconfig = join(folder, 'tsconfig.json')
    const compilerOptions = {
      ...{ target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', strict: true },
      ...{ allowImportingTsExtensions: true, noEmit: true, skipLibCheck: true },
    }
    writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: [source] }))
    const type = 'AnalysisResults'
    const options = { path: source, tsconfig, type, skipTypeCheck: true, additionalProperties: false }
    const schema = createGenerator(options).createSchema(type)
    const title = 'analysis/results.json of a Bedside study'
    return `${JSON.stringify({ $schema: schema.$schema, title, ...schema }, null, 1)}\n`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv.includes('--print')) process.stdout.write(schemaText())
else {
  writeFileSync(target, schemaText())
  process.stdout.write('docs/analysis-results.schema.json written\n')
}
