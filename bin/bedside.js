#!/usr/bin/env node
/** @file The `bedside` command: hands the arguments to the built command line. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const built = new URL('../dist/src/cli/main.js', import.meta.url)
if (existsSync(fileURLToPath(built))) {
  const { main } = await import(built.href)
  const code = await main(process.argv.slice(2))
  // Ends also when a progress bar or a runtime thread is left open, but not before everything is printed.
  process.stdout.write('', () => process.exit(code))
} else {
  process.stderr.write('bedside: not set up yet; run `npm run setup` in the folder of Bedside, then try again\n')
  process.exitCode = 1
}
