/** @file Section: the synthetic cohort beside the published figures that it is made to resemble. */
import { html, type Markup } from '../html.ts'
import type { StudyArtifacts } from '../study-artifacts.ts'
import { table } from '../table.ts'
import type { BenchmarkView } from './view.ts'

/** Three significant digits. */
const digits = (value: number) => String(Number(value.toPrecision(3)))

/** Ours, published, tolerance and tag of every figure; nothing for a study of records that were not generated. */
export function syntheticFiguresSection(
  { marginals }: StudyArtifacts,
  { words, format }: Pick<BenchmarkView, 'words' | 'format'>,
): Markup | null {
  if (!marginals) return null
  const { cohort } = words
  const known = marginals.figures.filter(({ ours }) => ours !== null)
  const met = known.filter(({ within }) => within === true).length
  const rows = marginals.figures.map(({ about, what, published, tag, tolerance, why, ours, n, within }) => [
    what,
    about,
    `${digits(published)} (${tag})`,
    digits(tolerance),
    ours === null ? cohort.tooFew : digits(ours),
    within === null ? '' : within ? cohort.yes : cohort.no,
    format.count(n),
    why ?? '',
  ])
  const [couples, clinics, all] = [marginals.couples, marginals.clinics, known.length].map(format.count)
  return html`<h2>${cohort.title}</h2>
<p>${cohort.intro(couples, clinics, format.count(met), all)}</p>
${table(
  cohort.caption,
  [
    { label: cohort.figure },
    { label: cohort.about },
    { label: cohort.published, align: 'right' },
    { label: cohort.tolerance, align: 'right' },
    { label: cohort.ours, align: 'right' },
    { label: cohort.within },
    { label: 'n', align: 'right' },
    { label: cohort.why },
  ],
  rows,
)}`
}
