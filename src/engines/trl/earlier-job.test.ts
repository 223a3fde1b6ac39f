import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { silentProgress } from '../../support/index.ts'
import { servingJob, type TrlParts } from './earlier-job.ts'
import { type JobFiles, jobKey } from './job-files.ts'
import { jobDisplay } from './job-progress.ts'
import type { Launcher } from './launchers/launcher.ts'

const launcher: Launcher = {
  name: 'local',
  outlivesUs: true,
  submit: async () => 'new',
  state: async () => ({ is: 'ended' }),
  log: async () => '',
  cancel: async () => {},
}
const work = (policy: string) => ({ run: { policy }, rows: { 'examples.jsonl': [{ id: '0' }] } }) as unknown as JobFiles

test.each([
  ['of the same work, killed before it was submitted', jobKey(work('a')), true],
  ['of other work', jobKey(work('b')), false],
  ['of work that nobody can tell, its removal was cut off', null, false],
])('servingJob(scores %s) keeps them: %s', async (_, key, isKept) => {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-earlier-'))
  writeFileSync(join(folder, 'scores.jsonl'), '{"id":"0","logp":-1,"tokens":1}\n')
  if (key !== null) writeFileSync(join(folder, 'job-key'), `${key}\n`)
  const job = { folder, name: 'score', python: 'python', processes: 1 }
  await servingJob(work('a'), job, { launcher } as TrlParts, async () => false)
  expect(existsSync(join(folder, 'scores.jsonl'))).toBe(isKept)
  expect(readFileSync(join(folder, 'job-key'), 'utf8').trim()).toBe(jobKey(work('a')))
})

test('jobDisplay tells the caller of a hidden task what its unit under way has drawn, and when it is there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-display-'))
  const notes: string[] = []
  const display = jobDisplay(folder, silentProgress, { hidden: ['generating'], noted: note => notes.push(note) })
  const generating = (note?: string) => JSON.stringify({ doing: 'generating', done: 0, of: 8, ...(note && { note }) })
  const lines = ['{"doing":"loading the model","done":0,"of":0}', generating('token 3 of each'), generating()]
  writeFileSync(join(folder, 'progress.jsonl'), `${lines.join('\n')}\n`)
  display.look()
  expect(notes).toEqual(['token 3 of each', ''])
})
