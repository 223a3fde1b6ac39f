/** @file What a review asks of its raters, from the settings of the study: registered together with the analysis plan. */
import type { Specialty } from '../../specialty/index.ts'
import { didYouMean, InputError } from '../../support/index.ts'
import {
  type Criterion,
  comparisonBy,
  defaultConsent,
  defaultCriteria,
  defaultTags,
  type Instrument,
  jmirArt3,
  OVERALL,
  overallComparison,
} from '../instrument/index.ts'
import { criterionName } from '../review-data.ts'
import type { ReviewSettings } from '../store/index.ts'
import type { ServedConfig } from './served-config.ts'

const PRESETS = { default: defaultCriteria, 'jmir-art-3': jmirArt3 } as const

const refuse = (field: string, problem: string, remedy: string): never => {
  throw new InputError(problem, { field: `review.${field}` }, remedy)
}

function uniqueIds(field: string, items: readonly { readonly id: string }[]): void {
  const ids = items.map(({ id }) => id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined) refuse(field, `expected each id once, got "${twice}" twice`, 'rename one')
}

/** The criteria with the layers on which each is scored. */
function criteriaOf(config: ServedConfig, layers: readonly string[]): readonly Criterion[] {
  const { criteria, perLayer, scale } = config
  const chosen = typeof criteria === 'string' ? PRESETS[criteria] : criteria
  uniqueIds('criteria', chosen)
  const points = scale[1] - scale[0] + 1
  const named = chosen.map(({ id }) => id)
  for (const [criterion, wanted] of Object.entries(perLayer)) {
    if (!named.includes(criterion)) {
      refuse(`perLayer.${criterion}`, 'expected a criterion of the review, got another', didYouMean(criterion, named))
    }
    for (const layer of wanted === 'all' ? [] : wanted) {
      if (layers.includes(layer)) continue
      refuse(`perLayer.${criterion}`, `expected a decision layer, got "${layer}"`, didYouMean(layer, layers))
    }
  }
  return chosen.map(criterion => {
    if (criterion.anchors.length !== points) {
      const problem = `expected a text at each of ${points} points of "${criterion.id}", got ${criterion.anchors.length}`
      refuse(typeof criteria === 'string' ? 'scale' : 'criteria', problem, 'write a text for each point of the scale')
    }
    for (const layer of criterion.layers) {
      if (!layers.includes(layer)) {
        refuse('criteria', `expected a decision layer in "${criterion.id}", got "${layer}"`, didYouMean(layer, layers))
      }
    }
    const wanted = perLayer[criterion.id]
    return wanted === undefined ? criterion : { ...criterion, layers: wanted === 'all' ? [...layers] : wanted }
  })
}

/** Names under which the export has the scores and the choices that settings ask for. */
export function askedNames({ criteria, comparisons, instrument }: ReviewSettings): {
  readonly rating: readonly string[]
  readonly preference: readonly string[]
} {
  const rating = instrument?.criteria.flatMap(({ id, layers }) =>
    layers.length === 0 ? [criterionName(id, null)] : layers.map(layer => criterionName(id, layer)),
  )
  return { rating: rating ?? criteria, preference: comparisons }
}

function comparisonsOf({ comparisons }: ServedConfig, criteria: readonly Criterion[]): Instrument['comparisons'] {
  if (comparisons === 'overall') return [overallComparison]
  if (comparisons === 'overall and criteria') return [overallComparison, ...criteria.map(comparisonBy)]
  uniqueIds('comparisons', comparisons)
  if (comparisons.every(({ id }) => id !== OVERALL)) {
    refuse('comparisons', `expected one with the id "${OVERALL}", got none`, 'the analysis prefers by it')
  }
  return comparisons
}

/**
 * The settings that `registerPlan` of the store takes, with every text that raters read. Throws InputError at the setting
 * for a criterion without a text at each point, and for names of criteria and layers that there are none of.
 */
export function reviewSettings({
  config,
  specialty,
  study,
}: {
  readonly config: ServedConfig
  readonly specialty: Specialty
  /** Short name of the study. */
  readonly study: string
}): ReviewSettings {
  const criteria = criteriaOf(
    config,
    specialty.decisionLayers.map(({ name }) => name),
  )
  const used = new Set(criteria.flatMap(({ layers }) => layers))
  const tags = config.tags === 'default' ? defaultTags : config.tags
  uniqueIds('tags', tags)
  const comparisons = comparisonsOf(config, criteria)
  return {
    study,
    scale: config.scale,
    criteria: criteria.map(({ id }) => id),
    comparisons: comparisons.map(({ id }) => id),
    layers: specialty.decisionLayers.flatMap(({ name }) => (used.has(name) ? [name] : [])),
    simulated: config.simulated,
    instrument: {
      criteria: [...criteria],
      comparisons,
      layers: specialty.decisionLayers.flatMap(({ name, label, otherWords }) => {
        if (!used.has(name)) return []
        const isChinese = specialty.language === 'zh'
        const other = otherWords?.labels[0] ?? label
        return [{ id: name, label: isChinese ? { en: other, zh: label } : { en: label, zh: other } }]
      }),
      tags,
      consent: config.consent ?? defaultConsent,
      title: config.title,
      contact: config.contact,
      caseLanguage: specialty.language ?? 'en',
    },
  }
}
