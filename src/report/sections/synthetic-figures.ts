/** @file Section: the synthetic cohort beside the published figures that it is made to resemble. */
import { formatCount } from '../format.ts'
import { html, type Markup } from '../html.ts'
import type { StudyArtifacts } from '../study-artifacts.ts'
import { table } from '../table.ts'

/** Three significant digits. */
const digits = (value: number) => String(Number(value.toPrecision(3)))

/** Ours, published, tolerance and tag of every figure; nothing for a study of records that were not generated. */
export function syntheticFiguresSection({ marginals }: StudyArtifacts): Markup | null {
  if (!marginals) return null
  const known = marginals.figures.filter(({ ours }) => ours !== null)
  const met = known.filter(({ within }) => within === true).length
  const rows = marginals.figures.map(({ about, what, published, tag, tolerance, why, ours, n, within }) => [
    what,
    about,
    `${digits(published)} (${tag})`,
    digits(tolerance),
    ours === null ? 'too few' : digits(ours),
    within === null ? '' : within ? 'yes' : 'no',
    formatCount(n),
    why ?? '',
  ])
  return html`<h2>Synthetic cohort beside published figures</h2>
<p>SYNTHETIC. The first ${formatCount(marginals.couples)} couples of ${formatCount(marginals.clinics)} invented
clinic${marginals.clinics === 1 ? '' : 's'}: ${formatCount(met)} of ${formatCount(known.length)} figures lie within their
tolerance. The generator is adjusted to these figures as an average of many clinics; a single clinic differs from them, as
clinics do. Tags: V seen in a public source, M measured in a public file, K general knowledge, which nobody has verified.</p>
${table(
  'SYNTHETIC: published figures, tolerances and ours',
  [
    { label: 'Figure' },
    { label: 'About' },
    { label: 'Published', align: 'right' },
    { label: 'Tolerance', align: 'right' },
    { label: 'Ours', align: 'right' },
    { label: 'Within' },
    { label: 'n', align: 'right' },
    { label: 'Why this tolerance' },
  ],
  rows,
)}`
}
