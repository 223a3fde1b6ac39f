import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import {
  InputError,
  PostponedError,
  readManifest,
  type Stage,
  type StageContext,
  StudyError,
  silentProgress,
} from '../support/index.ts'
import { readRunProgress } from './run-progress.ts'
import { runStages } from './run.ts'
import { studyStatus } from './status.ts'

let folder: string
let out: string
let ran: string[]
let lines: string[]
let controller: AbortController

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-run-'))
  out = join(folder, 'out')
  ran = []
  lines = []
  controller = new AbortController()
})

/** A stage that writes its settings and the text of its inputs to `text.txt`. */
function stage(artifact: string, changes: Partial<Stage> = {}): Stage {
  return {
    title: artifact,
    artifact,
    inputs: [],
    sources: [],
    settings: { word: artifact },
    module: import.meta.url,
    async run(context: StageContext) {
      ran.push(artifact)
      const inputs = (changes.inputs ?? []).map(input => readFileSync(join(context.input(input), 'text.txt'), 'utf8'))
      const sources = (changes.sources ?? []).map(source => readFileSync(source, 'utf8').length)
      const words = [JSON.stringify(changes.settings ?? artifact), ...inputs, ...sources]
      writeFileSync(join(context.output, 'text.txt'), words.join(' '))
      return { words: words.length }
    },
    ...changes,
  }
}

const pipeline = () => [stage('a'), stage('b', { inputs: ['a'] }), stage('deep/c', { inputs: ['b'] })]

const run = (stages: readonly Stage[], seed = 1) =>
  runStages(stages, {
    out,
    seed,
    signal: controller.signal,
    progress: { ...silentProgress, say: line => void lines.push(line) },
  })

test('runStages(new folder) runs every stage in order and leaves a manifest each', async () => {
  const outcomes = await run(pipeline())
  expect(ran).toEqual(['a', 'b', 'deep/c'])
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done'])
  const manifest = readManifest(join(out, 'deep/c'))
  expect(manifest).toMatchObject({ artifact: 'deep/c', seed: 1, settings: { word: 'deep/c' }, counts: { words: 2 } })
  expect(Object.keys(manifest?.inputs ?? {})).toEqual(['b'])
  expect(manifest?.versions.node).toBe(process.versions.node)
  expect(existsSync(join(out, 'run.lock'))).toBe(false)
})

