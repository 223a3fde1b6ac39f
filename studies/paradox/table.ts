/** @file The table of the runs that are finished, in Markdown, as LOG.md holds such tables. */
import { type Estimate, isEstimated } from '../../src/statistics/index.ts'
import type { ArmFigures, RunFigures } from './measure.ts'
import { type ParadoxRun, variants } from './variants.ts'

/** A run with what it found. */
export interface FinishedRun {
  readonly run: ParadoxRun
  readonly figures: RunFigures
}

function cell(estimate: Estimate | null, digits: number, scale = 1): string {
  if (estimate === null) return ''
  if (!isEstimated(estimate)) return `not estimable (${estimate.notEstimable})`
  const [value, low, high] = [estimate.value, ...estimate.interval].map(x => (x * scale).toFixed(digits))
  return `${value} (${low} to ${high})`
}

const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
const header = (cells: readonly string[]) => [row(cells), row(cells.map(() => '---'))]

function armRow({ run }: FinishedRun, one: ArmFigures): string {
  return row([
    run.seed,
    one.arm,
    cell(one.wholePlans, 1, 100),
    cell(one.allParts, 1, 100),
    cell(one.clarity, 2),
    cell(one.feasibility, 2),
    cell(one.preferred, 1, 100),
    cell(one.shareOfWins, 1, 100),
    one.words.toFixed(0),
    one.reasons.toFixed(2),
    one.citation.toFixed(2),
    one.checks.toFixed(2),
  ])
}

function paradoxRow({ run, figures: { paradox } }: FinishedRun): string {
  const { accuracy, preference, label, p, coupling } = paradox
  // The claim's arm first: grpo less sft.
  const gain = isEstimated(accuracy)
    ? { ...accuracy, value: -accuracy.value, interval: [-accuracy.interval[1], -accuracy.interval[0]] as const }
    : accuracy
  const gamma = 'notEstimable' in coupling ? coupling : coupling.clustered
  return row([run.seed, cell(gain, 1, 100), cell(preference, 2), p === null ? '' : p.toFixed(3), label, cell(gamma, 2)])
}

/** Mean over seeds with the smallest and the largest; one seed has no spread. */
function spread(values: readonly number[], digits: number): string {
  if (values.length === 0) return ''
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return `${mean.toFixed(digits)} [${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}]`
}

function spreadRows(finished: readonly FinishedRun[]): string[] {
  const names = finished[0]?.figures.arms.map(({ arm }) => arm) ?? []
  return names.map(name => {
    const own = finished.flatMap(({ figures }) => figures.arms.filter(({ arm }) => arm === name))
    const values = (pick: (one: ArmFigures) => Estimate | null, scale = 1) =>
      own.flatMap(one => {
        const estimate = pick(one)
        return estimate !== null && isEstimated(estimate) ? [estimate.value * scale] : []
      })
    return row([
      name,
      spread(
        values(one => one.wholePlans, 100),
        1,
      ),
      spread(
        values(one => one.allParts, 100),
        1,
      ),
      spread(
        values(one => one.clarity),
        2,
      ),
      spread(
        values(one => one.feasibility),
        2,
      ),
      spread(
        values(one => one.preferred, 100),
        1,
      ),
      spread(
        own.map(({ words }) => words),
        0,
      ),
      spread(
        own.map(({ reasons }) => reasons),
        2,
      ),
      spread(
        own.map(({ checks }) => checks),
        2,
      ),
    ])
  })
}

/** All finished runs: one section a variant, with every seed, then the spread over seeds. */
export function paradoxTable(finished: readonly FinishedRun[], size: string): string {
  const sections = variants.flatMap(({ name, says }) => {
    const own = finished.filter(({ run }) => run.variant.name === name)
    if (own.length === 0) return []
    return [
      `## ${name}: ${says}`,
      '',
      ...header([
        'seed',
        'grpo less sft, whole plans, points',
        'net benefit of sft against grpo',
        'p',
        'label',
        'gamma',
      ]),
      ...own.map(paradoxRow),
      '',
      ...header(
        [
          'seed',
          'arm',
          'whole plans, %',
          'all parts, %',
          'clarity',
          'feasibility',
          'preferred, %',
          'share of wins, %',
        ].concat(['words', 'reasons', 'citation', 'checks']),
      ),
      ...own.flatMap(one => one.figures.arms.map(figures => armRow(one, figures))),
      '',
      `Mean over ${own.length} seeds, smallest and largest in brackets:`,
      '',
      ...header([
        'arm',
        'whole plans, %',
        'all parts, %',
        'clarity',
        'feasibility',
        'preferred, %',
        'words',
        'reasons',
        'checks',
      ]),
      ...spreadRows(own),
      '',
    ]
  })
  return [
    `SYNTHETIC couples, SIMULATED REVIEWERS. ${size}`,
    '',
    '95 % intervals in round brackets: of agreement over couples, of the review over cases, for this seed. Whole plans and parts are of the',
    'test split; the difference, net benefit, p and label are of the cases of the review. Preferred: own comparisons, a tie as half; share of wins: of all',
    'wins of the review. gamma: log odds that the plan which agrees with the record is preferred. Words, reasons (share of',
    'decisions with a ground), citation and checks are means of what a simulated reviewer reads in the plans that are shown.',
    '',
    ...sections,
  ].join('\n')
}
