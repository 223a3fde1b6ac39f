/** @file Several processes that find a dead run's lock at the same moment: exactly one of them goes on. */
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { BIN, emptyFolder, requireBuild } from './bedside-process.ts'

beforeAll(requireBuild)

/** Claims the folder at a common moment, says what came of it, and holds it until its input ends. */
const CLAIM = `
const { claimOutFolder } = await import(process.argv[1])
while (Date.now() < Number(process.argv[3]));
let said
try { claimOutFolder(process.argv[2]); said = 'held' } catch (error) { said = error.name }
process.stdout.write(said)
process.stdin.resume()
`

test('claimOutFolder(stale lock) by four processes at once is granted to one', async () => {
  const module = pathToFileURL(join(BIN, '..', '..', 'dist', 'src', 'study', 'out-folder.js')).href
  for (let round = 0; round < 4; round++) {
    const out = join(emptyFolder(), 'out')
    mkdirSync(out)
    writeFileSync(join(out, '.bedside'), '')
    // No process has a number this high (Linux: at most 2^22).
    writeFileSync(
      join(out, 'run.lock'),
      JSON.stringify({ pid: 9_999_999, host: hostname(), born: '1', since: 'before' }),
    )
    const moment = String(Date.now() + 700)
    const children = [0, 1, 2, 3].map(() =>
      spawn(process.execPath, ['--input-type=module', '-e', CLAIM, module, out, moment], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    )
    const said = await Promise.all(
      children.map(child => new Promise<string>(resolve => child.stdout?.once('data', data => resolve(String(data))))),
    )
    for (const child of children) child.kill('SIGKILL')
    expect(said.toSorted()).toEqual(['InputError', 'InputError', 'InputError', 'held'])
  }
})