test('runStages goes on without a stage that is postponed, and takes it in when it can be done', async () => {
  let isDown = true
  let said: unknown
  const stages = (mayLack: readonly string[]) => [
    stage('judge', {
      async run({ output }) {
        if (isDown) throw new PostponedError('its server is down')
        writeFileSync(join(output, 'text.txt'), 'said')
        return {}
      },
    }),
    stage('agreement', {
      inputs: ['judge'],
      mayLack,
      async run({ input, output }) {
        const isThere = existsSync(join(input('judge'), 'text.txt'))
        said = readRunProgress(out)?.postponed
        writeFileSync(join(output, 'text.txt'), isThere ? 'with' : 'without')
        return {}
      },
    }),
    stage('report', { inputs: ['agreement'] }),
  ]
  const reported = () => readFileSync(join(out, 'report', 'text.txt'), 'utf8')
  const first = await run(stages(['judge']))
  expect(first.map(({ outcome }) => outcome)).toEqual(['postponed', 'done', 'done'])
  expect(first[0].problem).toBe('its server is down')
  expect(lines).toContain('  postponed: its server is down')
  // A page or another window shows it while the run goes on.
  expect(said).toEqual([{ artifact: 'judge', problem: 'its server is down' }])
  expect(reported()).toContain('without')
  const open = (await studyStatus(stages(['judge']), { out, seed: 1 })).stages.map(({ state }) => state)
  expect(open).toEqual(['postponed', 'stale', 'stale'])
  // Still down: what is there stays, and is not made again.
  const second = await run(stages(['judge']))
  expect(second.map(({ outcome }) => outcome)).toEqual(['postponed', 'unchanged', 'unchanged'])
  isDown = false
  const third = await run(stages(['judge']))
  expect(third.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done'])
  expect(reported()).not.toContain('without')
  expect((await studyStatus(stages(['judge']), { out, seed: 1 })).stages[0]).toMatchObject({ state: 'done' })
  isDown = true
  rmSync(out, { recursive: true })
  await expect(run(stages([]))).rejects.toThrow(StudyError)
})

test('runStages(finished study) runs nothing again', async () => {
  await run(pipeline())
  ran = []
  const outcomes = await run(pipeline())
  expect(ran).toEqual([])
  expect(outcomes.every(({ outcome }) => outcome === 'unchanged')).toBe(true)
})

test('runStages(changed settings) runs that stage and those after it, and says why', async () => {
  await run(pipeline())
  ran = []
  lines = []
  const stages = pipeline()
  stages[1] = stage('b', { inputs: ['a'], settings: { word: 'other' } })
  await run(stages)
  expect(ran).toEqual(['b', 'deep/c'])
  expect(lines).toContain('[2/3] b: again, because its settings changed (word)')
  expect(lines).toContain('[3/3] deep/c: again, because b changed')
})

test('runStages(stage that ran again with the same result) leaves the stages after it alone', async () => {
  await run(pipeline())
  ran = []
  const stages = pipeline()
  // Other settings, same bytes: the stage's text is made of `words`, which stays.
  const same = stage('a')
  stages[0] = { ...same, settings: { word: 'a', ignored: true } }
  await run(stages)
  expect(ran).toEqual(['a'])
})

test('runStages(another seed) runs everything again', async () => {
  await run(pipeline(), 1)
  ran = []
  await run(pipeline(), 2)
  expect(ran).toContain('a')
  expect(readManifest(join(out, 'a'))?.seed).toBe(2)
})

test('runStages(changed source file) runs the stage that reads it', async () => {
  const source = join(folder, 'export.csv')
  writeFileSync(source, 'id\n1\n')
  const stages = () => [stage('a', { sources: [source] })]
  await run(stages())
  writeFileSync(source, 'id\n1\n2\n')
  ran = []
  await run(stages())
  expect(ran).toEqual(['a'])
  expect(Object.keys(readManifest(join(out, 'a'))?.inputs ?? {})).toEqual(['export.csv'])
})

test('runStages(study and source moved apart) runs nothing again; a changed file, or another of its name, does', async () => {
  const read = (...places: readonly string[]) => [
    stage('a', { sources: places.map(place => join(folder, place, 'export.csv')) }),
    stage('b', { inputs: ['a'] }),
  ]
  for (const [place, text] of [
    ['one', 'id\n1\n'],
    ['two', 'id\n2\n'],
    ['deep/three', 'id\n1\n'],
  ]) {
    mkdirSync(join(folder, place), { recursive: true })
    writeFileSync(join(folder, place, 'export.csv'), text)
  }
  await run(read('one', 'two'))
  cpSync(out, join(folder, 'deep', 'moved'), { recursive: true })
  out = join(folder, 'deep', 'moved')
  ran = []
  await run(read('deep/three', 'two'))
  expect(ran).toEqual([])
  await run(read('two', 'deep/three'))
  expect(ran).toEqual(['a'])
})

test('runStages(missing source) is an InputError before anything is written', async () => {
  const missing = join(folder, 'no.csv')
  await expect(run([stage('a', { sources: [missing] })])).rejects.toThrow(/no\.csv: expected a file/)
  expect(existsSync(out)).toBe(false)
})

test('runStages(damaged artifact) makes it again and says which file', async () => {
  await run(pipeline())
  writeFileSync(join(out, 'b', 'text.txt'), 'changed by hand')
  ran = []
  lines = []
  await run(pipeline())
  expect(ran).toEqual(['b'])
  expect(lines).toContain('[2/3] b: again, because text.txt is missing or was changed')
})

test('runStages(artifact with a broken manifest) makes it again', async () => {
  await run(pipeline())
  writeFileSync(join(out, 'b', 'manifest.json'), '{"artifact":')
  ran = []
  await run(pipeline())
  expect(ran).toEqual(['b'])
})

/** A stage that counts to 2 on disk, one a run, and stops after the first time. */
function interruptible(): Stage {
  return stage('slow', {
    async run({ output, signal }) {
      const file = join(output, 'count.txt')
      const count = existsSync(file) ? Number(readFileSync(file, 'utf8')) + 1 : 1
      writeFileSync(file, `${count}`)
      if (count === 1) {
        controller.abort()
        signal.throwIfAborted()
      }
      return { count }
    },
  })
}

test('runStages(aborted) throws InterruptedError and the next run continues from what is there', async () => {
  const stages = [interruptible(), stage('after', { inputs: ['slow'] })]
  // `after` reads text.txt, which `slow` does not write; its own run is replaced.
  stages[1] = { ...stages[1], run: async () => ({}) }
  await expect(run(stages)).rejects.toMatchObject({ name: 'InterruptedError', exitCode: 130 })
  expect(readManifest(join(out, 'slow'))).toBeNull()
  controller = new AbortController()
  const outcomes = await run(stages)
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['continued', 'done'])
  expect(readManifest(join(out, 'slow'))?.counts).toEqual({ count: 2 })
})

