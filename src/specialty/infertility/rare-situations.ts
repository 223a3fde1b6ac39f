/** @file Situations that are clinically rare, which a benchmark looks at apart (reference notes, section 4). */
import type { FieldValue, RareSituation } from '../specialty.ts'
import { deriveFacts } from './derived/facts.ts'

type Fields = Readonly<Record<string, FieldValue>>
type Facts = ReturnType<typeof deriveFacts>

/** A situation whose condition also looks at derived facts. */
function situation(name: string, label: string, holds: (fields: Fields, facts: Facts) => boolean): RareSituation {
  return { name, label, holds: fields => holds(fields, deriveFacts(fields)) }
}

/** The long tail that the study stresses: each is to be reported with its own number of cases. */
export const rareSituations: readonly RareSituation[] = [
  situation(
    'nonObstructiveLowReserve',
    'non-obstructive azoospermia and a low reserve',
    (fields, { response }) => fields.azoospermia === 'non-obstructive' && response === 'low',
  ),
  situation('translocation', 'balanced translocation', (_fields, { translocation }) => translocation),
  situation('monogenicDisorder', 'known monogenic disorder', fields => fields.monogenicDisorder === true),
  situation('hypogonadotropic', 'hypogonadotropic (WHO I)', (_fields, { hypogonadotropic }) => hypogonadotropic),
  situation(
    'adenomyosisImplantationFailure',
    'adenomyosis and repeated implantation failure',
    (fields, { implantationFailure }) => fields.adenomyosis === true && implantationFailure,
  ),
  situation(
    'thrombosisPcos',
    'venous thromboembolism and PCOS',
    fields => fields.thromboembolism === true && fields.pcos === true,
  ),
  situation('hormoneDependentCancer', 'hormone-dependent cancer', fields =>
    String(fields.cancer).startsWith('hormone-dependent'),
  ),
  situation(
    'hydrosalpinxFoundLate',
    'untreated hydrosalpinx',
    (_fields, { untreatedHydrosalpinx }) => untreatedHydrosalpinx,
  ),
  situation('emptyFollicles', 'empty follicles before', fields => fields.emptyFollicles === true),
  situation('severeOhss', 'severe OHSS before', fields => fields.ohssBefore === 'severe'),
]
