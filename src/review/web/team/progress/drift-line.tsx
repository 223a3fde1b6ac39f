/** @file A small line over the quarters of a rater's order, with its values as text for who does not see it. */

const WIDTH = 84
const HEIGHT = 26
const EDGE = 4

/** Runs of values that stand next to each other: a quarter without one breaks the line. */
function runsOf(values: readonly (number | null)[]): readonly (readonly { i: number; value: number }[])[] {
  const runs: { i: number; value: number }[][] = []
  for (const [i, value] of values.entries()) {
    if (value === null) continue
    if (i === 0 || values[i - 1] === null) runs.push([])
    runs.at(-1)!.push({ i, value })
  }
  return runs
}

/** `range`: what the line's lowest and highest place stand for; the same for all raters, so that lines compare. */
export function DriftLine(props: {
  values: readonly (number | null)[]
  range: readonly [number, number]
  label: string
  written: (value: number) => string
}) {
  const { values, range, label, written } = props
  const [low, high] = range
  const known = values.filter(value => value !== null)
  if (known.length === 0) return <span className="quiet">–</span>
  const x = (i: number) => EDGE + (i * (WIDTH - 2 * EDGE)) / Math.max(1, values.length - 1)
  const y = (value: number) => HEIGHT - EDGE - ((value - low) / (high - low || 1)) * (HEIGHT - 2 * EDGE)
  const first = written(known[0])
  const last = written(known.at(-1)!)
  return (
    <span className="drift">
      <svg role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT}>
        <line className="drift-ground" x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        {runsOf(values).map(run => (
          <g key={run[0].i}>
            <polyline className="drift-path" points={run.map(({ i, value }) => `${x(i)},${y(value)}`).join(' ')} />
            {run.map(({ i, value }) => (
              <circle key={i} className="drift-point" cx={x(i)} cy={y(value)} r="2.5" />
            ))}
          </g>
        ))}
      </svg>
      <span aria-hidden="true" className="drift-ends">
        {known.length === 1 ? first : `${first} → ${last}`}
      </span>
    </span>
  )
}
