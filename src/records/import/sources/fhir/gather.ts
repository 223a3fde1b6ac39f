/** @file Reads a FHIR file once and keeps what an import needs of it: people, facts about them, plans, what was broken. */
import type { SourceOptions } from '../row-source.ts'
import { type Fact, factsOf, isWithdrawn, unreadValues } from './facts.ts'
import { readResources } from './read-resources.ts'
import type { ResourceOf } from './resources.ts'

/** Something that could not be used, and where. */
export interface Broken {
  readonly line: number
  readonly field: string
  readonly reason: string
}

/** What a FHIR file says, by person. */
export interface Gathered {
  readonly patients: ReadonlyMap<string, ResourceOf<'Patient'>>
  readonly relatedPeople: ReadonlyMap<string, ResourceOf<'RelatedPerson'>>
  /** Line of each patient. */
  readonly lines: ReadonlyMap<string, number>
  readonly facts: ReadonlyMap<string, readonly Fact[]>
  readonly plans: ReadonlyMap<string, readonly { readonly line: number; readonly plan: ResourceOf<'CarePlan'> }[]>
  readonly broken: readonly Broken[]
  /** The first broken resource about a patient: what is known of the patient is then incomplete. */
  readonly incomplete: ReadonlyMap<string, Broken>
  /** Resources of types that are not read, by type. */
  readonly others: ReadonlyMap<string, number>
  /** Values of read resources whose form is not read, by the name of the member. */
  readonly unread: ReadonlyMap<string, number>
  readonly resources: number
  resolve(reference: string): string | null
}

/** `Type/id` of a relative or an absolute reference; anything else (`urn:uuid:...`) as it is. */
function keyOf(reference: string): string {
  const [, key] = /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/.exec(reference) ?? []
  return key ?? reference
}

const add = <T>(lists: Map<string, T[]>, key: string, ...items: readonly T[]): void => {
  const list = lists.get(key)
  if (list) for (const item of items) list.push(item)
  else lists.set(key, [...items])
}

/** Reads the whole file. Memory grows with what is kept: one short text per fact. */
export async function gather(file: string, options: SourceOptions): Promise<Gathered> {
  const patients = new Map<string, ResourceOf<'Patient'>>()
  const relatedPeople = new Map<string, ResourceOf<'RelatedPerson'>>()
  const lines = new Map<string, number>()
  const keyOfUrl = new Map<string, string>()
  const broken: Broken[] = []
  const others = new Map<string, number>()
  const unread = new Map<string, number>()
  const about: { reference: string; line: number; type: string; facts: Fact[]; plan: ResourceOf<'CarePlan'> | null }[] =
    []
  const hurt: { reference: string; problem: Broken }[] = []
  let resources = 0
  for await (const found of readResources(file, options)) {
    resources++
    if (found.kind === 'other') {
      others.set(found.type, (others.get(found.type) ?? 0) + 1)
      continue
    }
    const { line } = found
    if (found.kind === 'broken') {
      const problem = { line, field: found.field, reason: found.reason }
      broken.push(problem)
      if (found.subject !== null) hurt.push({ reference: found.subject, problem })
      continue
    }
    const { resource, fullUrl } = found
    const type = resource.resourceType
    if (resource.resourceType === 'Patient' || resource.resourceType === 'RelatedPerson') {
      const key = resource.id === undefined ? fullUrl : `${type}/${resource.id}`
      if (key === null) broken.push({ line, field: type, reason: 'expected an id, got none' })
      else if (lines.has(key)) {
        broken.push({ line, field: type, reason: 'expected an id of its own, got one of an earlier resource' })
      } else {
        if (resource.resourceType === 'Patient') patients.set(key, resource)
        else relatedPeople.set(key, resource)
        lines.set(key, line)
        if (fullUrl !== null) keyOfUrl.set(fullUrl, key)
      }
      continue
    }
    for (const name of unreadValues(resource)) unread.set(name, (unread.get(name) ?? 0) + 1)
    const plan = resource.resourceType === 'CarePlan' && !isWithdrawn(resource) ? resource : null
    about.push({ reference: resource.subject.reference, line, type, facts: factsOf(resource), plan })
  }

  const resolve = (reference: string): string | null => {
    const key = keyOfUrl.get(reference) ?? keyOf(reference)
    return lines.has(key) ? key : null
  }
  const patientOf = (reference: string): string | null => {
    const key = resolve(reference)
    return key !== null && patients.has(key) ? key : null
  }
  const facts = new Map<string, Fact[]>()
  const plans = new Map<string, { line: number; plan: ResourceOf<'CarePlan'> }[]>()
  for (const { reference, line, type, facts: told, plan } of about) {
    const key = patientOf(reference)
    if (key === null) {
      broken.push({ line, field: type, reason: 'expected a patient of this file as subject, got another reference' })
      continue
    }
    add(facts, key, ...told)
    if (plan !== null) add(plans, key, { line, plan })
  }
  const incomplete = new Map<string, Broken>()
  for (const { reference, problem } of hurt) {
    const key = patientOf(reference)
    if (key !== null && !incomplete.has(key)) incomplete.set(key, problem)
  }
  return { patients, relatedPeople, lines, facts, plans, broken, incomplete, others, unread, resources, resolve }
}
