/** @file What `bedside review` refuses, each in one line: no plan, open leaks, wrong passwords, a second server, a foreign address. */
import { appendFileSync, chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { askChannel } from '../../src/review/console/channel.ts'
import { bedside, type Finished, requireBuild } from './bedside-process.ts'
import { accept, acceptLeaks, review, serve, servedStudy } from './served-study.ts'

beforeAll(requireBuild)

const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version
/** Some fifty processes, one after the other. */
const PATIENCE = 900_000
const PASSWORD = 'a long enough password'

/** Exit code 2 and one line that has these words. */
function expectRefusal({ code, stdout, stderr }: Finished, words: string): void {
  expect({ code, last: stderr.trimEnd().split('\n').at(-1), stdout }).toEqual({
    code: 2,
    last: expect.stringContaining(words),
    stdout: '',
  })
  expect(stderr).not.toMatch(/\n\s+at /)
}

test('before it begins: the plan first, a designer first, https for others', { timeout: PATIENCE }, () => {
  const folder = servedStudy()
  const run = (...args: string[]) => review(folder, {}, ...args)
  const { stdout } = bedside(folder, 'status')
  expect(stdout).toContain('Review: not begun; next: bedside ')
  expect(stdout).toContain('Once the judgements of the review are exported: review, and analysis and report again')
  const designer = ['invite', 'dana@example.org', '--role', 'designer', '--name', 'Dana', '--id', 'dana']
  expectRefusal(run(...designer), 'the plan comes first')
  expect(bedside(folder, 'plan', 'register', '--signer', 'A. B.').code).toBe(0)
  expectRefusal(run('invite', 'r@example.org', '--role', 'reviewer', '--name', 'R'), '--role designer')
  expectRefusal(run('invite', 'r@example.org', '--role', 'doctor', '--name', 'R'), 'expected one of reviewer')
  expectRefusal(run('invite', 'no address', '--role', 'designer', '--name', 'R'), 'expected an e-mail address')
  expectRefusal(run('serve', '--host', '0.0.0.0'), 'expected an https address')
  expectRefusal(run('serve', '--public-url', 'http://review.example.org'), 'expected an https address')
  expectRefusal(run('serve', '--port', 'none'), 'expected a port')
  expectRefusal(run('verify'), 'expected a review, got none')
  // A plan that was changed by hand is not the one that was signed.
  appendFileSync(join(folder, 'analysis-plan.yaml'), 'ties: left-out\n')
  expectRefusal(run(...designer), 'the plan is not version 1')
  expect(readFileSync(join(folder, 'study.yaml'), 'utf8')).not.toContain('ties')
  const { code, stderr } = review(folder, {}, 'reveal')
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("missing required argument 'slot'") })
})

