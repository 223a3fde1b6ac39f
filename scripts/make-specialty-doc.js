/** @file Writes docs/infertility.md, the fields, layers and outcomes of the built-in specialty, from the specialty. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { infertilityDocument } from '../dist/src/specialty/infertility/index.js'

writeFileSync(fileURLToPath(new URL('../docs/infertility.md', import.meta.url)), infertilityDocument())
process.stdout.write('docs/infertility.md written\n')
