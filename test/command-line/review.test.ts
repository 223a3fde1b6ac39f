/**
 * @file The life of a review by commands, on both engines: begun, served, killed, judged, backed up, restored into the other
 * engine, closed there by two people without a server, exported, and in the report.
 */
import { readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ENGINES, requireEngine } from '../review/engines.ts'
import { bedside, type Finished, requireBuild } from './bedside-process.ts'
import { accept, acceptLeaks, type Browser, type Call, judge, review, serve, servedStudy } from './served-study.ts'

beforeAll(requireBuild)

const PASSWORDS = { dana: 'first long password', kim: 'second long password', ana: 'third long password' } as const
type Signer = keyof typeof PASSWORDS

/** The output of a command that must have worked. */
function done({ code, stdout, stderr }: Finished): string {
  expect(code, stdout + stderr).toBe(0)
  return stdout
}

const lineWith = (text: string, words: string) => text.split('\n').find(line => line.includes(words))

describe.each(ENGINES.map((engine, i) => ({ name: engine.name, engine, other: ENGINES[1 - i] })))(
  'begun on $name',
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
      done(bedside(folder, 'plan', 'register', '--signer', 'A. B.'))
      const { registered } = JSON.parse(readFileSync(join(folder, 'analysis-plan.registered.json'), 'utf8'))
      const { planHash } = registered[0] as { planHash: string }

      // The first designer without a server, the others by the one that runs.
      const first = done(run('invite', 'dana@example.org', '--role', 'designer', '--name', 'Dana', '--id', 'dana'))
      expect(first).toContain(planHash)
      expect(statSync(join(folder, 'review')).mode & 0o777).toBe(0o700)
      let served = await serve(folder, call)
      await accept(served.url, first, PASSWORDS.dana)
      const invited = (email: string, ...args: string[]) => {
        const printed = done(run('invite', email, '--name', 'N. N.', ...args))
        expect(printed).toContain(served.url)
        return printed
      }
      await accept(served.url, invited('kim@example.org', '--role', 'key-holder', '--id', 'kim'), PASSWORDS.kim)
      await accept(served.url, invited('ana@example.org', '--role', 'analyst', '--id', 'ana'), PASSWORDS.ana)
      const browsers: Browser[] = []
      for (const email of ['one@example.org', 'two@example.org']) {
        const printed = invited(email, '--role', 'reviewer', '--centre', 'north')
        browsers.push(await accept(served.url, printed, 'a password of hers'))
      }

      const scanned = run('scan', '--json')
      if (scanned.code === 1) acceptLeaks(folder, scanned.stdout)
      done(run('scan'))
      expect(done(run('allocate'))).toContain('R02')
      done(run('open'))

      // Judged; killed in between, and nothing is lost: not even who is signed in.
      expect(await judge(browsers[0], 5)).toBe(5)
      await served.stop('SIGKILL')
      expect(done(run('status'))).toMatch(/open; not served now.*\n.*\nJudged: [1-5] of /)
      served = await serve(folder, call, new URL(served.url).port)
      for (const opened of browsers) await judge(opened)
      const { standing } = JSON.parse(done(run('status', '--json')))
      expect(standing).toMatchObject({ state: 'open', done: standing.slots, servedAt: served.url, engine: engine.name })
      expect(standing.slots).toBeGreaterThan(20)

      // A backup while it is served, into the other engine.
      const backup = join(folder, 'backup')
      const head = lineWith(done(run('backup', backup)), 'Head of the chain')
      expect(await served.stop()).toBe(0)
      expect(served.said()).toContain('everything is saved')
      renameSync(join(folder, 'review'), join(folder, 'review-before'))
      const moved = await callOf(other)
      const there = (...args: string[]) => review(folder, moved, ...args)
      expect(done(there('restore', backup))).toContain(head)

      // Two people, without a server.
      const by = (who: Signer, ...args: string[]) =>
        review(folder, { ...moved, input: PASSWORDS[who] }, ...args, '--as', who)
      expect(done(by('dana', 'lock'))).toContain('dana proposed to lock')
      expect(by('dana', 'lock')).toMatchObject({ code: 2, stderr: expect.stringContaining('the same one twice') })
      const locked = by('kim', 'lock')
      expect(locked.stderr).toContain('dana proposed to lock at ')
      expect(done(locked)).toContain('no judgement is taken any more')
      expect(done(by('ana', 'unblind', '--reason', 'all are read'))).toContain('ana proposed to unblind')
      const unblinded = by('kim', 'unblind')
      expect(unblinded.stderr).toContain('for this reason: all are read')
      done(unblinded)
      done(by('ana', 'export'))
      expect(done(there('verify'))).toContain('events are sound')
      expect(done(there('status'))).toContain('Everything of the review is done')

      // The next run has it.
      done(bedside(folder, 'run'))
      expect(readFileSync(join(folder, 'out', 'report', 'report.html'), 'utf8')).toContain(planHash)
      const summary = JSON.parse(readFileSync(join(folder, 'out', 'review', 'review.json'), 'utf8'))
      expect(summary).toMatchObject({ raters: { clinicians: ['R01', 'R02'] }, simulated: false })
    })
  },
)
