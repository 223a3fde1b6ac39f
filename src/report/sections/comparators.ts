/** @file Section: language models that were asked what clinicians were asked. For comparison only; its first sentence says so. */
import {
  HARM,
  type JudgeAgreement,
  type JudgeComparison,
  type KappaBesideClinicians,
  type PairAgreement,
  type PositionBias,
  type RatingAgreement,
  type Readability,
  type Repeatability,
  type SelfPreference,
  UNREADABLE,
} from '../../judges/index.ts'
import { type Estimate, isEstimated } from '../../statistics/index.ts'
import { type DataColumn, type DataTable, dataTable } from '../data-table.ts'
import type { Scale } from '../format.ts'
import { html, type Markup } from '../html.ts'
import { estimateCsv } from './analysis/columns.ts'
import { type AnalysisContext, nameOf, noSection, type Section } from './analysis/context.ts'

interface Look {
  readonly scale: Scale
  readonly isDifference?: true
  /** What its columns in the file begin with. */
  readonly prefix: string
  /** Its n stands in a column of its own. */
  readonly isCounted?: true
}

/** A row of a table, with the judge that it is about. */
type Judged<Row> = Row & { readonly judgeName: string }

/** Columns and tables of the section. */
function makers(context: AnalysisContext, { judges, simulated }: JudgeAgreement) {
  const { words, format } = context
  return {
    /** An estimate with its interval and its n, or why there is none. */
    estimate<Row>(
      label: string,
      of: (row: Row) => Estimate,
      { scale, isDifference, prefix, isCounted }: Look,
    ): DataColumn<Row> {
      const show = (row: Row) => {
        const text = format.estimate(of(row), scale, isDifference ?? false)
        return isEstimated(of(row)) && !isCounted ? words.comparators.withN(text, format.count(of(row).n)) : text
      }
      return { label, align: 'right', show, csv: estimateCsv(of, prefix) }
    },
    criterion<Row extends { readonly criterion: string }>(): DataColumn<Row> {
      return {
        label: words.common.criterion,
        show: ({ criterion }) => (criterion === HARM ? words.comparators.harm : nameOf(context, criterion)),
        csv: { criterion: ({ criterion }) => criterion },
      }
    },
    task<Row extends { readonly task: 'rating' | 'pair' }>(): DataColumn<Row> {
      const { what, tasks } = words.comparators
      return { label: what, show: ({ task }) => tasks[task], csv: { task: ({ task }) => task } }
    },
    /** How many plans or pairs both judged: n of what is printed without one. */
    both<Row extends { readonly kappa: KappaBesideClinicians }>(label: string): DataColumn<Row> {
      return { label, align: 'right', show: ({ kappa }) => format.count(kappa.judge.n), csv: {} }
    },
    /** Rows of all judges on one topic; every row of the file says that it is for comparison only. */
    table<Row>(
      rowsOf: (judge: JudgeComparison) => readonly Row[],
      file: string,
      caption: string,
      columns: readonly DataColumn<Judged<Row>>[],
    ): DataTable | null {
      const rows = judges.flatMap(judge => rowsOf(judge).map(row => ({ ...row, judgeName: judge.summary.judge })))
      if (rows.length === 0) return null
      return dataTable<Judged<Row>>({
        file: `comparators-${file}.csv`,
        caption,
        rows,
        groupOf: ({ judgeName }) => judgeName,
        columns: [
          { label: '', show: null, csv: { judge: ({ judgeName }) => judgeName } },
          ...columns,
          { label: '', show: null, csv: { comparison_only: () => true, simulated_reviewers: () => simulated } },
        ],
      })
    },
  }
}

type Makers = ReturnType<typeof makers>

/** Agreement of the judge with a clinician, of two clinicians, and the difference; `both` counts the first and the last. */
function kappaColumns<Row extends { readonly kappa: KappaBesideClinicians }>(
  { estimate }: Makers,
  { judgeKappa, clinicianKappa, difference }: AnalysisContext['words']['comparators'],
): readonly DataColumn<Row>[] {
  return [
    estimate(judgeKappa, ({ kappa }) => kappa.judge, { scale: 'index', isCounted: true, prefix: 'judge_' }),
    estimate(clinicianKappa, ({ kappa }) => kappa.clinicians, { scale: 'index', prefix: 'clinicians_' }),
    estimate(difference, ({ kappa }) => kappa.difference, {
      scale: 'index',
      isDifference: true,
      isCounted: true,
      prefix: 'difference_',
    }),
  ]
}

