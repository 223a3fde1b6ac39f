/** @file What an analysis read, as long tables without a text of any patient and without the ids of records. */
import { type AnalysisInput, sentenceOverlap, studyOutcomes } from '../../analysis/index.ts'
import { PHYSICIAN } from '../../review/index.ts'
import { type CsvCell, toCsv } from '../../support/index.ts'

/** Names in the order of the ids that they stand for, so that sorting gives the same order as before. */
function renamed(ids: Iterable<string>, letter: string): ReadonlyMap<string, string> {
  const sorted = [...new Set(ids)].sort()
  const width = String(sorted.length).length
  return new Map(sorted.map((id, i) => [id, `${letter}${String(i + 1).padStart(width, '0')}`]))
}

/** Plans of one case at one layer as numbers: equal plans have equal numbers, and nothing else can be read off them. */
function planNumbers(predicted: readonly (string | null)[]): readonly (number | null)[] {
  const numbers = new Map<string, number>()
  return predicted.map(plan => {
    if (plan === null) return null
    if (!numbers.has(plan)) numbers.set(plan, numbers.size + 1)
    return numbers.get(plan) as number
  })
}

const flag = (value: boolean | null | undefined) => (value == null ? null : Number(value))

/** The tables by file name: outcomes, judgements, hypotheses and settings. */
export function dataTables(study: AnalysisInput): ReadonlyMap<string, string> {
  const { plan, arms, layers, review, settings } = study
  const outcomes = studyOutcomes(study)
  const overlapOf = sentenceOverlap(study.texts, study.specialty.language ?? 'en')
  const lines = [...(review?.ratings ?? []), ...(review?.preferences ?? []), ...(review?.guesses ?? [])]
  const known = [...outcomes.cases, ...study.texts].map(({ caseId }) => caseId)
  const cases = renamed([...known, ...lines.map(({ caseId }) => caseId)], 'case-')
  const clusterOf = new Map(outcomes.cases.map(({ caseId, cluster }) => [caseId, cluster]))
  const couples = renamed(
    [...cases.keys()].map(caseId => clusterOf.get(caseId) ?? caseId),
    'couple-',
  )
  const coupleOf = (caseId: string) => couples.get(clusterOf.get(caseId) ?? caseId) ?? null

  const outcomeRows = outcomes.cases.flatMap(({ caseId, stratum }) =>
    layers.flatMap(({ name: layer }) => {
      const all = [...arms, PHYSICIAN].map(arm => ({ arm, outcome: outcomes.of(arm, layer, caseId) }))
      const numbers = planNumbers(all.map(({ outcome }) => outcome?.predicted ?? null))
      return all.flatMap(({ arm, outcome }, i): readonly CsvCell[][] =>
        outcome
          ? [
              [
                ...[cases.get(caseId) ?? null, coupleOf(caseId), stratum, arm, layer],
                ...[flag(outcome.agrees), flag(outcome.withinRules), numbers[i]],
              ],
            ]
          : [],
      )
    }),
  )
  const excluded = (line: { readonly caseId: string; readonly raterId: string; readonly centre: string | null }) =>
    (plan?.plan.exclusions ?? []).some(
      ({ what, id }) => id === (what === 'rater' ? line.raterId : what === 'case' ? line.caseId : line.centre),
    )
  const common = (line: (typeof lines)[number]): readonly CsvCell[] => [
    ...[cases.get(line.caseId) ?? null, coupleOf(line.caseId), line.raterId, line.raterKind, line.centre],
    ...[Number(line.repeat), Number(excluded(line)), flag(review?.summary.simulated)],
  ]
  const head = ['case', 'couple', 'rater', 'rater_kind', 'centre', 'repeat', 'excluded', 'simulated_reviewers']
  return new Map([
    [
      'outcomes.csv',
      toCsv(['case', 'couple', 'stratum', 'arm', 'layer', 'agrees', 'within_rules', 'plan'], outcomeRows),
    ],
    [
      'ratings.csv',
      toCsv(
        [...head, 'arm', 'criterion', 'score'],
        (review?.ratings ?? []).map(one => [...common(one), one.arm, one.criterion, one.score]),
      ),
    ],
    [
      'preferences.csv',
      toCsv(
        [...head, 'left', 'right', 'criterion', 'choice'],
        (review?.preferences ?? []).map(one => [...common(one), one.left, one.right, one.criterion, one.choice]),
      ),
    ],
    [
      'guesses.csv',
      toCsv(
        [...head, 'arm', 'guess', 'guessed_arm'],
        (review?.guesses ?? []).map(one => [...common(one), one.arm, one.guess, one.guessedArm]),
      ),
    ],
    [
      'lengths.csv',
      toCsv(
        ['case', 'arm', 'characters', 'overlap'],
        study.texts.map(({ caseId, arm, text }) => [
          ...[cases.get(caseId) ?? null, arm, text.length, overlapOf(arm, caseId) ?? null],
        ]),
      ),
    ],
    ['hypotheses.csv', hypothesesCsv(study)],
    ['settings.csv', settingsCsv(study, settings)],
  ])
}

function hypothesesCsv({ plan }: AnalysisInput): string {
  return toCsv(
    ['id', 'question', 'family', 'first', 'second', 'of', 'measure', 'criterion', 'direction', 'margin'],
    (plan?.plan.hypotheses ?? []).map(one => {
      const family = one.family ?? one.question
      if (one.question === 'paradox') {
        const { preferred, accurate, layer, criterion, margin } = one
        return [one.id, one.question, family, preferred, accurate, layer, 'agreement', criterion, null, margin]
      }
      const { first, second, direction, margin = null } = one
      const measures = { benchmark: 'agreement', rating: 'score', preference: 'net-benefit' } as const
      const measure = one.question === 'benchmark' ? one.measure : measures[one.question]
      const of = one.question === 'benchmark' ? one.layer : one.criterion
      return [one.id, one.question, family, first, second, of, measure, null, direction, margin]
    }),
  )
}

function settingsCsv({ plan, arms, layers, review }: AnalysisInput, settings: AnalysisInput['settings']): string {
  const { alpha, level, resamples, seed } = settings
  const list = (name: string, values: readonly CsvCell[]) => values.map((value, i) => [name, i + 1, value])
  return toCsv(
    ['name', 'place', 'value'],
    [
      ...Object.entries({ alpha, level, resamples, seed }).map(([name, value]) => [name, 1, value]),
      ['ties', 1, plan?.plan.ties ?? 'half'],
      ...list('fewest_raters', plan ? [plan.plan.fewestRaters] : []),
      ...list('scale', review?.summary.scale ?? []),
      ...list('arm', arms),
      ...list('reviewed_arm', review?.summary.arms ?? []),
      ...list(
        'layer',
        layers.map(({ name }) => name),
      ),
      ...list(
        'main_layer',
        layers.filter(({ partOf }) => partOf === undefined).map(({ name }) => name),
      ),
      ...list('physician', [PHYSICIAN]),
    ],
  )
}
