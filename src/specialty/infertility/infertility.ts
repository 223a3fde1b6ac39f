/** @file The infertility specialty: what is known of a couple before an IVF/ICSI cycle, and three decisions about it. */
import type { Specialty } from '../specialty.ts'
import { infertilityRules } from './rules.ts'

const unverified = infertilityRules.filter(({ verified }) => !verified).map(({ id }) => id)

/** Planning an IVF/ICSI cycle: 17 fields and three decision layers. Not verified by a clinician. */
export const infertility: Specialty = {
  name: 'infertility',
  title: 'Infertility: planning an IVF/ICSI cycle',
  instruction: 'Plan the IVF/ICSI cycle of this couple. Give your reasons, then the plan.',
  fields: [
    { name: 'femaleAge', label: 'Age', type: 'number', range: [18, 55], unit: 'y' },
    { name: 'bmi', label: 'BMI', type: 'number', range: [13, 60], unit: 'kg/m2' },
    { name: 'infertilityDuration', label: 'Infertility duration', type: 'number', range: [0, 25], unit: 'y' },
    { name: 'infertilityType', label: 'Infertility type', type: 'category', values: ['primary', 'secondary'] },
    { name: 'amh', label: 'AMH', type: 'number', range: [0.01, 30], unit: 'ng/mL' },
    { name: 'afc', label: 'AFC', type: 'number', range: [0, 80] },
    { name: 'basalFsh', label: 'Basal FSH', type: 'number', range: [0.5, 60], unit: 'IU/L' },
    { name: 'pcos', label: 'PCOS', type: 'flag' },
    {
      name: 'tubalStatus',
      label: 'Tubes',
      type: 'category',
      values: ['both patent', 'one blocked', 'both blocked'],
    },
    { name: 'previousIvfCycles', label: 'Previous IVF cycles', type: 'number', range: [0, 20] },
    { name: 'eggsAtLastCycle', label: 'Eggs at last cycle', type: 'number', range: [0, 60] },
    { name: 'doseAtLastCycle', label: 'Dose at last cycle', type: 'number', range: [37.5, 450], unit: 'IU/day' },
    { name: 'fertilisationFailure', label: 'Total fertilisation failure before', type: 'flag' },
    { name: 'freezeAllPlanned', label: 'Freeze-all planned', type: 'flag' },
    { name: 'spermSource', label: 'Sperm', type: 'category', values: ['ejaculated', 'surgically retrieved'] },
    { name: 'spermConcentration', label: 'Sperm concentration', type: 'number', range: [0, 400], unit: 'M/mL' },
    { name: 'progressiveMotility', label: 'Progressive motility', type: 'number', range: [0, 100], unit: '%' },
  ],
  decisionLayers: [
    {
      name: 'protocol',
      label: 'Protocol',
      type: 'nominal',
      options: ['antagonist', 'long agonist', 'PPOS', 'mild'],
    },
    {
      name: 'startingDose',
      label: 'Starting dose',
      type: 'numeric',
      options: [],
      range: [100, 300],
      step: 25,
      unit: 'IU/day',
    },
    { name: 'fertilisation', label: 'Fertilisation', type: 'nominal', options: ['IVF', 'ICSI'] },
  ],
  outcomes: [
    'stimulationDays',
    'totalDose',
    'trigger',
    'eggsRetrieved',
    'matureEggs',
    'fertilisedEggs',
    'blastocysts',
    'embryosTransferred',
    'embryosFrozen',
    'ohss',
    'cycleCancelled',
    'pregnancyTest',
    'clinicalPregnancy',
    'miscarriage',
    'liveBirth',
  ],
  notes: [
    `${unverified.length} of ${infertilityRules.length} rules behind the synthetic decisions are not verified by a clinician, nor against a public source (${unverified.join(', ')}); the others were seen in a public source and await a clinician too.`,
    'Synthetic decisions and reasoning texts are generated from these rules and the habits of an invented clinic: agreement with them says nothing of real patients.',
  ],
  // A flag before the second pair of numbers: quarters of four numbers would leave cells too small to reach it.
  baselineFields: ['amh', 'femaleAge', 'freezeAllPlanned', 'spermConcentration', 'afc', 'pcos'],
}
