/** @file How far raters agree with each other and with themselves, on scores and on choices. */
import {
  type ChanceCorrected,
  type CohenKappa,
  cohenKappa,
  type Estimate,
  type FleissKappa,
  fleissKappa,
  gwetAc,
  type IntraclassCorrelation,
  intraclassCorrelation,
  krippendorffAlpha,
  type NotEstimable,
  notEstimable,
  pairTable,
  percentAgreement,
} from '../statistics/index.ts'
import type { Preference, Rating } from '../review/index.ts'
import type { AnalysisSettings } from './finding.ts'

/** Agreement of several raters on one thing; an arm of null is all arms together. */
export interface RaterAgreement {
  readonly about: 'rating' | 'preference'
  readonly criterion: string
  readonly arm: string | null
  /** Plans (or pairs of plans) that were judged, and by how many raters in all. */
  readonly units: number
  readonly raters: number
  /** Ordinal for scores, nominal for choices. */
  readonly krippendorffAlpha: Estimate
  readonly gwet: ChanceCorrected | NotEstimable
  readonly fleissKappa: FleissKappa | NotEstimable
  readonly percentAgreement: Estimate
  /** Scores alone, of units that every rater rated. */
  readonly icc: IntraclassCorrelation | NotEstimable
}

/** Agreement of one rater with herself on hidden repeats; null with all raters together. */
export interface IntraRaterAgreement {
  readonly about: 'rating' | 'preference'
  readonly raterId: string | null
  readonly kappa: CohenKappa | NotEstimable
}

/** What is judged, as a place of the scale by rater. */
interface Judged {
  readonly unit: string
  readonly caseId: string
  readonly raterId: string
  readonly place: number
}

/** Choices as places: the arm that comes first by name, the other, neither. */
function choicePlace({ left, right, choice }: Preference): number {
  if (choice === 'tie' || choice === 'both bad') return 2
  const chosen = choice === 'left' ? left : right
  return chosen === [left, right].sort()[0] ? 0 : 1
}

const ratingPlaces = (ratings: readonly Rating[], low: number): readonly Judged[] =>
  ratings.map(({ caseId, arm, criterion, raterId, score }) => ({
    unit: JSON.stringify([caseId, arm, criterion]),
    caseId,
    raterId,
    place: score - low,
  }))

const choicePlaces = (preferences: readonly Preference[]): readonly Judged[] =>
  preferences.map(preference => ({
    unit: JSON.stringify([preference.caseId, [preference.left, preference.right].sort(), preference.criterion]),
    caseId: preference.caseId,
    raterId: preference.raterId,
    place: choicePlace(preference),
  }))

/** Units in the order of their names, a column a rater; null where a rater did not judge. */
function tableOf(judged: readonly Judged[], raters: readonly string[]) {
  const units = new Map<string, { readonly caseId: string; readonly places: (number | null)[] }>()
  for (const { unit, caseId, raterId, place } of judged) {
    const own = units.get(unit) ?? { caseId, places: raters.map(() => null) }
    own.places[raters.indexOf(raterId)] = place
    units.set(unit, own)
  }
  return [...units].sort(([a], [b]) => (a < b ? -1 : 1)).map(([unit, own]) => ({ unit, ...own }))
}

/** What agreement is measured with. */
export interface AgreementRequest {
  readonly scale: readonly [number, number]
  clusterOf(caseId: string): string
  readonly settings: AnalysisSettings
}