test('while it runs: a second server, open leaks, other settings, wrong passwords, an altered event', {
  timeout: PATIENCE,
}, async () => {
  const folder = servedStudy()
  const run = (...args: string[]) => review(folder, {}, ...args)
  const by = (as: string, password: string, ...args: string[]) =>
    review(folder, { input: password }, ...args, '--as', as)
  expect(bedside(folder, 'plan', 'register', '--signer', 'A. B.').code).toBe(0)
  const links = new Map<string, string>()
  const invite = (id: string, role: string) => {
    const { stdout, stderr, code } = run('invite', `${id}@example.org`, '--role', role, '--name', id, '--id', id)
    expect(code, stderr).toBe(0)
    links.set(id, stdout)
  }
  invite('dana', 'designer')
  const served = await serve(folder, {})
  expectRefusal(run('serve', '--port', '4999'), `process ${served.child.pid} on `)
  for (const [id, role] of [
    ['kim', 'key-holder'],
    ['R01', 'reviewer'],
  ]) {
    invite(id, role)
  }
  for (const [id, printed] of links) if (id !== 'R01') await accept(served.url, printed, PASSWORD)
  expectRefusal(run('invite', 'kim@example.org', '--role', 'monitor', '--name', 'K'), 'say --again')

  // Leaks, planted by names that every text holds.
  const settings = readFileSync(join(folder, 'study.yaml'), 'utf8')
  const changed = (more: string) => {
    writeFileSync(join(folder, 'study.yaml'), settings.replace('training: 1', `training: 1, ${more}`))
    return run('scan', '--json')
  }
  const scanned = changed('names: [the, and, with]')
  expect(scanned.code).toBe(1)
  expect(JSON.parse(scanned.stdout).open).toBeGreaterThan(0)
  expectRefusal(run('allocate'), 'expected no open leaks')
  const decisions = readFileSync(join(folder, 'review-leaks.yaml'), 'utf8')
  expect(decisions).toContain('NOT FOR RATERS')
  const shown = run('scan', '--show-text')
  expect(shown.stdout).toContain('>>>')
  expect(shown.stderr).not.toContain('entries added')
  expect(readFileSync(join(folder, 'review-leaks.yaml'), 'utf8')).toBe(decisions)
  acceptLeaks(folder, scanned.stdout)
  expect(changed('names: [the, and, with], contact: Room 7').code).toBe(0)
  expectRefusal(run('allocate'), 'expected the settings that were registered')
  expect(changed('names: [the, and, with]').code).toBe(0)
  expectRefusal(run('allocate'), 'expected at least 2 raters')
  invite('R02', 'reviewer')

  expectRefusal(run('open'), 'expected allocated slots')
  const dry = run('allocate', '--dry-run')
  expect(dry.code, dry.stderr).toBe(0)
  for (const arm of ['icl', 'sft', 'physician']) expect(dry.stdout).not.toContain(arm)
  expect(JSON.parse(run('status', '--json').stdout).standing.slots).toBe(0)
  expectRefusal(run('allocate', '--as', 'dana'), 'expected a key holder')
  expect(run('allocate').code).toBe(0)
  expect(run('open').code).toBe(0)

  // Passwords bind people.
  expectRefusal(run('lock'), 'expected who does it')
  expectRefusal(by('nobody', PASSWORD, 'lock'), 'expected an active person')
  expectRefusal(by('dana', '', 'lock'), 'expected a password, got none')
  expectRefusal(by('dana', 'another long password', 'lock'), 'expected the password of dana')
  expectRefusal(by('R01', PASSWORD, 'lock'), 'expected the password of R01')
  expectRefusal(by('dana', PASSWORD, 'unblind', '--reason', 'now'), 'to be locked, it is open')
  const slot = JSON.parse(readFileSync(join(folder, 'review', 'journal.jsonl'), 'utf8').match(/"slotId":("[^"]+")/)![1])
  expectRefusal(by('dana', PASSWORD, 'reveal', slot, '--reason', 'x'), 'expected a key holder')
  expectRefusal(by('kim', PASSWORD, 'reveal', slot), 'expected a reason')
  expectRefusal(by('kim', PASSWORD, 'reveal', 'x', '--reason', 'y'), 'bedside review slots CASE --as ID')
  expectRefusal(by('dana', PASSWORD, 'slots', 'R01:1'), 'expected a key holder')
  const listed = by('kim', PASSWORD, 'slots', 'R01:1')
  expect(listed.stdout).toMatch(/^ {2}\S{22} {2}R01, case 1, step 1: one plan, not opened$/m)
  expect(listed.stdout).not.toMatch(/icl|sft|physician/)
  const told = by('kim', PASSWORD, 'reveal', slot, '--reason', 'a patient was harmed')
  expect(told.stdout).toMatch(/^(only|left|right): (icl|sft|physician|recorded|planted|[a-z]+)\n/)
  const guess = () =>
    askChannel(join(folder, 'review'), { version, act: 'lock', input: { as: 'kim', password: 'guess' } })
  const guesses = await Promise.all(Array.from({ length: 12 }, () => guess().catch(error => String(error))))
  expect(guesses.filter(text => String(text).includes('too many wrong')).length).toBeGreaterThan(0)
  expectRefusal(by('kim', PASSWORD, 'lock'), 'too many wrong ones')
  const other = askChannel(join(folder, 'review'), { version: '0.0.0', act: 'verify', input: {} })
  await expect(other).rejects.toThrow(`is served by Bedside ${version}`)

  // Ended with patience, and altered behind its back.
  expect(await served.stop('SIGTERM')).toBe(0)
  expect(existsSync(join(folder, 'review', 'console.sock'))).toBe(false)
  chmodSync(join(folder, 'review'), 0o755)
  const sound = run('verify')
  expect(sound.code, sound.stderr).toBe(0)
  expect(sound.stderr).toContain('it is for you alone now')
  const journal = join(folder, 'review', 'journal.jsonl')
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"role":"key holder"', '"role":"monitor"'))
  const altered = run('verify')
  expect(altered.code).toBe(1)
  expect(altered.stdout + altered.stderr).toMatch(/journal.*damaged|event \d+/)
})
