/** @file Questions that several checks ask of a plan: does it start treatment, retrieve eggs, transfer, trigger with hCG. */
import type { Plan } from '../../specialty.ts'

const tested = ['IVF with PGT-A', 'IVF with PGT-M', 'IVF with PGT-SR']
const inVitro = ['IVF', ...tested, 'embryo accumulation']
const withoutRetrieval = ['ovulation induction', 'IUI', 'donor insemination']
const others = ['fertility preservation', 'frozen embryo transfer', 'donor eggs']
const started = [...inVitro, ...withoutRetrieval, ...others]

const among = (values: readonly string[], value: string | number | undefined) =>
  value !== undefined && values.includes(String(value))

/** Protocols in which the pituitary is down-regulated over the whole stimulation. */
export const longProtocols: readonly string[] = ['long agonist', 'depot agonist', 'ultra-long agonist']

/** Whether the strategy tests embryos before a transfer. */
export const testsEmbryos = ({ strategy }: Plan): boolean => among(tested, strategy)

/** Whether eggs of the woman are retrieved in this cycle and fertilised. */
export const isInVitro = ({ strategy }: Plan): boolean => among(inVitro, strategy)

/** Whether eggs of the woman are retrieved in this cycle, to be fertilised or frozen. */
export const retrievesEggs = (plan: Plan): boolean => isInVitro(plan) || plan.strategy === 'fertility preservation'

/** Whether ovulation or an insemination is the aim: no retrieval. */
export const leavesEggsInPlace = ({ strategy }: Plan): boolean => among(withoutRetrieval, strategy)

/** Whether any treatment starts: neither waiting, nor treating another disease first, nor stopping. */
export const startsTreatment = ({ strategy }: Plan): boolean => among(started, strategy)

/** Whether ovaries are stimulated with any drug. */
export const stimulates = ({ protocol }: Plan): boolean =>
  protocol !== undefined && !among(['natural', 'unstimulated'], protocol)

/** Whether embryos of this cycle are transferred in it. */
export const transfersFresh = ({ transfer }: Plan): boolean => among(['fresh, day 3', 'fresh, day 5'], transfer)

/** Whether frozen embryos are transferred. */
export const transfersFrozen = ({ transfer }: Plan): boolean => among(['frozen, day 3', 'frozen, day 5'], transfer)

/** Whether the plan ends in a transfer. */
export const transfers = (plan: Plan): boolean => transfersFresh(plan) || transfersFrozen(plan)

/** Whether a full dose of hCG, 5,000 IU or more or its recombinant equal, matures the eggs. */
export const triggersWithHcg = ({ trigger }: Plan): boolean =>
  among(['hCG 10,000 IU', 'hCG 5,000 IU', 'recombinant hCG 250 ug'], trigger)

/** Whether sperm comes from epididymis or testis. */
export const usesSurgicalSperm = ({ spermSource }: Plan): boolean =>
  among(['surgical retrieval', 'frozen, surgical'], spermSource)

/** Whether the endometrium is prepared with oestrogen. */
export const preparesWithHormones = ({ endometrialPreparation }: Plan): boolean =>
  among(['HRT', 'GnRH agonist + HRT'], endometrialPreparation)

/** A number of the plan, null when it is not stated; an ordinal option counts as its number. */
export function planNumber(value: string | number | undefined): number | null {
  if (value === undefined || value === '') return null
  const read = Number(value)
  return Number.isFinite(read) ? read : null
}
