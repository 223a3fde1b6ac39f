/** @file Everything that rules and checks need to know of a couple beyond what is recorded, computed once. */
import type { FieldValue } from '../../specialty.ts'
import { number } from './number.ts'
import { hasLowMarker, meetsBologna, type PoseidonGroup, poseidonGroup } from './reserve-classes.ts'
import { expectedResponse, type ResponseClass, responseThresholds } from './response-class.ts'
import { reasonsToTreatFirst } from './reasons-to-treat-first.ts'
import { type SemenClass, semenClass, totalMotileCount } from './semen.ts'

type Fields = Readonly<Record<string, FieldValue>>

/** Facts derived from the fields; named so that a rule's condition can look at them like at a field. */
export interface DerivedFacts {
  readonly response: ResponseClass
  /** A low response with an AFC of 2 or fewer, or two cycles of 3 eggs or fewer. */
  readonly veryLowReserve: boolean
  readonly poseidon: PoseidonGroup | null
  readonly bologna: boolean
  /** Total progressively motile sperm count, millions. */
  readonly tmsc: number | null
  readonly semen: SemenClass | null
  /** Azoospermia, none in store, and none to be retrieved: AZFa or AZFb deleted, or none found at surgery. */
  readonly noOwnSperm: boolean
  /** Infrequent or absent periods. */
  readonly anovulation: boolean
  /** WHO group I: no periods and a basal LH under 1.2 IU/L. */
  readonly hypogonadotropic: boolean
  /** No open tube: both blocked or removed. */
  readonly noOpenTube: boolean
  /** Any sign of a high response (also where others speak against it), or OHSS before. */
  readonly ohssRisk: boolean
  readonly untreatedHydrosalpinx: boolean
  readonly advancedEndometriosis: boolean
  /** Basal FSH over 25 IU/L. */
  readonly ovarianInsufficiency: boolean
  readonly recurrentLoss: boolean
  /** Three transfers of good embryos or more have failed. */
  readonly implantationFailure: boolean
  readonly translocation: boolean
  /** No cause in tubes, semen, ovulation, endometriosis, reserve, uterus or genes; tubes, semen and cycles were looked at. */
  readonly unexplained: boolean
  /** Unexplained, under 35, tried for less than two years. */
  readonly goodPrognosis: boolean
  /** A reason for no more than one embryo: scar, height, heart, unicornuate uterus, preterm birth. */
  readonly oneEmbryoOnly: boolean
  /** Something that must be treated before any stimulation. */
  readonly treatFirst: boolean
  /** A finding in cavity or tubes that is operated before a transfer. */
  readonly surgeryFirst: boolean
  /** Something that speaks against a transfer in this cycle. */
  readonly transferUnsuitable: boolean
  /** Under 75 % of the eggs of the last cycle were mature. */
  readonly lowMaturity: boolean
  readonly noBlastocystBefore: boolean
}

const AFC_VERY_LOW = responseThresholds.veryLowAfcAtMost

/** A polyp over 1 cm, a submucous myoma, a septum or adhesions. */
function cavityNeedsSurgery(fields: Fields): boolean {
  const size = number(fields.uterineFindingSize)
  const largePolyp = fields.uterus === 'polyp' && size !== null && size > 1
  return largePolyp || ['submucous myoma', 'septum', 'adhesions', 'severe adhesions'].includes(String(fields.uterus))
}

/**
 * The facts of a record's fields (units as the fields declare them). A missing value never makes a fact true, except
 * that `response` is then normal; `unexplained` needs tubes, semen and cycles to be recorded. Cut-offs: reference notes
 * section 2; those tagged K or S there are not verified by a clinician.
 */
