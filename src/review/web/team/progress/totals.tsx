/** @file All raters together, in five figures. */
import { useWords } from '../../words/index.ts'
import { type RaterRow, totalsOf } from './rater-rows.ts'

const hoursOf = (seconds: number) =>
  seconds < 36_000 ? (seconds / 3600).toFixed(1) : String(Math.round(seconds / 3600))

/** Done, missing, withdrawn, raters, and how much judging is left. */
export function TotalFigures({ rows }: { rows: readonly RaterRow[] }) {
  const { words } = useWords()
  const { progress } = words.team
  const { slots, done, missing, withdrawn, raters, finished, left, secondsLeft } = totalsOf(rows)
  const share = `${slots === 0 ? 0 : Math.floor((100 * done) / slots)} %`
  const figures = [
    { label: progress.done, value: String(done), why: progress.ofAll(share, String(slots)) },
    { label: progress.missing, value: String(missing), why: progress.missingWhy },
    { label: progress.withdrawn, value: String(withdrawn), why: progress.withdrawnWhy },
    { label: progress.raters, value: String(raters), why: progress.ratersWhy(finished, left) },
    secondsLeft === null
      ? { label: progress.timeLeft, value: '–', why: progress.timeLeftUnknown }
      : { label: progress.timeLeft, value: progress.hours(hoursOf(secondsLeft)), why: progress.timeLeftWhy },
  ]
  return (
    <dl className="figures" aria-label={progress.totals}>
      {figures.map(({ label, value, why }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <strong>{value}</strong>
            <span className="hint">{why}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
