/** @file The tables of docs/how-numbers-are-computed.md, made from the list of metrics and the comments of src/statistics. */
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The document, below the repository. */
export const NUMBERS_DOCUMENT = 'docs/how-numbers-are-computed.md'

const cell = text => text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim()

const kebab = name => name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

/** A row a metric: what it is called, for which layers, its definition, its file. */
function metricRows(metrics) {
  return metrics.map(({ name, label, layerTypes, citation }) => {
    const file = `src/benchmark/metrics/${name === 'within-10-percent' ? 'within-ten-percent' : kebab(name)}.ts`
    return `| \`${name}\` | ${cell(label)} | ${layerTypes.join(', ')} | ${cell(citation)} | [${basename(file)}](../${file}) |`
  })
}

/** The clause of a file's comments that says what its numbers equal, up to the end of the sentence; null without one. */
function equalsClause(text) {
  const comments = [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map(([, body]) => body.replace(/^\s*\*\s?/gm, ' '))
  for (const comment of comments) {
    const found =
      /\b[Ee]quals? ((?:R|scipy|sklearn|statsmodels|numpy|pandas|PyPI|sandwich|VGAM|rms)\b[\s\S]*?)(?:\.\s+(?:[A-Z0-9]|n = )|\.\s*$|;\s|$)/.exec(
        comment.replace(/\s+/g, ' '),
      )
    if (found) return found[1]
  }
  return null
}

/** A row a file that src/statistics exports values from: its sentence, what it equals, its file. */
function statisticRows() {
  const index = readFileSync(join(ROOT, 'src/statistics/index.ts'), 'utf8')
  const files = [...index.matchAll(/export (type )?(\{[^}]*\}) from '\.\/([^']+)'/g)]
    .filter(([, isType]) => isType === undefined)
    .map(([, , names, file]) => ({ names: names.replace(/[{}\s]/g, ' ').split(','), file }))
  return files.map(({ names, file }) => {
    const text = readFileSync(join(ROOT, 'src/statistics', file), 'utf8')
    const sentence = /@file ([\s\S]*?)\s*\*\//.exec(text)?.[1].replace(/\n\s*\*?\s*/g, ' ') ?? ''
    const values = names.map(name => name.trim()).filter(name => name !== '' && !name.startsWith('type '))
    const topic = dirname(file) === '.' ? '' : dirname(file)
    const said = equalsClause(text)
    return `| ${topic} | ${values.map(name => `\`${name}\``).join(', ')} | ${cell(sentence)} | ${said === null ? '' : `\`${cell(said).replaceAll('`', "'")}\``} | [${basename(file)}](../src/statistics/${file}) |`
  })
}

const TABLES = {
  metrics: metrics => [
    '| name | in the report | of layers | definition | file |',
    '|---|---|---|---|---|',
    ...metricRows(metrics),
  ],
  statistics: () => [
    '| topic | function | what it is | equals (from its comment) | file |',
    '|---|---|---|---|---|',
    ...statisticRows(),
  ],
}

/** The text of the document with its tables made anew; `metrics` are those of src/benchmark. Throws when a mark lacks. */
export function withNumberTables(metrics) {
  let text = readFileSync(join(ROOT, NUMBERS_DOCUMENT), 'utf8')
  for (const [name, rows] of Object.entries(TABLES)) {
    const marked = new RegExp(`(<!-- ${name}: generated -->\\n)[\\s\\S]*?(<!-- end -->)`)
    if (!marked.test(text)) throw new Error(`${NUMBERS_DOCUMENT}: no mark for "${name}"`)
    text = text.replace(marked, (_, start, end) => `${start}\n${rows(metrics).join('\n')}\n\n${end}`)
  }
  return text
}
