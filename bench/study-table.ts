/** @file What `npm run bench:study` prints: a row a stage, and between neighbouring sizes how much faster than the size it grew. */

/** One stage at one size, over all processes that worked on it. */
export interface StageCost {
  readonly stage: string
  readonly wall: number
  /** Seconds of processor, user and system; null where it cannot be measured. */
  readonly cpu: number | null
  readonly peakMiB: number | null
}

/** Every stage of one size, in the order in which they ran. */
export interface SizeCost {
  readonly couples: number
  readonly stages: readonly StageCost[]
}

/** Below so many seconds at the larger size a ratio says nothing: start-up and the clock decide it. */
const SHORT = 2
/** A stage that costs so many times more per couple than at the size before is marked. */
const MARKED = 1.25

/**
 * Cost per couple at a size divided by that at the smaller size before, by processor time (by the clock where that is null): 1 is
 * linear, below 1 is a part that does not grow. Null when it took less than two seconds or is missing at either.
 */
export function growth(smaller: SizeCost, larger: SizeCost, stage: string): number | null {
  const [from, to] = [smaller, larger].map(({ stages }) => stages.find(one => one.stage === stage))
  if (!from || !to) return null
  const [before, after] = [from.cpu ?? from.wall, to.cpu ?? to.wall]
  if (after < SHORT || before <= 0) return null
  return after / before / (larger.couples / smaller.couples)
}

const total = (values: readonly (number | null)[]) =>
  values.includes(null) ? null : values.reduce((sum: number, value) => sum + (value ?? 0), 0)

/** All stages of a size as one row. */
export function wholeStudy({ stages }: SizeCost): StageCost {
  const peaks = stages.flatMap(({ peakMiB }) => (peakMiB === null ? [] : [peakMiB]))
  return {
    stage: 'whole study',
    wall: total(stages.map(({ wall }) => wall)) ?? 0,
    cpu: total(stages.map(({ cpu }) => cpu)),
    peakMiB: peaks.length === 0 ? null : Math.max(...peaks),
  }
}

const number = (value: number | null, digits: number) => (value === null ? '' : value.toFixed(digits))

/** The table in Markdown: for each size wall s, CPU s and peak MiB, and between two the growth, with `!` where it is marked. */
export function studyTable(sizes: readonly SizeCost[]): string {
  const ordered = [...sizes].sort((a, b) => a.couples - b.couples)
  const names = [...new Set([...ordered].reverse().flatMap(({ stages }) => stages.map(({ stage }) => stage)))]
  const withTotals = ordered.map(size => ({ ...size, stages: [...size.stages, wholeStudy(size)] }))
  const heads = ordered.flatMap(({ couples }, i) => [
    ...(i > 0 ? [`growth to ${couples}`] : []),
    `${couples}: wall s`,
    'CPU s',
    'peak MiB',
  ])
  const lines = [...names, 'whole study'].map(name => {
    const cells = withTotals.flatMap((size, i) => {
      const cost = size.stages.find(({ stage }) => stage === name)
      const grew = i > 0 ? growth(withTotals[i - 1], size, name) : null
      const mark = grew !== null && grew > MARKED ? ' !' : ''
      return [
        ...(i > 0 ? [grew === null ? '' : `${grew.toFixed(2)}${mark}`] : []),
        number(cost?.wall ?? null, 1),
        number(cost?.cpu ?? null, 1),
        number(cost?.peakMiB ?? null, 0),
      ]
    })
    return `| ${[name, ...cells].join(' | ')} |`
  })
  return [`| ${['stage', ...heads].join(' | ')} |`, `|${'---|'.repeat(heads.length + 1)}`, ...lines].join('\n')
}
