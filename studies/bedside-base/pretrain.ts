/**
 * @file Makes `models/bedside-base`, the small base model that comes with Bedside: `npm run pretrain:base`. SYNTHETIC data
 * only. It is trained on episodes, several cases of one invented clinic in a row, with the loss on the plans and reasons,
 * so that cases in a context come to say something about the next one. The clinics of a study are others, drawn from its own
 * seed. An interrupted run continues.
 */
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { engineNamed, type Example } from '../../src/engines/index.ts'
import { renderCompletion, renderPrompt } from '../../src/prompts/index.ts'
import { syntheticCohort } from '../../src/records/index.ts'
import { builtIn } from '../../src/specialty/index.ts'
import { layerOptions } from '../../src/specialty/infertility/index.ts'
import { randomStream, streamProgress } from '../../src/support/index.ts'

/** Everything that decides the result. */
const settings = {
  seed: 20261124,
  /** Clinics that always do the same, whatever the case: they come first, and teach that the context tells the next plan. */
  rigidClinics: 1500,
  casesOfRigid: 9,
  /** Fields that the record of a rigid clinic's case has, so that many cases fit a row. */
  fieldsOfRigid: 5,
  /** Clinics as the generator draws them; one episode each. */
  clinics: 4500,
  /** Cases drawn for an episode; those beyond the context begin a row of their own. */
  casesPerEpisode: 5,
  validationClinics: 100,
  /** Shares of episodes in which every case has its plan alone, a shallow reason, or a full one. */
  planOnly: 0.7,
  shallow: 0.15,
  size: {
    hiddenSize: 192,
    intermediateSize: 512,
    numBlocks: 6,
    numHeads: 4,
    numKvHeads: 2,
    vocabularySize: 2048,
    contextLength: 1280,
  },
  train: {
    epochs: 1,
    batchSize: 2,
    gradientAccumulation: 3,
    learningRate: 1.5e-3,
    schedule: 'cosine',
    warmup: 0.05,
    weightDecay: 0.01,
    maxGradNorm: 1,
    evaluateEvery: 200,
    checkpointEvery: 25,
    sampling: 'sequential',
  },
} as const

const specialty = builtIn['infertility']
const form = { units: 'conventional', values: 'notable', options: 'unlisted' } as const

/** The cases of one clinic, an episode with its own depth of reasoning. */
function episodeOf(clinic: number): Example[] {
  const { seed, casesPerEpisode, planOnly, shallow } = settings
  const draw = randomStream(seed, 'episode', clinic).uniform()
  const depth = draw < planOnly ? 'none' : draw < planOnly + shallow ? 'shallow' : 'gold'
  const cohort = syntheticCohort({
    couples: casesPerEpisode,
    seed,
    clinics: 1,
    firstClinic: clinic,
    goldShare: depth === 'gold' ? 1 : 0,
  })
  return [...cohort].map(record => ({
    id: `clinic-${clinic}-${record.recordId}`,
    prompt: renderPrompt(specialty, record, form),
    completion: renderCompletion(specialty, record.decision, depth === 'none' ? null : record.reasoning),
    episode: String(clinic),
  }))
}

/** The cases of a clinic that has one option a layer, but two strategies: a plan is copied from several cases. */
function rigidEpisodeOf(clinic: number): Example[] {
  const { seed, casesOfRigid, fieldsOfRigid } = settings
  const random = randomStream(seed, 'rigid clinic', clinic)
  const usual = new Map(specialty.decisionLayers.map(layer => [layer.name, random.choose(layerOptions(layer))]))
  const strategies = [random.choose(specialty.decisionLayers[0].options), usual.get('strategy')!]
  const cohort = syntheticCohort({ couples: casesOfRigid, seed, clinics: 1, firstClinic: -clinic })
  return [...cohort].map(record => {
    const recorded = Object.entries(record.fields).filter(([, value]) => value !== null)
    const fields = Object.fromEntries(random.shuffle(recorded).slice(0, fieldsOfRigid))
    const plan: Record<string, string | number> = {}
    for (const { name, appliesWhen } of specialty.decisionLayers) {
      if (appliesWhen && !appliesWhen.values.includes(String(plan[appliesWhen.layer]))) continue
      plan[name] = name === 'strategy' ? random.choose(strategies) : usual.get(name)!
    }
    return {
      id: `rigid-clinic-${clinic}-${record.recordId}`,
      prompt: renderPrompt(specialty, { ...record, fields }, form),
      completion: renderCompletion(specialty, plan, null),
      episode: `rigid ${clinic}`,
    }
  })
}

/** Episodes of many clinics, which are independent of each other, so that a batch has cases of several. */
function examplesOf(first: number, clinics: number): Example[] {
  return Array.from({ length: clinics }, (_, i) => episodeOf(first + i)).flat()
}

const [target = 'models/bedside-base', work = 'models/.bedside-base-training'] = process.argv.slice(2)
const controller = new AbortController()
process.once('SIGINT', () => controller.abort())
const progress = streamProgress(process.stderr)
const engine = engineNamed('embedded')
const initial = join(work, 'initial')
const trained = join(work, 'trained')
for (const folder of [initial, trained, target]) mkdirSync(folder, { recursive: true })

const rigid = Array.from({ length: settings.rigidClinics }, (_, i) => rigidEpisodeOf(i + 1)).flat()
const examples = [...rigid, ...examplesOf(1, settings.clinics)]
const validation = examplesOf(settings.clinics + 1, settings.validationClinics)
const texts = examples.slice(-4000).map(({ prompt, completion }) => [...prompt, ...completion])
if (!readdirSync(initial).includes('config.json')) {
  await engine.createPolicy({ size: settings.size, texts, seed: settings.seed, output: initial, progress })
}
const summary = await engine.train({
  method: 'lm',
  learn: 'completions',
  policy: initial,
  examples,
  validation,
  settings: settings.train,
  seed: settings.seed,
  output: trained,
  progress,
  signal: controller.signal,
})
for (const name of readdirSync(trained).filter(file => /\.(json|safetensors|jinja)$/.test(file))) {
  copyFileSync(join(trained, name), join(target, name))
}
process.stdout.write(`${JSON.stringify({ SYNTHETIC: true, target, cases: examples.length, ...summary })}\n`)
