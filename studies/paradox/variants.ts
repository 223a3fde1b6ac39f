/** @file The runs of the study: the demo's own for each seed, and what is changed in each ablation. */
import { type Population, defaultPopulation, type Weights } from '../../src/review/simulated/index.ts'
import { type DemoSize, demoPlan, demoStudy } from '../../src/cli/demo-study.ts'

/** What is changed; `demo`: nothing. */
export type VariantName = 'demo' | 'decisions-only' | 'grpo-from-base' | 'grpo-for-reasons' | 'explained-records'

/** One change to the demo's study. */
export interface Variant {
  readonly name: VariantName
  /** What is changed, for the table. */
  readonly says: string
  /** The demo's study file with the change. */
  readonly study: (demo: string) => string
  readonly population: Population
}

/** Name of the reward's file in this folder; the study of a run names it by its place. */
export const REWARD_FILE = 'reasons-reward.ts'

const onlyDecisions = ({ checks, complete }: Weights): Weights => ({
  citation: 0,
  reasons: 0,
  keyFields: 0,
  checks: Math.max(1, checks),
  complete,
})

/** Reviewers who do not look at the text: plan checks and whether every decision is stated are all that counts. */
const readingDecisionsOnly: Population = {
  ...defaultPopulation,
  weights: Object.fromEntries(
    Object.entries(defaultPopulation.weights).map(([criterion, weights]) => [criterion, onlyDecisions(weights)]),
  ),
  otherwise: onlyDecisions(defaultPopulation.otherwise),
  likesLength: { mean: 0, sd: 0 },
}

/** Replaces what must be there once. */
function replaced(text: string, what: string, by: string): string {
  if (text.split(what).length !== 2) throw new Error(`study:paradox: expected "${what}" once in the demo's study file`)
  return text.replace(what, by)
}

const GRPO = 'grpo: { from: sft,'

/** The demo itself first: the others start from what it made. */
export const variants: readonly Variant[] = [
  { name: 'demo', says: 'the study of `bedside demo`', study: demo => demo, population: defaultPopulation },
  {
    name: 'decisions-only',
    says: 'the same plans, judged by reviewers who do not look at the reasons',
    study: demo => demo,
    population: readingDecisionsOnly,
  },
  {
    name: 'grpo-from-base',
    says: 'GRPO starts from the base model instead of SFT',
    study: demo => replaced(demo, GRPO, 'grpo: { from: base,'),
    population: defaultPopulation,
  },
  {
    name: 'grpo-for-reasons',
    says: 'GRPO is rewarded for reasons too',
    study: demo => replaced(demo, GRPO, `${GRPO} rewards: { own: { file: ${REWARD_FILE} } },`),
    population: defaultPopulation,
  },
  {
    name: 'explained-records',
    says: 'every record gives its reasons in full, not one in ten: SFT learns from explained plans, and every arm after it starts there',
    study: demo => replaced(demo, 'goldShare: 0.1', 'goldShare: 1'),
    population: defaultPopulation,
  },
]

/** One run: a variant under a seed. */
export interface ParadoxRun {
  readonly name: string
  readonly seed: number
  readonly variant: Variant
  readonly study: string
  readonly plan: string
}

/** All runs, seed by seed, so that a stop leaves whole seeds behind. */
export function paradoxRuns(seeds: readonly number[], names: readonly string[], size: DemoSize): readonly ParadoxRun[] {
  return seeds.flatMap(seed =>
    variants
      .filter(({ name }) => name === 'demo' || names.includes(name))
      .map(variant => {
        const options = { full: false, seed }
        const study = variant.study(demoStudy(options, size))
        return { name: `seed-${seed}-${variant.name}`, seed, variant, study, plan: demoPlan(options) }
      }),
  )
}