function readabilityTable({ words, format }: AnalysisContext, made: Makers, level: string): DataTable | null {
  const say = words.comparators
  const counted = (unreadable: Readability['unreadable']) =>
    UNREADABLE.flatMap(kind => {
      const count = unreadable[kind]
      return count === undefined ? [] : [say.counted(say.kinds[kind], format.count(count))]
    })
  return made.table(({ readability }) => readability, 'unreadable', say.readability(level), [
    made.task(),
    { label: say.answers, align: 'right', show: row => format.count(row.asked), csv: { asked: row => row.asked } },
    {
      label: say.unreadable,
      show: row => format.list(counted(row.unreadable)) || words.common.none,
      csv: Object.fromEntries(
        UNREADABLE.map(kind => [
          kind.replace(' ', '_').toLowerCase(),
          ({ unreadable }: Readability) => unreadable[kind] ?? 0,
        ]),
      ),
    },
    made.estimate(say.share, (row: Readability) => row.share, { scale: 'share', prefix: '' }),
  ])
}

/** The tables that need no clinician, then those that do; what no judge has rows for is left out. */
function tables(context: AnalysisContext, agreement: JudgeAgreement): readonly DataTable[] {
  const { words, format } = context
  const say = words.comparators
  const level = format.level(agreement.settings.level)
  const made = makers(context, agreement)
  const { table, estimate, criterion, task, both } = made
  const share = { scale: 'share' } as const
  const points = { scale: 'index', isDifference: true } as const
  const ofClinicians = (caption: string) => (agreement.simulated ? `${words.simulated.short} ${caption}` : caption)
  return [
    readabilityTable(context, made, level),
    table(({ position }) => position, 'position', say.position(level), [
      criterion(),
      estimate(say.changed, (row: PositionBias) => row.changed, { ...share, prefix: 'changed_' }),
      estimate(say.firstPreferred, (row: PositionBias) => row.firstPreferred, { ...share, prefix: 'first_' }),
    ]),
    table(({ repeats }) => repeats, 'repeats', say.repeats(level), [
      task(),
      estimate(say.same, (row: Repeatability) => row.same, { ...share, prefix: '' }),
    ]),
    table(({ ratings }) => ratings, 'ratings', ofClinicians(say.ratings(level)), [
      criterion(),
      both(say.plansOfBoth),
      ...kappaColumns<Judged<RatingAgreement>>(made, say),
      estimate(say.bias, (row: RatingAgreement) => row.bias, { ...points, isCounted: true, prefix: 'bias_' }),
    ]),
    table(({ pairs }) => pairs, 'pairs', ofClinicians(say.pairs(level)), [
      criterion(),
      estimate(say.sameDirection, (row: PairAgreement) => row.sameDirection, { ...share, prefix: 'same_direction_' }),
      estimate(say.noDirection, (row: PairAgreement) => row.noDirection, { ...share, prefix: 'no_direction_' }),
      both(say.pairsOfBoth),
      ...kappaColumns<Judged<PairAgreement>>(made, say),
    ]),
    table(({ selfPreference }) => selfPreference, 'own-arms', ofClinicians(say.selfPreference(level)), [
      task<Judged<SelfPreference>>(),
      criterion<Judged<SelfPreference>>(),
      estimate(say.byJudge, (row: SelfPreference) => row.judge, { ...points, prefix: 'judge_' }),
      estimate(say.byClinicians, (row: SelfPreference) => row.clinicians, { ...points, prefix: 'clinicians_' }),
      estimate(say.difference, (row: SelfPreference) => row.difference, { ...points, prefix: 'difference_' }),
    ]),
  ].filter(one => one !== null)
}

/** Who was asked, where and how, a line each. */
function askedLines({ words, format }: AnalysisContext, { judges }: JudgeAgreement): Markup {
  const say = words.comparators
  return html`<ul>${judges.map(({ summary: { judge, model, server, settings, cases, ownArms } }) => {
    const { temperature, topP, maxNewTokens, seed, repeats } = settings
    const parts = [
      say.asked(judge, model, server),
      say.settings(String(temperature), String(topP), format.count(maxNewTokens), String(seed)),
      say.cases(format.count(cases), format.count(repeats)),
      ...(ownArms.length > 0 ? [say.own(format.list(ownArms.map(words.terms.arm)))] : []),
    ]
    return html`<li>${parts.join(words.common.phraseSeparator)}</li>`
  })}</ul>`
}

/** The comparison of every judge with the clinicians; nothing for a study without judges. */
export function comparatorsSection(context: AnalysisContext, agreement: JudgeAgreement | null): Section {
  if (agreement === null) return noSection
  const say = context.words.comparators
  const made = tables(context, agreement)
  return {
    markup: html`<h2>${say.title}</h2><p>${say.notTrust}</p><p>${say.how} ${agreement.hasReview ? say.ceiling : say.noReview}</p>
${agreement.simulated && html`<p class="banner">${context.words.simulated.banner}</p>`}
${agreement.lacking.length > 0 && html`<p class="note">${say.lacking(context.format.list(agreement.lacking))}</p>`}
${askedLines(context, agreement)}
${made.map(({ markup }) => markup)}`,
    tables: made,
  }
}
