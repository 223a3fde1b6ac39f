/** @file The infertility specialty: what is known of a couple before a cycle, and six decisions about it. */
import { applicableLayers, type FieldValue, type Phrases, type Plan, type Specialty } from '../specialty.ts'
import { type AdmissibleSet, admissibleSet } from './admissible.ts'
import { planChecks } from './checks/index.ts'
import { decisionLayersIn } from './decision-layers.ts'
import { deriveFacts } from './derived/facts.ts'
import { fieldEntries, fieldIn, type Language } from './fields/index.ts'
import { headingsIn } from './headings.ts'
import { infertilityOutcomeNamed } from './outcome-names.ts'
import { rareSituations } from './rare-situations.ts'
import { explainPlan } from './reasoning/index.ts'
import { infertilityRules } from './rules/index.ts'

const unverified = infertilityRules.filter(({ verified, strength }) => !verified && strength !== 'logic')
const guideline = infertilityRules.filter(({ strength }) => strength !== 'logic')
const uncheckedChecks = planChecks.filter(({ verified }) => !verified)

const instructions: Readonly<Record<Language, string>> = {
  en: 'Plan the treatment of this infertile couple. Give your reasons, then the plan.',
  zh: '请为这对不孕夫妇制定助孕方案。先说明理由，再给出方案。',
}

const phrases: Readonly<Partial<Record<Language, Phrases>>> = {
  zh: { yes: '是', no: '否', notRecorded: '未记录', notDone: '未查', onlyIf: '若', comma: '、' },
}

const outcomes = [
  'stimulationDays',
  'totalDose',
  'folliclesAtTrigger',
  'estradiolAtTrigger',
  'eggsRetrieved',
  'matureEggs',
  'fertilisedEggs',
  'blastocysts',
  'embryosTransferred',
  'embryosFrozen',
  'ohss',
  'cycleCancelled',
  'pregnancyResult',
  'clinicalPregnancy',
  'pregnancyLoss',
  'liveBirth',
]

/** The number transferred is what was decided; a clinic keeps it nowhere else. */
const decidedOutcomes = ['embryosTransferred']

/** What the rules leave open at each part of a plan. */
function admissibleSets(
  specialty: Specialty,
  fields: Readonly<Record<string, FieldValue>>,
  plan: Plan,
  leftOut: ReadonlySet<string> | undefined,
): ReadonlyMap<string, AdmissibleSet> {
  const facts = deriveFacts(fields)
  const stated = applicableLayers(specialty, plan).filter(({ name }) => plan[name] !== undefined)
  return new Map(stated.map(({ name }) => [name, admissibleSet(name, fields, plan, facts, leftOut)]))
}

/** Numbered groups of women with a low response, which a text may name. */
const classifications = ['POSEIDON 1', 'POSEIDON 2', 'POSEIDON 3', 'POSEIDON 4']

/** The specialty with labels, instruction and wording in one language; field names and options stay the same. */
export function infertilityIn(language: Language): Specialty {
  const specialty: Specialty = {
    name: 'infertility',
    title: 'Infertility: planning a treatment cycle',
    language,
    phrases: phrases[language],
    headings: headingsIn(language),
    instruction: instructions[language],
    fields: fieldEntries.map(entry => fieldIn(entry, language)),
    decisionLayers: decisionLayersIn(language),
    outcomes,
    outcomeNamed: infertilityOutcomeNamed,
    decidedOutcomes,
    partnerAges: { woman: 'femaleAge', man: 'maleAge' },
    notes: [
      `${unverified.length} of ${guideline.length} guideline rules and ${uncheckedChecks.length} of ${planChecks.length} plan checks come from general knowledge or a secondary source and are not verified by a clinician; the others were seen in a public source and await a clinician too.`,
      'Synthetic decisions and reasoning texts are generated from these rules and the habits of invented clinics: agreement with them says nothing of real patients.',
    ],
    baselineFields: [
      'pcos',
      'azoospermia',
      'tubalStatus',
      'amh',
      'femaleAge',
      'frozenEmbryos',
      'spermConcentration',
      'afc',
    ],
    planChecks,
    rareSituations,
    admissible: (layer, fields, earlier, leftOut) =>
      admissibleSet(layer, fields, earlier, deriveFacts(fields), leftOut).options,
    explain: (fields, plan, { depth, random, leftOut }) => {
      const admissible = admissibleSets(specialty, fields, plan, leftOut)
      // Where the plan departs from what the rules leave open, its reasons say so.
      const departures = [...admissible].filter(([name, { options }]) => !options.includes(plan[name]))
      return explainPlan({
        fields,
        plan,
        facts: deriveFacts(fields),
        depth,
        language,
        admissible,
        departures: departures.map(([name]) => name),
        random,
      })
    },
    vocabulary: () => [
      ...classifications,
      ...infertilityRules.map(({ says }) => says[language]),
      ...planChecks.map(({ says }) => says),
    ],
  }
  return specialty
}

/** The specialty in English. Most rules and checks are not verified by a clinician. */
export const infertility: Specialty = infertilityIn('en')
