/** @file What the commands of a review tell who calls them for the first time, in the order of docs/review.md. */
import { renameSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { bedside, requireBuild } from './bedside-process.ts'
import { acceptLeaks, accept, review, serve, servedStudy } from './served-study.ts'

const done = ({ code, stdout, stderr }: ReturnType<typeof review>) => {
  if (code !== 0) throw new Error(stderr)
  return stdout
}
beforeAll(requireBuild)

const PASSWORD = 'a password of hers'

test('a run says before its benchmark that a plan with a claim of it is not registered', { timeout: 480_000 }, () => {
  const folder = servedStudy()
  const plan = join(folder, 'analysis-plan.yaml')
  const note = 'the plan is not registered: what it claims of the benchmark will count as exploratory'
  renameSync(join(folder, 'out', 'benchmark'), join(folder, 'benchmark-before'))
  expect(bedside(folder, 'run').stderr).not.toContain(note)
  rmSync(join(folder, 'out', 'benchmark'), { recursive: true, force: true })
  const claim = '  - { id: agreement, question: benchmark, first: icl, second: sft, direction: first-higher }\n'
  writeFileSync(plan, readFileSync(plan, 'utf8').replace('sampleSize:', `${claim}sampleSize:`))
  expect(bedside(folder, 'run').stderr).toContain(note)
  expect(bedside(folder, 'run').stderr).not.toContain(note)
})

test('a review that is served from its beginning, up to its proposed lock', { timeout: 480_000 }, async () => {
  const folder = servedStudy()
  const run = (...args: string[]) => review(folder, {}, ...args)
  expect(done(bedside(folder, 'status'))).toContain('plan register')
  done(bedside(folder, 'plan', 'register', '--signer', 'A. B.'))
  const scanned = run('scan', '--json')
  if (scanned.code === 1) acceptLeaks(folder, scanned.stdout)
  const scan = done(run('scan'))
  expect(scan).toMatch(/accepted, (1 hint|\d+ hints)\n/)
  expect(scan).toMatch(
    /^ {2}hint, needs no decision: length {2}arm sft: shorter than the others, in 6 texts, such as that of case \S+$/m,
  )
  // Six cases are too few for an area.
  const area = '(0\\.\\d\\d|1\\.00|not estimable)'
  expect(scan).toMatch(new RegExp(`0\\.5 is chance\\): icl ${area}, physician ${area}, sft ${area}`))

  const served = await serve(folder, {})
  const invited = (id: string, ...args: string[]) => {
    const printed = run('invite', `${id}@example.org`, '--name', 'N. N.', '--id', id, '--role', ...args)
    expect(printed.stderr).toContain(`the address at which the review is served, ${served.url}`)
    expect(done(printed)).toContain(served.url)
    return printed.stdout
  }
  await accept(served.url, invited('dana', 'designer'), PASSWORD)
  await accept(served.url, invited('kim', 'key-holder'), PASSWORD)
  invited('ana', 'analyst')
  invited('one', 'reviewer', '--centre', 'north')
  invited('two', 'reviewer', '--centre', 'north')
  expect(run('invite', 'nobody@example.org', '--again').stderr).toContain('nobody here has this address or pseudonym')
  done(run('allocate'))
  done(run('open'))
  await served.stop()

  const again = run('invite', 'two', '--again')
  expect(again.stderr).toContain('The link has the address http://127.0.0.1:4173; where it is served by another --port')
  const status = done(run('status'))
  expect(status).toMatch(/^ {2}ana {3}analyst {5}has not signed in$/m)
  expect(status).toMatch(/^ {2}one {3}reviewer {4}0 of \d+, has not signed in$/m)
  const by = (who: string, ...args: string[]) => review(folder, { input: PASSWORD }, ...args, '--as', who)
  const missing = /\d+ judgements are missing \(one \d+, two \d+\)/
  const proposed = by('dana', 'lock')
  expect(done(proposed)).toContain('dana proposed to lock')
  expect(proposed.stderr).toMatch(missing)
  expect(done(run('status'))).toContain(
    'Next: a designer, monitor or key holder who is another person: bedside review lock',
  )
  const confirmed = by('kim', 'lock')
  expect(confirmed.stderr).toMatch(missing)
  expect(done(confirmed)).toContain('no judgement is taken any more')
})
