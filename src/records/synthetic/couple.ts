/** @file A synthetic couple at a decision point: what is true, and what the record holds of it. */
import type { FieldValue } from '../../specialty/index.ts'
import { infertility } from '../../specialty/infertility/index.ts'
import type { RandomStream } from '../../support/index.ts'
import type { Clinic } from './clinic.ts'
import type { Truth } from './cycle.ts'
import { type Diagnoses, drawDiagnoses } from './diagnosis.ts'
import { chance, logNormal } from './draws.ts'
import { fillGenetics, fillGynaecology, fillHealth } from './findings.ts'
import { drawAge, fillEarlierTreatment, fillHistory, fillWishes } from './history.ts'
import { fillPastCycles } from './past-cycles.ts'
import { recordWithGaps } from './recording.ts'
import { fillReserve } from './reserve.ts'
import { fillMale } from './semen.ts'

type Fields = Record<string, FieldValue>

/** A couple: its causes and true values, and the fields as recorded, with their gaps. */
export interface Couple {
  readonly diagnoses: Diagnoses
  readonly truth: Truth
  readonly fields: Readonly<Record<string, FieldValue>>
}

/** What a field says when nothing is special: the unremarkable value, a flag that is not there, or nothing. */
const blank: Fields = Object.fromEntries(
  infertility.fields.map(({ name, type, unsaid }) => [name, unsaid ?? (type === 'flag' ? false : null)]),
)

/** WHO group I, or ovarian insufficiency: rare, and at odds with what the causes drew, so written over it. */
function fillRareReserve(random: RandomStream, fields: Fields, age: number, diagnoses: Diagnoses): void {
  if (diagnoses.pcos) return
  if (diagnoses.lowReserve && chance(random, 0.03)) {
    fields.basalFsh = logNormal(random, 34, 0.25, [25.1, 60], 1)
    fields.amh = logNormal(random, 0.08, 0.7, [0.01, 0.3], 2)
    fields.afc = random.integer(3)
    fields.basalLh = logNormal(random, 24, 0.35, [8, 60], 1)
    fields.cyclePattern = chance(random, 0.5) ? 'oligomenorrhoea' : 'amenorrhoea'
    fields.cycleLength = fields.cyclePattern === 'amenorrhoea' ? null : 45 + random.integer(45)
    return
  }
  if (!diagnoses.lowReserve && age < 46 && chance(random, 0.003)) {
    fields.basalLh = logNormal(random, 0.6, 0.3, [0.1, 1.1], 1)
    fields.basalFsh = logNormal(random, 1.8, 0.3, [0.5, 4], 1)
    fields.basalEstradiol = logNormal(random, 12, 0.3, [5, 20])
    fields.cyclePattern = 'amenorrhoea'
    fields.cycleLength = null
  }
}

/**
 * Draws one couple of a clinic: causes first, then fields that follow from them, earlier cycles by the same engine, and
 * last the gaps of a record. Recipe: reference notes, section 6.
 */
export function drawCouple(random: RandomStream, clinic: Clinic): Couple {
  const age = drawAge(random, clinic)
  const diagnoses = drawDiagnoses(random, age, clinic.jurisdiction)
  const fields: Fields = { ...blank }
  fillHistory(random, fields, age, clinic, diagnoses)
  fillReserve(random, fields, age, diagnoses)
  fillRareReserve(random, fields, age, diagnoses)
  fillGynaecology(random, fields, diagnoses)
  fillMale(random, fields, age, diagnoses.male)
  fillWishes(random, fields, age, clinic)
  fillHealth(random, fields, clinic.jurisdiction === 'China')
  fillGenetics(random, fields, age)
  fillEarlierTreatment(random, fields, clinic)
  const concentration = fields.spermConcentration
  const truth: Truth = {
    age,
    amh: Number(fields.amh),
    afc: Number(fields.afc),
    poorSemen: diagnoses.male && typeof concentration === 'number' && concentration < 10,
  }
  fillPastCycles(random, fields, truth, clinic)
  recordWithGaps(random, fields)
  return { diagnoses, truth, fields }
}
