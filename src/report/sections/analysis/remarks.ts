/** @file Section: harm and errors that raters saw, by arm, without a word of their comments. */
import type { AnalysisResults } from '../../../analysis/index.ts'
import { html } from '../../html.ts'
import { armColumn, columnsFor } from './columns.ts'
import { type AnalysisContext, noSection, reviewCaption, reviewTable, type Section } from './context.ts'

type ArmRemarks = NonNullable<AnalysisResults['remarks']>[number]

/** Harms as shares of the plans judged, and counts of tags and comments; nothing where raters' remarks are not known. */
export function remarksSection(context: AnalysisContext): Section {
  const { analysis, words, format } = context
  if (analysis.remarks === null) return noSection
  const { remarks } = words
  const harm = columnsFor<ArmRemarks['harms'][number] & Pick<ArmRemarks, 'arm' | 'judged'>>(context)
  const harms = reviewTable(context, {
    file: 'review-harms.csv',
    caption: remarks.harms(format.level(analysis.level)),
    columns: [
      armColumn(context),
      harm.text(
        remarks.harm,
        'harm',
        row => row.harm,
        row => remarks.severity[row.harm],
      ),
      harm.count(remarks.plans, 'plans', ({ plans }) => plans),
      harm.count(remarks.judged, 'judged', ({ judged }) => judged),
      harm.estimate(remarks.share, ({ share }) => share, { scale: 'share' }),
    ],
    rows: analysis.remarks.flatMap(({ arm, judged, harms }) => harms.map(row => ({ arm, judged, ...row }))),
  })
  const slot = columnsFor<Omit<ArmRemarks['tags'][number], 'tag'> & { arm: string; kind: string; tag: string }>(context)
  const slots = reviewTable(context, {
    file: 'review-error-tags.csv',
    caption: remarks.tags,
    columns: [
      armColumn(context),
      slot.file({ kind: ({ kind }) => kind }),
      slot.text(
        remarks.tag,
        'tag',
        ({ tag }) => tag,
        ({ kind, tag }) => (kind === 'comment' ? remarks.comments : words.terms.criterion(tag)),
      ),
      slot.count(remarks.alone, 'slots_alone', ({ alone }) => alone),
      slot.count(remarks.inPairs, 'slots_of_pairs', ({ inPairs }) => inPairs),
    ],
    rows: analysis.remarks.flatMap(({ arm, tags, comments }) => [
      ...tags.map(row => ({ arm, kind: 'tag', ...row })),
      { arm, kind: 'comment', tag: '', ...comments },
    ]),
  })
  return {
    markup: html`<h2>${remarks.title}</h2><p>${reviewCaption(context, remarks.intro)}</p>${harms.markup}${slots.markup}`,
    tables: [harms, slots],
  }
}