function agreementOf(
  of: Pick<RaterAgreement, 'about' | 'criterion' | 'arm'>,
  judged: readonly Judged[],
  options: number,
  { clusterOf, settings }: AgreementRequest,
): RaterAgreement {
  const raters = [...new Set(judged.map(({ raterId }) => raterId))].sort()
  const table = tableOf(judged, raters)
  const units = table.map(({ places }) => places)
  const { seed, resamples, level } = settings
  const isScore = of.about === 'rating'
  const complete = units.filter((places): places is number[] => !places.includes(null))
  const oneRater = notEstimable('one rater', units.length)
  const several = <T>(found: () => T): T | NotEstimable => (raters.length < 2 ? oneRater : found())
  return {
    ...of,
    units: units.length,
    raters: raters.length,
    krippendorffAlpha: several(() =>
      krippendorffAlpha({
        units: table.map(({ unit, caseId, places }) => ({ id: unit, cluster: clusterOf(caseId), values: places })),
        measurement: isScore ? 'ordinal' : 'nominal',
        seed,
        stream: ['agreement', of.about, of.criterion, of.arm ?? 'all arms'],
        resamples,
        level,
      }),
    ),
    gwet: several(() => gwetAc(units, options, isScore ? 'ordinal' : 'identity', level)),
    fleissKappa: several(() => fleissKappa(units, options, level)),
    percentAgreement: several(() => percentAgreement(units, options, level)),
    icc: isScore
      ? several(() => intraclassCorrelation(complete, level))
      : notEstimable('choices are no scores', units.length),
  }
}

/** Agreement by criterion over all arms and by arm, for scores; by criterion for choices. Clinicians only, no repeats. */
export function raterAgreement(
  ratings: readonly Rating[],
  preferences: readonly Preference[],
  request: AgreementRequest,
): readonly RaterAgreement[] {
  const [low, high] = request.scale
  const criteriaOf = (lines: readonly { readonly criterion: string }[]) =>
    [...new Set(lines.map(({ criterion }) => criterion))].sort()
  const scores = criteriaOf(ratings).flatMap(criterion => {
    const own = ratings.filter(rating => rating.criterion === criterion)
    const arms = [...new Set(own.map(({ arm }) => arm))].sort()
    return [null, ...arms].map(arm => {
      const judged = ratingPlaces(arm === null ? own : own.filter(rating => rating.arm === arm), low)
      return agreementOf({ about: 'rating', criterion, arm }, judged, high - low + 1, request)
    })
  })
  const choices = criteriaOf(preferences).map(criterion => {
    const own = preferences.filter(preference => preference.criterion === criterion)
    return agreementOf({ about: 'preference', criterion, arm: null }, choicePlaces(own), 3, request)
  })
  return [...scores, ...choices]
}

function kappaOfRepeats(
  first: readonly Judged[],
  again: readonly Judged[],
  options: number,
  about: 'rating' | 'preference',
  level: number,
) {
  const keyOf = ({ unit, raterId }: Judged) => JSON.stringify([unit, raterId])
  const before = new Map(first.map(judged => [keyOf(judged), judged.place]))
  const pairs = again.flatMap(judged => {
    const place = before.get(keyOf(judged))
    return place === undefined ? [] : [[place, judged.place] as const]
  })
  const table = pairTable(
    pairs.map(([one]) => one),
    pairs.map(([, other]) => other),
    options,
  )
  return cohenKappa(table, about === 'rating' ? 'quadratic' : 'identity', level)
}

/** Kappa of first and repeated judgements, all raters together and each one; empty without repeats. */
export function intraRaterAgreement(
  ratings: readonly Rating[],
  preferences: readonly Preference[],
  { scale: [low, high], settings }: AgreementRequest,
): readonly IntraRaterAgreement[] {
  const kinds = [
    {
      about: 'rating' as const,
      judged: (again: boolean) =>
        ratingPlaces(
          ratings.filter(one => one.repeat === again),
          low,
        ),
      options: high - low + 1,
    },
    {
      about: 'preference' as const,
      judged: (again: boolean) => choicePlaces(preferences.filter(one => one.repeat === again)),
      options: 3,
    },
  ]
  return kinds.flatMap(({ about, judged, options }) => {
    const [first, again] = [judged(false), judged(true)]
    if (again.length === 0) return []
    const raters = [...new Set(again.map(({ raterId }) => raterId))].sort()
    return [null, ...raters].map(raterId => {
      const own = (all: readonly Judged[]) => (raterId === null ? all : all.filter(one => one.raterId === raterId))
      return { about, raterId, kappa: kappaOfRepeats(own(first), own(again), options, about, settings.level) }
    })
  })
}