test('runStages(signal aborted between stages) stops before the next one', async () => {
  const stages = pipeline()
  const run0 = stages[0].run
  stages[0] = {
    ...stages[0],
    run(context) {
      controller.abort()
      return run0(context)
    },
  }
  await expect(run(stages)).rejects.toThrow('interrupted before b')
  expect(readManifest(join(out, 'a'))).not.toBeNull()
})

test('runStages(interrupted work under other settings) begins anew', async () => {
  await expect(run([interruptible()])).rejects.toThrow('interrupted during slow')
  controller = new AbortController()
  const changed = { ...stage('slow'), settings: { word: 'new' } }
  const [outcome] = await run([changed])
  expect(outcome.outcome).toBe('done')
  expect(Object.keys(readManifest(join(out, 'slow'))?.files ?? {})).toEqual(['text.txt'])
})

test('runStages(wrong input found by the first stage) leaves nothing behind', async () => {
  const refusing = stage('deep/a', {
    async run({ output }) {
      writeFileSync(join(output, 'half.jsonl'), '{}\n')
      throw new InputError('expected a column, got none', { file: 'mapping.yaml', line: 3 })
    },
  })
  await expect(run([refusing])).rejects.toThrow('mapping.yaml:3: expected a column')
  expect(existsSync(out)).toBe(false)
})

test('runStages(disk full inside a stage) is a StudyError of one line', async () => {
  const full = stage('a', {
    async run() {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    },
  })
  await expect(run([full])).rejects.toMatchObject({
    name: 'StudyError',
    message: expect.stringMatching(/disk is full/),
  })
})

test('runStages(folder with other files) is refused, and they stay', async () => {
  mkdirSync(out)
  writeFileSync(join(out, 'thesis.docx'), 'mine')
  await expect(run(pipeline())).rejects.toThrow(/holds other files \("thesis.docx"\)/)
  expect(readFileSync(join(out, 'thesis.docx'), 'utf8')).toBe('mine')
})

