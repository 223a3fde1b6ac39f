/** @file Checks of sperm and fertilisation: C09 to C14 and C16. */
import { type FieldValue, NOT_DONE, type PlanCheck } from '../../specialty.ts'
import { number } from '../derived/number.ts'
import { factsOf } from './facts-of.ts'
import { startsTreatment, testsEmbryos, usesSurgicalSperm } from './plan-parts.ts'
import { states } from './stated-in-reasoning.ts'

const isMissing = (value: FieldValue | undefined) => value === undefined || value === null || value === NOT_DONE
const isUnder = (value: FieldValue | undefined, limit: number) => (number(value) ?? limit) < limit

/** C09: azoospermia needs sperm from elsewhere. */
export const azoospermiaWithoutSperm: PlanCheck = {
  id: 'C09',
  severity: 'error',
  says: 'azoospermia without a source of sperm: retrieval, frozen or donor',
  source: 'EAU sexual and reproductive health',
  verified: false,
  fires: ({ fields, plan }) =>
    factsOf(fields).semen === 'azoospermia' &&
    (plan.strategy === 'ovulation induction' ||
      plan.spermSource === 'ejaculated' ||
      (plan.spermSource === 'frozen, ejaculated' && fields.frozenSperm === false)),
}

/** C10: retrieved sperm is too little and too immature for anything but ICSI. */
export const retrievedSpermWithoutIcsi: PlanCheck = {
  id: 'C10',
  severity: 'error',
  says: 'surgically retrieved sperm without ICSI',
  source: 'EAU sexual and reproductive health',
  verified: false,
  fires: ({ plan }) =>
    usesSurgicalSperm(plan) &&
    (plan.strategy === 'IUI' || plan.fertilisation === 'IVF' || plan.fertilisation === 'IVF and ICSI split'),
}

/** C11: no sperm is ever found with AZFa or AZFb deleted. */
export const retrievalWithoutChance: PlanCheck = {
  id: 'C11',
  severity: 'error',
  says: 'surgical sperm retrieval with an AZFa or AZFb deletion',
  source: 'EAU sexual and reproductive health (strong)',
  verified: false,
  fires: ({ fields, plan }) =>
    plan.spermSource === 'surgical retrieval' && (fields.yMicrodeletion === 'AZFa' || fields.yMicrodeletion === 'AZFb'),
}

/** C12: what a son could inherit is to be known; answered by naming the test. An obstruction needs the karyotype only. */
export const severeMaleFactorUntested: PlanCheck = {
  id: 'C12',
  severity: 'warning',
  says: 'under 5 M/mL without a Y microdeletion test, or under 10 M/mL or azoospermia without a karyotype',
  source: 'EAU sexual and reproductive health',
  verified: false,
  fires: ({ fields, plan, reasoning }) => {
    if (!startsTreatment(plan) || plan.spermSource === 'donor' || plan.strategy === 'donor insemination') return false
    const azoospermia = factsOf(fields).semen === 'azoospermia'
    const needsDeletion =
      fields.azoospermia === 'non-obstructive' ||
      (isUnder(fields.spermConcentration, 5) && fields.azoospermia !== 'obstructive')
    const needsKaryotype = azoospermia || isUnder(fields.spermConcentration, 10)
    return (
      (needsDeletion && isMissing(fields.yMicrodeletion) && !states(reasoning, /microdeletion|\bAZF|微缺失/iu)) ||
      (needsKaryotype && isMissing(fields.maleKaryotype) && !states(reasoning, /karyotyp|核型|染色体检查/iu))
    )
  },
}

/** C13: ICSI without a reason. */
export const icsiWithoutReason: PlanCheck = {
  id: 'C13',
  severity: 'warning',
  says: 'ICSI with normal semen, no fertilisation failure before, no embryo testing and no frozen eggs',
  source: 'ASRM 2020 (ICSI for non-male-factor infertility)',
  verified: true,
  fires: ({ fields, plan }) =>
    plan.fertilisation === 'ICSI' &&
    !testsEmbryos(plan) &&
    !usesSurgicalSperm(plan) &&
    fields.fertilisationFailure !== true &&
    (number(fields.frozenEggs) ?? 0) === 0 &&
    factsOf(fields).semen === 'normal',
}

/** C14: too few moving sperm for conventional IVF; donor and retrieved sperm are other matters. */
export const conventionalIvfWithTooFewSperm: PlanCheck = {
  id: 'C14',
  severity: 'error',
  says: 'conventional IVF with a motile count or a concentration under 1 M, or no progressive sperm',
  source: 'consensus',
  verified: false,
  fires: ({ fields, plan }) =>
    plan.fertilisation === 'IVF' &&
    plan.spermSource !== 'donor' &&
    !usesSurgicalSperm(plan) &&
    ((factsOf(fields).tmsc ?? 1) < 1 || fields.progressiveMotility === 0 || isUnder(fields.spermConcentration, 1)),
}

/** Motile count, millions, under which most clinics leave IUI (3-10 by clinic). */
const IUI_CUT = 5

/** C16: IUI cannot work. */
export const iuiWithTooFewSperm: PlanCheck = {
  id: 'C16',
  severity: 'error',
  says: 'IUI with a motile count under 1 M',
  source: 'rule 1.10',
  verified: false,
  fires: ({ fields, plan }) =>
    plan.strategy === 'IUI' && plan.spermSource !== 'donor' && (factsOf(fields).tmsc ?? 1) < 1,
}

/** C16w: IUI rarely works. */
export const iuiWithFewSperm: PlanCheck = {
  id: 'C16w',
  severity: 'warning',
  says: 'IUI with a motile count from 1 M to under 5 M',
  source: 'rule 1.10: cut-offs of 3-10 M by clinic',
  verified: false,
  fires: ({ fields, plan }) => {
    const tmsc = factsOf(fields).tmsc
    return plan.strategy === 'IUI' && plan.spermSource !== 'donor' && tmsc !== null && tmsc >= 1 && tmsc < IUI_CUT
  },
}
