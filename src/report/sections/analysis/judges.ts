/** @file Section: language models as judges beside the clinicians whom they never replace. */
import { html } from '../../html.ts'
import { type Estimate, isEstimated } from '../../../statistics/index.ts'
import { columnsFor, pairColumn } from './columns.ts'
import { type AnalysisContext, nameOf, noSection, reviewCaption, reviewTable, type Section } from './context.ts'

type Judges = AnalysisContext['analysis']['judges']

function consensusTable(context: AnalysisContext, { ratings }: Judges) {
  const { words, format, analysis } = context
  const rows = ratings.flatMap(({ judge, criterion, consensus }) =>
    consensus.map(row => ({ ...row, judgeId: judge, criterion })),
  )
  const index = { scale: 'index' as const }
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'judges-consensus.csv',
    caption: words.judges.consensus(format.level(analysis.level)),
    columns: [
      column.file({ judge: ({ judgeId }) => judgeId, criterion: ({ criterion }) => criterion }),
      column.text(words.judges.leftOut, 'left_out', ({ raterId }) => raterId),
      column.estimate(words.judges.clinician, ({ clinician }) => clinician, { ...index, prefix: 'clinician_' }),
      column.estimate(words.judges.judge, ({ judge }) => judge, { ...index, prefix: 'judge_' }),
    ],
    rows,
    groupOf: ({ judgeId, criterion }) => words.common.of(judgeId, nameOf(context, criterion)),
  })
}

function biasTable(context: AnalysisContext, { ratings }: Judges) {
  const { words, format, analysis } = context
  const rows = ratings.flatMap(({ judge, criterion, bias, armBias }) =>
    [{ arm: null as string | null, bias }, ...armBias].map(row => ({ ...row, judge, criterion })),
  )
  const column = columnsFor<(typeof rows)[number]>(context)
  return reviewTable(context, {
    file: 'judges-bias.csv',
    caption: words.judges.bias,
    columns: [
      column.file({ judge: ({ judge }) => judge, criterion: ({ criterion }) => criterion }),
      column.text(
        words.common.arm,
        'arm',
        ({ arm }) => arm,
        ({ arm }) => (arm === null ? words.agreement.allArms : words.terms.arm(arm)),
      ),
      column.estimate(words.comparisons.difference(format.level(analysis.level)), ({ bias }) => bias, {
        scale: 'index',
        isDifference: true,
      }),
    ],
    rows,
    groupOf: ({ judge, criterion }) => words.common.of(judge, nameOf(context, criterion)),
  })
}

function preferencesTable(context: AnalysisContext, { preferences }: Judges) {
  const { words, format, analysis } = context
  type Row = Judges['preferences'][number]
  const column = columnsFor<Row>(context)
  const netBenefit = (label: string, of: (row: Row) => Estimate, prefix: string) =>
    column.estimate(label, of, { scale: 'index', isDifference: true, prefix })
  return reviewTable(context, {
    file: 'judges-preferences.csv',
    caption: words.judges.preferences(format.level(analysis.level)),
    columns: [
      column.file({
        judge: ({ judge }) => judge,
        criterion: ({ criterion }) => criterion,
        first: ({ first }) => first,
        second: ({ second }) => second,
      }),
      pairColumn(context),
      netBenefit(words.judges.byClinicians, row => row.clinicianNetBenefit, 'clinicians_'),
      netBenefit(words.judges.byJudge, row => row.judgeNetBenefit, 'judge_'),
      netBenefit(words.judges.difference, row => row.difference, 'difference_'),
      {
        label: words.judges.sameSign,
        show: ({ judgeNetBenefit, clinicianNetBenefit }) =>
          isEstimated(judgeNetBenefit) && isEstimated(clinicianNetBenefit)
            ? Math.sign(judgeNetBenefit.value) === Math.sign(clinicianNetBenefit.value)
              ? words.judges.yes
              : words.judges.no
            : format.none('no vote'),
        csv: {},
      },
      {
        label: words.judges.swaps,
        align: 'right',
        show: ({ positionSwaps: { asked, changed } }) =>
          asked === 0 ? words.judges.notAsked : words.judges.changed(format.count(changed), format.count(asked)),
        csv: { swaps_asked: row => row.positionSwaps.asked, swaps_changed: row => row.positionSwaps.changed },
      },
    ],
    rows: preferences,
    groupOf: ({ judge, criterion }) => words.common.of(judge, nameOf(context, criterion)),
  })
}

/** Consensus, bias and preference of every judge beside the clinicians'; nothing without a judge. */
export function judgesSection(context: AnalysisContext): Section {
  const { judges } = context.analysis
  if (judges.ratings.length + judges.preferences.length === 0) return noSection
  const tables = [
    ...(judges.preferences.length > 0 ? [preferencesTable(context, judges)] : []),
    ...(judges.ratings.length > 0 ? [consensusTable(context, judges), biasTable(context, judges)] : []),
  ]
  const { words } = context
  return {
    markup: html`<h2>${words.judges.title}</h2><p>${reviewCaption(context, words.judges.intro)}</p>${tables.map(({ markup }) => markup)}`,
    tables,
  }
}
