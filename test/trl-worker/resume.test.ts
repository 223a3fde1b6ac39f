/**
 * @file The Python worker goes on after SIGKILL, SIGTERM and lost rewards with the same bits as a run that was not cut
 * off, and two processes train as one.
 */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sample } from '../../src/engines/index.ts'
import { hasTrl, jobFolder, runSeveral, startPython, startWorker } from './jobs.ts'
import { ROOT } from '../architecture/source-tree.ts'
import { dpoRun, grpoRun, pairsOf, prompts, rows, scoreEmbedded, sftRun } from './material.ts'
import { startRewardServer } from './reward-server.ts'

const jobs = jobFolder()
/** Long enough to be killed on the way. */
const STEPS = 120
const long = { max_steps: STEPS, save_steps: 10, save_total_limit: 2, train_sampling_strategy: 'random' }
const smallLetters = ({ text }: Sample) => (text === '' ? 0 : text.replace(/[^a-z]/g, '').length / text.length)
let server: Awaited<ReturnType<typeof startRewardServer>>
/** What the server does beside answering, by the job's token. */
const interruptions = new Map<string, (before: number) => void>()
const asked = new Map<string, number>()

const giveAccess = (job: string, url = server.url) =>
  writeFileSync(jobs.at(job, 'access.json'), JSON.stringify({ url, token: job }))
/** Whole lines of the log so far: the last may be in the middle of being written. */
const eventCount = (name: string) => {
  const file = jobs.at(name, 'policy', 'events.jsonl')
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0
}
const checkpointsOf = (name: string) =>
  readdirSync(jobs.at(name, 'policy', 'training')).filter(file => /^checkpoint/.test(file))

beforeAll(async () => {
  if (!hasTrl) {
    expect(process.env['CI'], 'CI needs the Python of python/requirements.txt in .venv').toBeUndefined()
    return
  }
  server = await startRewardServer((samples, token) => {
    const before = asked.get(token) ?? 0
    asked.set(token, before + 1)
    interruptions.get(token)?.(before)
    return { scores: samples.map(sample => [smallLetters(sample), sample.completionTokens / 10]) }
  })
  const pairs = pairsOf(await scoreEmbedded())
  const supervised = { 'train.jsonl': rows, 'validation.jsonl': rows.slice(0, 5) }
  const paired = { 'train.jsonl': pairs, 'validation.jsonl': pairs.slice(0, 5) }
  const prompted = { 'train.jsonl': prompts, 'validation.jsonl': prompts.slice(0, 4) }
  for (const name of ['sft', 'sft-killed'])
    jobs.make(name, sftRun({ ...long, learning_rate: 1e-3 }, { evaluateEvery: 30 }), supervised)
  jobs.make('sft-replaced', sftRun({ max_steps: 5000, save_steps: 5000 }), supervised)
  // With an adapter beside a base in half precision, both drawn and kept otherwise than whole weights.
  const lora = { rank: 4, alpha: 8, dropout: 0.1, targets: ['q_proj', 'v_proj'] }
  const half = dpoRun({ ...long, model_init_kwargs: { dtype: 'bfloat16' } }, { lora, precision: 'bfloat16' })
  for (const name of ['dpo', 'dpo-killed']) jobs.make(name, half, paired)
  // Four steps in an epoch: runs that are cut off in the second one must not begin its order anew.
  const twice = { ...prompted, 'train.jsonl': prompts.slice(0, 4) }
  for (const name of ['grpo', 'grpo-stopped']) jobs.make(name, grpoRun({ seed: 3 }, { seed: 3 }), twice)
  const impatient = { seed: 3, rewards: { ...grpoRun({}).rewards, giveUpAfter: 1 } }
  jobs.make('grpo-lost', grpoRun({ seed: 3 }, impatient), twice)
  jobs.make('sft-two', sftRun({ per_device_train_batch_size: 2 }), supervised)
  jobs.make('sft-one', sftRun({}), supervised)
  jobs.make('dpo-two', dpoRun({ per_device_train_batch_size: 2 }), paired)
  jobs.make('dpo-one', dpoRun({}), paired)
  jobs.make('grpo-two', grpoRun({ per_device_train_batch_size: 4, per_device_eval_batch_size: 4 }), prompted)
  for (const name of ['grpo', 'grpo-stopped', 'grpo-lost', 'grpo-two']) giveAccess(name)
  const straight = ['sft', 'dpo', 'grpo', 'sft-one', 'dpo-one']
  expect(await runSeveral(straight.map(name => jobs.at(name)))).toEqual([0, 0, 0, 0, 0])
})
afterAll(() => server?.close())

/** Same losses, metrics and weights, bit by bit, and no step twice. */
function expectSame(name: string, straight: string) {
  expect(jobs.eventsOf(name)).toEqual(jobs.eventsOf(straight))
  expect(jobs.weightsOf(name).equals(jobs.weightsOf(straight))).toBe(true)
}

