/** @file Episodes of invented clinics, several cases in a row, as examples to train the base model on. SYNTHETIC. */
import type { Example } from '../../src/engines/index.ts'
import { renderCompletion, renderPrompt } from '../../src/prompts/index.ts'
import { syntheticCohort } from '../../src/records/index.ts'
import { builtIn, type Plan } from '../../src/specialty/index.ts'
import { layerOptions } from '../../src/specialty/infertility/index.ts'
import { randomStream } from '../../src/support/index.ts'

const specialty = builtIn['infertility']
const form = { units: 'conventional', values: 'notable', options: 'unlisted' } as const

/** Cases drawn for an episode; those beyond the context begin a row of their own. */
const CASES = 5
/** Shares of episodes in which every case has its plan alone, or a shallow reason; the others have a full one. */
const PLAN_ONLY = 0.7
const SHALLOW = 0.15

/** The cases of one clinic, an episode with its own depth of reasoning. */
function episodeOf(seed: number, clinic: number, firmness: number): Example[] {
  const draw = randomStream(seed, 'episode', clinic).uniform()
  const depth = draw < PLAN_ONLY ? 'none' : draw < PLAN_ONLY + SHALLOW ? 'shallow' : 'gold'
  const goldShare = depth === 'gold' ? 1 : 0
  const cohort = syntheticCohort({ couples: CASES, seed, clinics: 1, firstClinic: clinic, goldShare, firmness })
  return [...cohort].map(record => ({
    id: `clinic-${clinic}-${record.recordId}`,
    prompt: renderPrompt(specialty, record, form),
    completion: renderCompletion(specialty, record.decision, depth === 'none' ? null : record.reasoning),
    episode: String(clinic),
  }))
}

/**
 * One episode of each of `clinics` clinics from number `first` on; they are independent, so their order is random. The
 * `firmness` is theirs in turn: with one above 1 they keep to their favourites, and the context says more.
 */
export function episodesOfClinics(seed: number, first: number, clinics: number, firmness = [1]): Example[] {
  return Array.from({ length: clinics }, (_, i) =>
    episodeOf(seed, first + i, firmness[i % firmness.length] ?? 1),
  ).flat()
}

const CASES_OF_RIGID = 8
/** So few fields that many cases fit into a row. */
const FIELDS_OF_RIGID = 5

/** The cases of a clinic that has two strategies and one option a layer, whatever the case: the context tells the plan. */
function rigidEpisodeOf(seed: number, clinic: number): Example[] {
  const random = randomStream(seed, 'rigid clinic', clinic)
  const usual = new Map(specialty.decisionLayers.map(layer => [layer.name, random.choose(layerOptions(layer))]))
  const strategies = [random, random].map(stream => stream.choose(layerOptions(specialty.decisionLayers[0])))
  const cohort = syntheticCohort({ couples: CASES_OF_RIGID, seed, clinics: 1, firstClinic: 100_000 + clinic })
  return [...cohort].map(record => {
    const recorded = Object.entries(record.fields).filter(([, value]) => value !== null)
    const fields = Object.fromEntries(random.shuffle(recorded).slice(0, FIELDS_OF_RIGID))
    const plan: Record<string, string | number> = {}
    for (const { name, appliesWhen } of specialty.decisionLayers) {
      if (appliesWhen && !appliesWhen.values.includes(String(plan[appliesWhen.layer]))) continue
      plan[name] = name === 'strategy' ? random.choose(strategies) : (usual.get(name) as Plan[string])
    }
    return {
      id: `rigid-clinic-${clinic}-${record.recordId}`,
      prompt: renderPrompt(specialty, { ...record, fields }, form),
      completion: renderCompletion(specialty, plan, null),
      episode: `rigid ${clinic}`,
    }
  })
}

/** One episode of each of `clinics` rigid clinics from number `first` on. */
export function episodesOfRigidClinics(seed: number, first: number, clinics: number): Example[] {
  return Array.from({ length: clinics }, (_, i) => rigidEpisodeOf(seed, first + i)).flat()
}
