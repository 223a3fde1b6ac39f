/**
 * @file The life of a review by commands, on both engines: begun, served, killed, judged, backed up, restored into the other
 * engine, closed there by two people without a server, exported, and in the report.
 */
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { askChannel } from '../../src/review/console/channel.ts'
import { ENGINES, requireEngine } from '../review/engines.ts'
import { bedside, requireBuild } from './bedside-process.ts'
import { accept, acceptLeaks, type Browser, type Call, judge, review, serve, servedStudy } from './served-study.ts'

beforeAll(requireBuild)

const PASSWORDS = { dana: 'first long password', kim: 'second long password', ana: 'third long password' } as const
const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version

/** Standard error or output without the words around a line. */
const lineWith = (text: string, words: string) => text.split('\n').find(line => line.includes(words)) ?? ''

describe.each(ENGINES.map((engine, i) => ({ name: engine.name, engine, other: ENGINES[1 - i] })))(
  'on $name',
  ({ engine, other }) => {
    requireEngine(engine)
    requireEngine(other)

    /** How commands are called for an engine: an embedded review lies in the study's own folder. */
    async function callOf(one: typeof engine): Promise<Call> {
      if (one.name === 'pglite') return {}
      const place = await one.place()
      return { databaseUrl: 'connectionString' in place ? place.connectionString : null }
    }

    test('a review from the plan to the report', async () => {
      const folder = servedStudy()
      const call = await callOf(engine)
      const run = (...args: string[]) => review(folder, call, ...args)
      const signed = (who: keyof typeof PASSWORDS, ...args: string[]) =>
        review(folder, { ...call, input: PASSWORDS[who] }, ...args, '--as', who)

      // Nothing has begun, and nothing can before the plan.
      expect(bedside(folder, 'status').stdout).toContain('Review: not begun')
      expect(run('status')).toMatchObject({ code: 0, stdout: expect.stringContaining('No review has begun here') })
      expect(run('lock', '--as', 'dana')).toMatchObject({ code: 2, stderr: expect.stringContaining('expected a') })
      const designer = ['invite', 'dana@example.org', '--role', 'designer', '--name', 'Dana', '--id', 'dana']
      expect(run(...designer)).toMatchObject({ code: 2, stderr: expect.stringContaining('the plan comes first') })
      expect(existsSync(join(folder, 'review', 'journal.jsonl'))).toBe(false)
      expect(bedside(folder, 'plan', 'register', '--signer', 'A. B.').code).toBe(0)
      expect(run('invite', 'r@example.org', '--role', 'reviewer', '--name', 'R')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('begin it: bedside review invite EMAIL --role designer'),
      })

      // The first designer, without a server; the others by the one that runs.
      const first = run(...designer)
      expect(first.code, first.stderr).toBe(0)
      const registered = JSON.parse(readFileSync(join(folder, 'analysis-plan.registered.json'), 'utf8'))
      expect(first.stdout).toContain(registered.registered[0].planHash)
      expect(statSync(join(folder, 'review')).mode & 0o777).toBe(0o700)
      let served = await serve(folder, call)
      expect(served.said()).toContain('Next: ')
      const second = run('serve', '--port', new URL(served.url).port)
      expect(second.code).toBe(2)
      expect(second.stderr.trimEnd().split('\n').at(-1)).toMatch(
        engine.name === 'pglite' ? new RegExp(`process ${served.child.pid}`) : /cannot listen/,
      )
      await accept(served.url, first.stdout, PASSWORDS.dana)
      const invited = (email: string, ...args: string[]) => {
        const found = run('invite', email, '--name', email.split('@')[0], ...args)
        expect(found.code, found.stderr).toBe(0)
        expect(found.stdout).toContain(served.url)
        return found.stdout
      }
      await accept(served.url, invited('kim@example.org', '--role', 'key-holder', '--id', 'kim'), PASSWORDS.kim)
      await accept(served.url, invited('ana@example.org', '--role', 'analyst', '--id', 'ana'), PASSWORDS.ana)
      const browsers: Browser[] = []
      for (const email of ['one@example.org', 'two@example.org']) {
        invited(email, '--role', 'reviewer', '--centre', 'north')
        const again = run('invite', email, '--again')
        browsers.push(await accept(served.url, again.stdout, 'a reviewer’s password'))
      }
      expect(run('invite', 'one@example.org', '--role', 'reviewer', '--name', 'x').stderr).toContain('say --again')

      // Leaks first, then cases.
      const scanned = run('scan', '--json')
      if (scanned.code === 1) {
        expect(run('allocate').stderr).toContain('leaks')
        expect(readFileSync(join(folder, 'review-leaks.yaml'), 'utf8')).toContain('NOT FOR RATERS')
        acceptLeaks(folder, scanned.stdout)
      }
      const clean = run('scan')
      expect(clean.code, clean.stdout + clean.stderr).toBe(0)
      expect(run('open')).toMatchObject({ code: 2, stderr: expect.stringContaining('expected allocated slots') })
      const dry = run('allocate', '--dry-run')
      expect(dry.code, dry.stderr).toBe(0)
      for (const arm of ['icl', 'sft', 'physician']) expect(dry.stdout).not.toContain(arm)
      expect(JSON.parse(run('status', '--json').stdout).standing.slots).toBe(0)
      expect(run('allocate')).toMatchObject({ code: 0, stdout: expect.stringContaining('R01') })
      expect(run('open').code).toBe(0)

      // Judged; killed in between; nothing is lost.
      expect(await judge(browsers[0], 5)).toBe(5)
      await served.stop('SIGKILL')
      const offline = run('status')
      expect(offline.code, offline.stderr).toBe(0)
      expect(offline.stdout).toContain('not served now')
      served = await serve(folder, call)
      const [again1, again2] = [run('invite', 'R01', '--again'), run('invite', 'R02', '--again')]
      const rest = [
        await accept(served.url, again1.stdout, 'a reviewer’s password'),
        await accept(served.url, again2.stdout, 'a reviewer’s password'),
      ]
      for (const opened of rest) await judge(opened)
      const { standing } = JSON.parse(run('status', '--json').stdout)
      expect(standing).toMatchObject({ state: 'open', done: standing.slots, servedAt: served.url })
      expect(standing.slots).toBeGreaterThan(20)
      expect(run('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('events are sound') })

      // Passwords bind people.
      const wrong = review(folder, { ...call, input: PASSWORDS.kim }, 'lock', '--as', 'dana')
      expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('expected the password of dana') })
      expect(review(folder, call, 'lock', '--as', 'dana').stderr).toContain('expected a password, got none')
      expect(wrong.stderr).not.toContain(PASSWORDS.kim)
      const tries = Array.from({ length: 12 }, () =>
        askChannel(join(folder, 'review'), { version, act: 'lock', input: { as: 'ana', password: 'guess' } }).catch(
          error => String(error.message),
        ),
      )
      expect(lineWith((await Promise.all(tries)).join('\n'), 'too many wrong')).not.toBe('')

      // A backup while it is served, into the other engine.
      const backup = join(folder, 'backup')
      expect(run('backup', backup).code).toBe(0)
      expect(run('backup', backup).stderr).toContain('expected a new or empty folder')
      const head = lineWith(run('verify').stdout, 'Head')
      expect(await served.stop()).toBe(0)
      expect(served.said()).toContain('everything is saved')
      renameSync(join(folder, 'review'), join(folder, 'review-before'))
      const moved = await callOf(other)
      const there = (...args: string[]) => review(folder, moved, ...args)
      const signedThere = (who: keyof typeof PASSWORDS, ...args: string[]) =>
        review(folder, { ...moved, input: PASSWORDS[who] }, ...args, '--as', who)
      const restored = there('restore', backup)
      expect(restored.code, restored.stderr).toBe(0)
      expect(restored.stdout).toContain(head)
      expect(there('restore', backup).code).toBe(2)

      // Two people, without a server.
      const closing = signedThere
      expect(closing('dana', 'unblind', '--reason', 'now').stderr).toContain('to be locked, it is open')
      expect(closing('dana', 'lock').stdout).toContain('dana proposed to lock')
      expect(closing('dana', 'lock')).toMatchObject({ code: 2, stderr: expect.stringContaining('the same one twice') })
      expect(closing('ana', 'export').stderr).toContain('to be unblinded, it is open')
      const locked = closing('kim', 'lock')
      expect(locked.stderr).toContain('dana proposed to lock at ')
      expect(locked.stdout).toContain('no judgement is taken any more')
      expect(closing('ana', 'unblind').stderr).toContain('expected a reason')
      expect(closing('ana', 'unblind', '--reason', 'all are read').stdout).toContain('ana proposed to unblind')
      expect(closing('dana', 'unblind').stderr).toContain('expected a key holder')
      const unblinded = closing('kim', 'unblind')
      expect(unblinded.stderr).toContain('for this reason: all are read')
      expect(unblinded.code, unblinded.stderr).toBe(0)
      expect(closing('kim', 'export').stderr).toContain('expected a analyst')
      const exported = closing('ana', 'export')
      expect(exported.code, exported.stderr).toBe(0)
      expect(there('verify').code).toBe(0)
      expect(there('status').stdout).toContain('Everything of the review is done')

      // The next run has it.
      const whole = bedside(folder, 'run')
      expect(whole.code, whole.stderr).toBe(0)
      const report = readFileSync(join(folder, 'out', 'report', 'report.html'), 'utf8')
      expect(report).toContain(registered.registered[0].planHash)
      const { summary } = { summary: JSON.parse(readFileSync(join(folder, 'out', 'review', 'review.json'), 'utf8')) }
      expect(summary.raters.clinicians).toEqual(['R01', 'R02'])
      void signed
    })
  },
)
