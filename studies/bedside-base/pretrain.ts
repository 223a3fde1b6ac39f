/**
 * @file Makes `models/bedside-base`, the small base model that comes with Bedside: `npm run pretrain:base`. SYNTHETIC data
 * only. It is trained on episodes, several cases of one invented clinic in a row, with the loss on the plans and reasons,
 * so that cases in a context come to say something about the next one. The clinics of a study are others, drawn from its own
 * seed. An interrupted run continues.
 */
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createPolicy, embeddedChoice } from '../../src/engines/index.ts'
import { streamProgress } from '../../src/support/index.ts'
import { episodesOfClinics, episodesOfRigidClinics } from './episodes.ts'
import { recallRows } from './recall.ts'

const SEED = 20261124

const size = {
  hiddenSize: 192,
  intermediateSize: 512,
  numBlocks: 6,
  numHeads: 4,
  numKvHeads: 2,
  vocabularySize: 2048,
  contextLength: 1280,
}

const common = { epochs: 1, weightDecay: 0.01, maxGradNorm: 1, checkpointEvery: 25, sampling: 'sequential' } as const
/** Rows of the whole context, six a step in three parts, which bounds the memory. */
const ofEpisodes = { ...common, batchSize: 2, gradientAccumulation: 3, schedule: 'cosine', evaluateEvery: 200 } as const
const ofRecall = { ...common, gradientAccumulation: 1, schedule: 'constant', warmup: 0.02, evaluateEvery: 100 } as const

const firstEpisodes = episodesOfClinics(SEED, 1, 4500)

/**
 * One after the other. Episodes alone teach to plan, but after them a plan hardly looks at the cases before it. What is
 * said once is learnt to be found again in short rows, then in longer ones, then among the cases of clinics that always
 * do the same, then among cases as they are, then among those of clinics that keep to their favourites, and last among
 * those of clinics that do so more or less.
 */
const stages = [
  {
    name: 'episodes',
    examples: firstEpisodes,
    validation: episodesOfClinics(SEED, 4501, 100),
    settings: { ...ofEpisodes, learningRate: 1.5e-3, warmup: 0.05 },
  },
  {
    name: 'recall-short',
    examples: recallRows(SEED, { from: 1, rows: 11_200, lines: [2, 4] }),
    validation: recallRows(SEED, { from: 100_001, rows: 200, lines: [2, 4] }),
    settings: { ...ofRecall, batchSize: 32, learningRate: 1.5e-3 },
  },
  {
    name: 'recall-long',
    examples: recallRows(SEED, { from: 20_001, rows: 3200, lines: [4, 15] }),
    validation: recallRows(SEED, { from: 110_001, rows: 200, lines: [4, 15] }),
    settings: { ...ofRecall, batchSize: 16, learningRate: 1.5e-3 },
  },
  {
    name: 'rigid-clinics',
    examples: episodesOfRigidClinics(SEED, 1, 900),
    validation: episodesOfRigidClinics(SEED, 901, 50),
    settings: { ...ofEpisodes, schedule: 'constant' as const, learningRate: 1.2e-3, warmup: 0.02, evaluateEvery: 50 },
  },
  {
    name: 'episodes-again',
    examples: episodesOfClinics(SEED, 5001, 3600),
    validation: episodesOfClinics(SEED, 4501, 100),
    settings: { ...ofEpisodes, learningRate: 1.2e-3, warmup: 0.02 },
  },
  {
    name: 'firm-clinics',
    examples: episodesOfClinics(SEED, 10_001, 1400, [3]),
    validation: episodesOfClinics(SEED, 4501, 100),
    settings: { ...ofEpisodes, learningRate: 1e-3, warmup: 0.02 },
  },
  {
    name: 'clinics-of-every-firmness',
    examples: episodesOfClinics(SEED, 12_001, 4200, [3, 2, 1]),
    validation: episodesOfClinics(SEED, 4501, 100),
    settings: { ...ofEpisodes, learningRate: 1e-3, warmup: 0.02 },
  },
]

const [target = 'models/bedside-base', work = 'models/.bedside-base-training'] = process.argv.slice(2)
const controller = new AbortController()
process.once('SIGINT', () => controller.abort())
const progress = streamProgress(process.stderr)
const engine = embeddedChoice.open()

let policy = join(work, 'initial')
mkdirSync(policy, { recursive: true })
if (!readdirSync(policy).includes('config.json')) {
  const texts = firstEpisodes.slice(0, 4000).map(({ prompt, completion }) => [...prompt, ...completion])
  await createPolicy({ size, texts, seed: SEED, output: policy, progress })
}
for (const { name, examples, validation, settings } of stages) {
  const output = join(work, name)
  mkdirSync(output, { recursive: true })
  progress.say(`${name}: ${examples.length} examples`)
  const summary = await engine.train({
    method: 'lm',
    learn: 'completions',
    policy,
    examples,
    validation,
    settings,
    seed: SEED,
    output,
    progress,
    signal: controller.signal,
  })
  process.stdout.write(`${JSON.stringify({ SYNTHETIC: true, stage: name, examples: examples.length, ...summary })}\n`)
  policy = output
}
mkdirSync(target, { recursive: true })
for (const name of readdirSync(policy).filter(file => /\.(json|safetensors|jinja)$/.test(file))) {
  if (name !== 'training.json') copyFileSync(join(policy, name), join(target, name))
}
