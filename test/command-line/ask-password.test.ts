/** @file Asking for a password on a real terminal: nothing of it is shown; and from standard input. */
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { BIN, requireBuild } from './bedside-process.ts'

beforeAll(requireBuild)

const module = pathToFileURL(join(BIN, '..', '..', 'dist', 'src', 'cli', 'ask-password.js')).href
const program = `
const { askPassword } = await import('${module}')
try {
  const password = await askPassword('Password of kim: ', process.stdin, process.stderr)
  console.log('got ' + Buffer.from(password).toString('hex'))
} catch (error) { console.log(error.name + ': ' + error.message) }`

/** Types keys at a terminal that `script` of util-linux makes, once the question stands there; returns all that was shown. */
function typedAtTerminal(keys: string): Promise<string> {
  const command = `${process.execPath} --input-type=module -e "$PROGRAM"`
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: { ...process.env, PROGRAM: program },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let shown = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    if (!shown.includes('kim: ') && `${shown}${chunk}`.includes('kim: '))
      setTimeout(() => child.stdin?.write(keys), 300)
    shown += chunk.toString()
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => resolve(shown))
  })
}

const hex = (text: string) => Buffer.from(text).toString('hex')

test('on a terminal no character is echoed, and one can be taken back', async () => {
  const shown = await typedAtTerminal('secrex\u007ft pässwört\r')
  expect(shown).toContain(`got ${hex('secret pässwört')}`)
  expect(shown).not.toMatch(/secre|pass|w.rt/)
})

test('Ctrl-C on a terminal interrupts, and an empty line is no password', async () => {
  expect(await typedAtTerminal('sec\u0003')).toContain('InterruptedError: interrupted; nothing was done')
  expect(await typedAtTerminal('\r')).toContain('InputError: expected a password, got none')
})

test.each([
  ['one line\nand more', 'one line'],
  ['with its blanks  \r\n', 'with its blanks  '],
  ['without an end', 'without an end'],
])('from standard input %j is read as its first line', (input, password) => {
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { input, encoding: 'utf8' })
  expect(stdout).toBe(`got ${hex(password)}\n`)
})
