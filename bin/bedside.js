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
  // A clone has sources; a package without what is built from them was packed before it was.
  const isClone = existsSync(fileURLToPath(new URL('../src/cli/main.ts', import.meta.url)))
  process.stderr.write(
    isClone
      ? 'bedside: not set up yet; run `npm run setup` in the folder of Bedside, then try again\n'
      : 'bedside: expected a package with dist/, got one packed before it was built; make it with `npm run package` in a clone\n',
  )
  process.exitCode = 1
}
