/** @file Who belongs to whom: patients of a FHIR file as couples, by RelatedPerson or a named extension. */
import type { ResourceOf } from './resources.ts'

type Patient = ResourceOf<'Patient'>
type RelatedPerson = ResourceOf<'RelatedPerson'>

/** Two patients, or one alone. */
export interface Couple {
  /** Key of the person whose facts stand under plain column names: the woman, if exactly one of the two is one. */
  readonly index: string
  readonly partner: string | null
  /** A partner who is no patient of the file, of whom only gender and birth date are known. */
  readonly relatedPartner: RelatedPerson | null
  /** Set when it cannot be told who the partner is. */
  readonly problem: string | null
}

/** HL7 role codes of people who are a couple; a mother or a child is a RelatedPerson too. */
const PARTNER_CODES = new Set(['SPS', 'HUSB', 'WIFE', 'DOMPART', 'SIGOTHR', 'FMRSPS', 'partner'])

const isPartner = ({ relationship }: RelatedPerson): boolean =>
  relationship.some(({ coding }) => coding.some(({ code }) => code !== undefined && PARTNER_CODES.has(code)))

/**
 * Groups patients into couples. Two patients are one when the `partnerUrl` extension of either refers to the other, or
 * when one links to a RelatedPerson who is the other's partner: in FHIR, such a link says that both are one person. Each
 * patient is in one couple; a patient with several partners is in one of its own, with the problem named.
 * @param resolve a reference's key, or null when the file has no such resource.
 */
export function couplesOf(
  patients: ReadonlyMap<string, Patient>,
  relatedPeople: ReadonlyMap<string, RelatedPerson>,
  resolve: (reference: string) => string | null,
  partnerUrl?: string,
): Couple[] {
  const partners = new Map<string, Set<string>>([...patients.keys()].map(key => [key, new Set<string>()]))
  const join = (one: string, other: string | null) => {
    if (other === null || other === one || !patients.has(other)) return
    partners.get(one)?.add(other)
    partners.get(other)?.add(one)
  }
  const linked = new Set<string>()
  for (const [key, { link, extension }] of patients) {
    for (const { url, valueReference } of extension) {
      if (url === partnerUrl && valueReference) join(key, resolve(valueReference.reference))
    }
    for (const { other } of link) {
      const target = resolve(other.reference)
      const related = target === null ? undefined : relatedPeople.get(target)
      if (target === null || related === undefined || !isPartner(related)) continue
      linked.add(target)
      join(key, resolve(related.patient.reference))
    }
  }
  const unlinked = new Map<string, RelatedPerson[]>()
  for (const [key, person] of relatedPeople) {
    if (linked.has(key) || !isPartner(person)) continue
    const patient = resolve(person.patient.reference)
    if (patient !== null) unlinked.set(patient, [...(unlinked.get(patient) ?? []), person])
  }

  const couples: Couple[] = []
  const seen = new Set<string>()
  for (const key of patients.keys()) {
    if (seen.has(key)) continue
    const [partner = null, ...more] = partners.get(key) ?? []
    const related = unlinked.get(key) ?? []
    const several =
      more.length > 0 || related.length > 1 || (partner !== null && (partners.get(partner)?.size ?? 0) > 1)
    seen.add(key)
    if (several) {
      couples.push({ index: key, partner: null, relatedPartner: null, problem: 'expected one partner, got several' })
      continue
    }
    if (partner !== null) seen.add(partner)
    const isWoman = (person: string | null) => person !== null && patients.get(person)?.gender === 'female'
    const swap = isWoman(partner) && !isWoman(key)
    couples.push({
      index: swap ? (partner as string) : key,
      partner: swap ? key : partner,
      relatedPartner: partner === null ? (related[0] ?? null) : null,
      problem: null,
    })
  }
  return couples
}