export function deriveFacts(fields: Fields): DerivedFacts {
  const { response, signs } = expectedResponse(fields)
  const age = number(fields.femaleAge)
  const afc = number(fields.afc)
  const lh = number(fields.basalLh)
  const fsh = number(fields.basalFsh)
  const semen = semenClass(fields)
  const anovulation = fields.cyclePattern === 'oligomenorrhoea' || fields.cyclePattern === 'amenorrhoea'
  const noOpenTube = fields.tubalStatus === 'both blocked' || fields.tubalStatus === 'removed'
  const advancedEndometriosis = fields.endometriosis === 'stage III-IV' || (number(fields.endometriomaSize) ?? 0) > 0
  const surgicalCavity = cavityNeedsSurgery(fields)
  const hadOhss = fields.ohssBefore === 'severe' || fields.ohssBefore === 'mild or moderate'
  const untreatedHydrosalpinx = fields.hydrosalpinxOnUltrasound === true && fields.hydrosalpinxTreated !== true
  const translocation =
    fields.femaleKaryotype === 'balanced translocation' || fields.maleKaryotype === 'balanced translocation'
  const unexplained =
    !translocation &&
    fields.monogenicDisorder !== true &&
    fields.adenomyosis !== true &&
    fields.tubalStatus === 'both patent' &&
    semen === 'normal' &&
    fields.cyclePattern === 'regular' &&
    fields.endometriosis === 'none' &&
    fields.ejaculatoryDisorder !== true &&
    (number(fields.miscarriages) ?? 0) < 2 &&
    fields.pcos !== true &&
    !hasLowMarker(fields) &&
    !surgicalCavity
  const duration = number(fields.infertilityDuration)
  const endometrium = number(fields.endometrialThickness)
  const eggs = number(fields.eggsAtLastCycle)
  const mature = number(fields.matureEggsAtLastCycle)
  const veryLow =
    (response === 'low' && afc !== null && afc <= AFC_VERY_LOW) || (number(fields.poorResponseCycles) ?? 0) >= 2
  return {
    response,
    veryLowReserve: veryLow && response !== 'high',
    poseidon: poseidonGroup(fields),
    bologna: meetsBologna(fields),
    tmsc: totalMotileCount(fields),
    semen,
    noOwnSperm:
      semen === 'azoospermia' &&
      fields.frozenSperm !== true &&
      (fields.yMicrodeletion === 'AZFa' ||
        fields.yMicrodeletion === 'AZFb' ||
        fields.spermRetrieval === 'no sperm found'),
    anovulation,
    hypogonadotropic: fields.cyclePattern === 'amenorrhoea' && lh !== null && lh < 1.2,
    noOpenTube,
    ohssRisk: signs.some(({ towards }) => towards === 'high') || hadOhss,
    untreatedHydrosalpinx,
    advancedEndometriosis,
    ovarianInsufficiency: fsh !== null && fsh > 25,
    recurrentLoss: (number(fields.miscarriages) ?? 0) >= 2,
    implantationFailure: (number(fields.failedTransfers) ?? 0) >= 3,
    translocation,
    unexplained,
    goodPrognosis: unexplained && age !== null && age < 35 && duration !== null && duration < 2,
    oneEmbryoOnly:
      fields.caesareanScar === true ||
      fields.uterus === 'caesarean niche' ||
      fields.heartDisease === true ||
      fields.valveDisease === true ||
      fields.pretermBirth === true ||
      fields.uterus === 'unicornuate' ||
      (number(fields.height) ?? 200) < 150,
    treatFirst: reasonsToTreatFirst(fields, anovulation).length > 0,
    surgeryFirst: surgicalCavity || untreatedHydrosalpinx,
    transferUnsuitable:
      surgicalCavity ||
      untreatedHydrosalpinx ||
      fields.cavityFluid === true ||
      fields.uterus === 'chronic endometritis' ||
      fields.uterus === 'absent' ||
      (endometrium !== null && endometrium < 7),
    lowMaturity: eggs !== null && mature !== null && eggs > 0 && mature / eggs < 0.75,
    noBlastocystBefore: (number(fields.fertilisedAtLastCycle) ?? 0) > 0 && fields.blastocystsAtLastCycle === 0,
  }
}
