/** @file What has to be put right before any stimulation (checks C18 to C22, C45). */
import { type FieldValue, NOT_DONE } from '../../specialty.ts'
import { number } from './number.ts'

type Fields = Readonly<Record<string, FieldValue>>

/** A reason to treat something else first. */
export type ReasonToTreatFirst =
  | 'prolactin'
  | 'thyroid'
  | 'acute infection'
  | 'bleeding'
  | 'lesion'
  | 'organ failure'
  | 'hormone-dependent cancer'
  | 'pregnancy'
  | 'possible pregnancy'
  | 'infection screen'
  | 'chronic endometritis'
  | 'cavity fluid'
  | 'no separate laboratory'

/** Whether periods stay away for no recorded reason, and no test says that she is not pregnant. */
export function possiblyPregnant(fields: Fields): boolean {
  const lh = number(fields.basalLh)
  const explained =
    fields.pcos === true ||
    (lh !== null && lh < 1.2) ||
    (number(fields.basalFsh) ?? 0) > 25 ||
    (number(fields.prolactin) ?? 0) > 25 ||
    fields.uterus === 'absent' ||
    fields.uterus === 'severe adhesions'
  return fields.cyclePattern === 'amenorrhoea' && fields.pregnancyTest !== 'negative' && !explained
}

/**
 * Untreated hormonal disease, infection, cancer or contraindication, in this order; empty when nothing is recorded.
 * What concerns a transfer only does not hold up the freezing of eggs that cannot wait.
 */
export function reasonsToTreatFirst(fields: Fields, anovulation: boolean): readonly ReasonToTreatFirst[] {
  const prolactin = number(fields.prolactin) ?? 0
  const tsh = number(fields.tsh)
  const freeT4 = number(fields.freeT4)
  const hypothyroid = (tsh !== null && tsh > 10) || (freeT4 !== null && freeT4 < 0.7)
  const hyperthyroid = tsh !== null && tsh < 0.1 && freeT4 !== null && freeT4 > 1.9
  const transferPlanned = fields.fertilityPreservation !== true
  const screen = ['missing', 'outdated', NOT_DONE].includes(String(fields.infectionScreen))
  const virus = fields.hepatitisB === true || fields.hiv === true
  const found: [boolean, ReasonToTreatFirst][] = [
    [fields.prolactinTreated !== true && (prolactin > 100 || (prolactin > 25 && anovulation)), 'prolactin'],
    [fields.thyroidTreated !== true && (hypothyroid || hyperthyroid), 'thyroid'],
    [fields.acuteInfection === true, 'acute infection'],
    [fields.unexplainedBleeding === true, 'bleeding'],
    [fields.untreatedLesion === true, 'lesion'],
    [fields.organFailure === true, 'organ failure'],
    [fields.cancer === 'hormone-dependent', 'hormone-dependent cancer'],
    [fields.pregnancyTest === 'positive', 'pregnancy'],
    [possiblyPregnant(fields), 'possible pregnancy'],
    [screen, 'infection screen'],
    [transferPlanned && fields.uterus === 'chronic endometritis', 'chronic endometritis'],
    [transferPlanned && fields.cavityFluid === true, 'cavity fluid'],
    [virus && fields.separateLaboratory !== true, 'no separate laboratory'],
  ]
  return found.filter(([holds]) => holds).map(([, reason]) => reason)
}
