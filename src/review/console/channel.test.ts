/** @file The channel between a process that has a review open and the command line. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { InputError, StudyError } from '../../support/index.ts'
import { Refusal } from '../store/index.ts'
import { askChannel, openChannel } from './channel.ts'

const scratch = mkdtempSync(join(tmpdir(), 'bedside-channel-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
let folder: string
let count = 0
beforeEach(() => {
  folder = join(scratch, String(++count))
  mkdirSync(folder, { mode: 0o700 })
})

const request = (act: string, input: unknown = null) => ({ version: '1', act, input })

test('askChannel(nobody there) is undefined; an answer comes back as it was given, and in its own conversation', async () => {
  expect(await askChannel(folder, request('echo'))).toBeUndefined()
  const channel = await openChannel(folder, async ({ act, input }) => [act, input])
  const asked = ['a', '中文\n"quoted"', 'x'.repeat(200_000)].map(input => askChannel(folder, request('echo', input)))
  expect(await Promise.all(asked)).toEqual(
    ['a', '中文\n"quoted"', 'x'.repeat(200_000)].map(input => ({ answer: ['echo', input] })),
  )
  await channel?.close()
  expect(await askChannel(folder, request('echo'))).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
})

test('an error comes back as the kind that it was, with its place and remedy', async () => {
  const errors: Readonly<Record<string, Error>> = {
    input: new InputError('expected a, got b', { file: 'f', line: 3 }, 'mend it'),
    refusal: new Refusal('people', 'expected two people', 'ask another'),
    study: new StudyError('the disk is full'),
    program: new TypeError('x is not a function'),
  }
  const channel = await openChannel(folder, async ({ act }) => {
    throw errors[act]
  })
  for (const [act, error] of Object.entries(errors)) {
    const thrown = await askChannel(folder, request(act)).catch(caught => caught)
    expect(thrown.message).toBe(error.message)
    expect(thrown.exitCode).toBe((error as { exitCode?: number }).exitCode)
  }
  await channel?.close()
})

test('the socket is for its owner alone, and there is one channel a folder', async () => {
  const channel = await openChannel(folder, async () => 'first')
  expect(statSync(join(folder, 'console.sock')).mode & 0o777).toBe(0o600)
  expect(await openChannel(folder, async () => 'second')).toBeNull()
  expect(await askChannel(folder, request('x'))).toEqual({ answer: 'first' })
  await channel?.close()
})

test('a folder whose path is longer than a socket may have works, and leaves nothing elsewhere', async () => {
  const deep = join(folder, 'd'.repeat(120), '中'.repeat(60))
  mkdirSync(deep, { recursive: true })
  const before = readdirSync(tmpdir()).filter(name => name.startsWith('bedside-'))
  const channel = await openChannel(deep, async () => 'here')
  expect(existsSync(join(deep, 'console.sock'))).toBe(true)
  expect(await askChannel(deep, request('x'))).toEqual({ answer: 'here' })
  await channel?.close()
  expect(readdirSync(deep)).toEqual([])
  const added = readdirSync(tmpdir()).filter(name => name.startsWith('bedside-') && !before.includes(name))
  expect(added.filter(name => /^bedside-[A-Za-z0-9]{6}$/.test(name))).toEqual([])
})

test('the socket and lock of a process that was killed are replaced', async () => {
  const program = `
    const { createServer } = await import('node:net')
    const { writeFileSync } = await import('node:fs')
    createServer().listen(process.argv[1] + '/console.sock', () => console.log('up'))
    writeFileSync(process.argv[1] + '/console.lock', JSON.stringify({
      pid: process.pid, host: (await import('node:os')).hostname(), born: null, since: 'then' }))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
    stdio: ['ignore', 'pipe', 2],
  })
  await new Promise(resolve => child.stdout?.once('data', resolve))
  expect(await openChannel(folder, async () => 'no')).toBeNull()
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  expect(existsSync(join(folder, 'console.sock'))).toBe(true)
  expect(await askChannel(folder, request('x'))).toBeUndefined()
  const channel = await openChannel(folder, async () => 'new')
  expect(await askChannel(folder, request('x'))).toEqual({ answer: 'new' })
  await channel?.close()
})

test('closing waits for what is under way; who goes away, and who talks nonsense, harms nobody', async () => {
  const done: string[] = []
  let release: () => void = () => undefined
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  const channel = await openChannel(folder, async ({ act }) => {
    if (act === 'slow') await held
    done.push(act)
    return act
  })
  const nonsense = createConnection(join(folder, 'console.sock'))
  nonsense.write('no json\n')
  const said = await new Promise<string>(resolve => nonsense.once('data', data => resolve(String(data))))
  expect(JSON.parse(said)).toMatchObject({ error: { of: 'program' } })
  nonsense.destroy()
  const leaver = createConnection(join(folder, 'console.sock'))
  leaver.write(`${JSON.stringify(request('slow'))}\n`)
  const slow = askChannel(folder, request('slow'))
  await askChannel(folder, request('quick'))
  leaver.destroy()
  const closed = channel?.close()
  release()
  expect(await slow).toEqual({ answer: 'slow' })
  await closed
  expect(done).toEqual(['quick', 'slow', 'slow'])
})

test('a process that ends before it answers is told of, with where to look', async () => {
  const program = `
    const { createServer } = await import('node:net')
    createServer(socket => socket.once('data', () => process.exit(1)))
      .listen(process.argv[1] + '/console.sock', () => console.log('up'))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
    stdio: ['ignore', 'pipe', 2],
  })
  await new Promise(resolve => child.stdout?.once('data', resolve))
  await expect(askChannel(folder, request('x'))).rejects.toThrow('ended before it answered')
})

test('what is no socket is said in a line', async () => {
  writeFileSync(join(folder, 'console.sock'), '')
  expect(await askChannel(folder, request('x')).catch(error => error)).toBeUndefined()
})
