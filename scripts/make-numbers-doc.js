/** @file Writes the tables of docs/how-numbers-are-computed.md: metrics from their list, estimators from the comments beside their code. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { metrics } from '../dist/src/benchmark/metrics/index.js'
import { NUMBERS_DOCUMENT, withNumberTables } from './number-tables.js'

const file = fileURLToPath(new URL(`../${NUMBERS_DOCUMENT}`, import.meta.url))
writeFileSync(file, withNumberTables(Object.values(metrics)))
process.stdout.write(`${NUMBERS_DOCUMENT} written\n`)