test('runStages(wrong input for an artifact that was finished) keeps what was finished', async () => {
  await run(pipeline())
  const refusing = stage('a', {
    settings: { word: 'other' },
    run: async () => {
      throw new InputError('expected a column, got none')
    },
  })
  await expect(run([refusing, ...pipeline().slice(1)])).rejects.toThrow('expected a column')
  expect(existsSync(join(out, 'a.replaced'))).toBe(false)
  // The old settings find all of it finished, as it was.
  expect((await run(pipeline())).map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged'])
})

test('runStages(folder locked by a live process) is an InputError that names it', async () => {
  await run([stage('a')])
  const { hostname } = await import('node:os')
  // The parent of this process is alive, and is not this process.
  const holder = { pid: process.ppid, host: hostname(), born: null, since: 'now' }
  writeFileSync(join(out, 'run.lock'), JSON.stringify(holder))
  const refused = run([stage('a')])
  await expect(refused).rejects.toThrow(`process ${process.ppid}`)
  await expect(refused).rejects.toThrow(/nothing is wrong: wait until it ends, or press Ctrl-C/)
  // What another computer does cannot be seen from here: only then a file may be deleted, and it says which.
  writeFileSync(join(out, 'run.lock'), JSON.stringify({ ...holder, host: 'elsewhere' }))
  await expect(run([stage('a')])).rejects.toThrow(
    /runs on the computer elsewhere.*only if you are sure.*delete \S+run\.lock, which holds no results/,
  )
  writeFileSync(join(out, 'run.lock'), JSON.stringify(holder))
  const status = await studyStatus([stage('a')], { out, seed: 1 })
  expect(status.running?.pid).toBe(process.ppid)
})

test('runStages(lock of a process that is gone, or whose number was used again) goes on', async () => {
  const { hostname } = await import('node:os')
  await run([stage('a')])
  for (const [pid, born] of [
    [2 ** 30, null],
    [process.ppid, 'another time'],
  ]) {
    writeFileSync(join(out, 'run.lock'), JSON.stringify({ pid, host: hostname(), born, since: 'then' }))
    await expect(run([stage('a')])).resolves.toHaveLength(1)
  }
})

test('runStages(stage that reads what no earlier stage makes) is a fault of the pipeline', async () => {
  await expect(run([stage('b', { inputs: ['a'] }), stage('a')])).rejects.toThrow(/b reads a, which no earlier/)
})

test('studyStatus tells done, stale, damaged, interrupted and pending apart', async () => {
  const place = { out, seed: 1 }
  const states = async (stages: readonly Stage[]) =>
    (await studyStatus(stages, place)).stages.map(({ state, reason }) =>
      reason === null ? state : `${state}: ${reason}`,
    )
  expect(await states(pipeline())).toEqual(['pending', 'pending', 'pending'])
  await run(pipeline().slice(0, 2))
  expect(await states(pipeline())).toEqual(['done', 'done', 'pending'])
  rmSync(join(out, 'a', 'text.txt'))
  expect(await states(pipeline())).toEqual([
    'damaged: text.txt is missing or was changed',
    'stale: a will run again',
    'pending',
  ])
  await expect(run([...pipeline(), interruptible()])).rejects.toThrow('interrupted')
  const after = await states([...pipeline().slice(0, 2), { ...pipeline()[2], settings: 0 }, interruptible()])
  expect(after).toEqual(['done', 'done', 'stale: its settings changed', 'interrupted'])
})

test('studyStatus tells the time left of predictions by those of other arms, and of nothing else that never ran', async () => {
  const stages = ['policies/a', 'policies/b', 'predictions/a', 'predictions/b'].map(name => stage(name))
  await run([stages[0], stages[2]])
  const { stages: found, leftNotKnown } = await studyStatus(stages, { out, seed: 1 })
  expect(found.map(({ leftBy }) => leftBy)).toEqual([null, null, null, 'same kind'])
  expect(found[3].secondsLeft).toBe(found[2].seconds)
  expect(leftNotKnown).toEqual(['policies/b'])
})

test('runStages makes new folders for their owner alone, and leaves an output folder that is there as it is', async () => {
  const mode = (path: string) => statSync(path).mode & 0o777
  await run(pipeline())
  expect([out, join(out, 'a'), join(out, 'deep'), join(out, 'deep', 'c')].map(mode)).toEqual(Array(4).fill(0o700))
  rmSync(out, { recursive: true })
  mkdirSync(out)
  chmodSync(out, 0o755)
  await run(pipeline())
  expect([out, join(out, 'a')].map(mode)).toEqual([0o755, 0o700])
})