// At once: each run has one thread, and spends most of its time loading libraries.
describe.skipIf(!hasTrl).concurrent('at once', () => {
  test.each(['sft', 'dpo'])(
    '%s goes on after SIGKILL and a checkpoint that was half written, with the same bits',
    async method => {
      const name = `${method}-killed`
      const worker = startWorker(jobs.at(name))
      while (eventCount(name) < 25) await sleep(2)
      worker.kill('SIGKILL')
      expect((await worker.ended).code).toBeNull()
      expect(existsSync(jobs.at(name, 'result.json'))).toBe(false)
      const training = jobs.at(name, 'policy', 'training')
      const whole = checkpointsOf(name).filter(folder => existsSync(`${training}/${folder}/complete`))
      const last = Math.max(...whole.map(folder => Number(folder.split('-')[1])))
      expect(last).toBeGreaterThanOrEqual(10)
      expect(whole.length).toBeLessThanOrEqual(2)
      // As when the kill comes while a checkpoint, or a line of the log, is being written.
      cpSync(`${training}/checkpoint-${last}`, `${training}/checkpoint-${STEPS}`, { recursive: true })
      rmSync(`${training}/checkpoint-${STEPS}/complete`)
      rmSync(`${training}/checkpoint-${STEPS}/optimizer.pt`)
      mkdirSync(`${training}/checkpoint-${STEPS + 1}`)
      appendFileSync(jobs.at(name, 'policy', 'events.jsonl'), '{"type":"step","st')
      expect(await startWorker(jobs.at(name)).ended).toMatchObject({ code: 0 })
      expectSame(name, method)
      expect(jobs.resultOf(name)).toMatchObject({ counts: { stepsOfThisStart: STEPS - last } })
    },
  )

  test('a job whose folder another job got meanwhile ends, and leaves no result and no checkpoint there', async () => {
    const own = (key: string) => writeFileSync(jobs.at('sft-replaced', 'job-key'), `${key}\n`)
    own('first')
    const worker = startWorker(jobs.at('sft-replaced'), 'first')
    while (eventCount('sft-replaced') < 2) await sleep(2)
    own('second')
    expect(await worker.ended).toMatchObject({ code: 2, stderr: expect.stringContaining('belongs to another one now') })
    expect(existsSync(jobs.at('sft-replaced', 'result.json'))).toBe(false)
    const whole = checkpointsOf('sft-replaced').filter(folder =>
      existsSync(jobs.at('sft-replaced', 'policy', 'training', folder, 'complete')),
    )
    expect(whole).toEqual([])
    // One that had yet to begin does nothing at all.
    expect(await startWorker(jobs.at('sft-replaced'), 'first').ended).toMatchObject({ code: 2 })
  })

  test('python/arguments is what the config classes of this TRL say', async () => {
    const made = jobs.at('arguments')
    const script = join(ROOT, 'python', 'make_arguments.py')
    expect(await startPython(tmpdir(), [script, made]).ended).toMatchObject({ code: 0 })
    for (const file of ['sft.json', 'dpo.json', 'grpo.json']) {
      // As values, in their order: a formatter writes 2e-05 as 2e-5.
      const [now, kept] = [made, join(ROOT, 'python', 'arguments')].map(folder =>
        Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
      )
      expect(now).toEqual(kept)
    }
  })

  test('GRPO saves where it draws anew on SIGTERM, and goes on with the same bits', async () => {
    const worker = startWorker(jobs.at('grpo-stopped'))
    // Two requests for the validation split and one for new completions, every two steps: while step 5 is rewarded.
    interruptions.set('grpo-stopped', before => void (before === 8 && worker.kill('SIGTERM')))
    expect(await worker.ended).toMatchObject({ code: 143 })
    expect(existsSync(jobs.at('grpo-stopped', 'result.json'))).toBe(false)
    const [step] = checkpointsOf('grpo-stopped')
      .map(folder => Number(folder.split('-')[1]))
      .sort((a, b) => b - a)
    expect(step % 2).toBe(0)
    expect(step).toBeLessThan(8)
    interruptions.delete('grpo-stopped')
    expect(await startWorker(jobs.at('grpo-stopped')).ended).toMatchObject({ code: 0 })
    expectSame('grpo-stopped', 'grpo')
    expect(jobs.resultOf('grpo-stopped')).toMatchObject({ counts: { stepsOfThisStart: 8 - step } })
  })

  test('GRPO whose rewards are gone saves and ends with an error, and goes on with the same bits', async () => {
    // In the look at the validation split after step 4.
    interruptions.set('grpo-lost', before => void (before === 6 && giveAccess('grpo-lost', 'http://127.0.0.1:9/')))
    expect(await startWorker(jobs.at('grpo-lost')).ended).toMatchObject({ code: 1 })
    const result = jobs.resultOf('grpo-lost')
    expect(result).toMatchObject({ ok: false, problem: expect.stringContaining('expected rewards within 1 seconds') })
    expect(checkpointsOf('grpo-lost').length).toBeGreaterThan(0)
    interruptions.delete('grpo-lost')
    rmSync(jobs.at('grpo-lost', 'result.json'))
    giveAccess('grpo-lost')
    expect(await startWorker(jobs.at('grpo-lost')).ended).toMatchObject({ code: 0 })
    expectSame('grpo-lost', 'grpo')
  })
})

describe.skipIf(!hasTrl)('two processes', () => {
  test('train as one does, and ask for rewards at once', async () => {
    const names = ['sft-two', 'dpo-two', 'grpo-two']
    // Each process prints its own exit codes.
    expect(
      await runSeveral(
        names.map(name => jobs.at(name)),
        2,
      ),
    ).toEqual([0, 0, 0])
    for (const method of ['sft', 'dpo']) {
      const [one, two] = [jobs.eventsOf(`${method}-one`), jobs.eventsOf(`${method}-two`)]
      expect(two).toHaveLength(one.length)
      two.forEach((event, i) => {
        expect(Math.abs(event.loss! - one[i].loss!)).toBeLessThan(1e-4)
        if (event.type === 'step') expect(event.tokens).toBe((one[i] as typeof event).tokens)
      })
    }
    expect(jobs.lossesOf('grpo-two')).toHaveLength(8)
    expect(jobs.rowsOf('grpo-two', 'policy', 'held-out.jsonl')).toHaveLength(4)
  })
})
