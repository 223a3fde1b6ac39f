/** @file The columns of the monitor's table, and the same as lines of a CSV file. */
import type { Me } from '../../../api/index.ts'
import { writtenTime } from '../../clock/written-time.ts'
import { type Language, langOf, type Words } from '../../words/index.ts'
import { csvOf } from '../parts/download.ts'
import type { Column } from '../parts/records.tsx'
import { DriftLine } from './drift-line.tsx'
import { minutes, type RaterRow } from './rater-rows.ts'

interface Look {
  readonly words: Words
  readonly language: Language
  readonly rows: readonly RaterRow[]
  readonly scale: Me['scale']
  readonly showNames: boolean
}

function RaterName({ row, words, showNames }: { row: RaterRow; words: Words['team']; showNames: boolean }) {
  return (
    <span className="who">
      <span className="pseudonym">{row.raterId}</span>
      {showNames && row.name !== null && <span>{row.name}</span>}
      {!row.active && <span className="badge warn">{words.progress.left}</span>}
      {row.active && !row.hasSignedIn && <span className="badge">{words.progress.notSignedIn}</span>}
    </span>
  )
}

function DoneBar({ row, text }: { row: RaterRow; text: string }) {
  const share = (part: number) => `${row.slots === 0 ? 0 : (100 * part) / row.slots}%`
  return (
    <span className="done">
      <span className="done-bar" aria-hidden="true">
        <span style={{ width: share(row.done) }} />
        <span className="withdrawn" style={{ width: share(row.withdrawn) }} />
      </span>
      {text}
    </span>
  )
}

/** Columns in the words of the page. Times of all raters are drawn on one scale from 0, scores on that of the study. */
export function raterColumns({ words, language, rows, scale, showNames }: Look): readonly Column<RaterRow>[] {
  const { progress } = words.team
  const longest = Math.max(
    1,
    ...rows.flatMap(({ quarters }) => quarters.map(({ medianSeconds }) => medianSeconds ?? 0)),
  )
  const listed = (values: readonly (number | null)[], written: (value: number) => string) =>
    values.map(value => (value === null ? progress.noValue : written(value))).join(', ')
  const score = (value: number) => value.toFixed(1)
  const centres = rows.some(({ centre }) => centre !== null)
  return [
    {
      id: 'rater',
      label: progress.rater,
      sort: row => row.raterId,
      cell: row => <RaterName row={row} words={words.team} showNames={showNames} />,
    },
    ...(centres
      ? [
          {
            id: 'centre',
            label: progress.centre,
            sort: (row: RaterRow) => row.centre,
            cell: (row: RaterRow) => row.centre ?? '–',
          },
        ]
      : []),
    {
      id: 'done',
      label: progress.done,
      sort: row => (row.slots === 0 ? null : row.done / row.slots),
      cell: row => <DoneBar row={row} text={progress.ofCases(row.done, row.slots)} />,
    },
    { id: 'missing', label: progress.missing, isNumber: true, sort: row => row.missing, cell: row => row.missing },
    {
      id: 'withdrawn',
      label: progress.withdrawn,
      isNumber: true,
      sort: row => row.withdrawn,
      cell: row => row.withdrawn,
    },
    {
      id: 'time',
      label: progress.time,
      unit: progress.timeUnit,
      isNumber: true,
      sort: row => row.medianSeconds,
      cell: row => (row.medianSeconds === null ? '–' : minutes(row.medianSeconds)),
    },
    {
      id: 'time-drift',
      label: progress.timeDrift,
      unit: progress.timeUnit,
      cell: ({ quarters }) => {
        const values = quarters.map(({ medianSeconds }) => medianSeconds)
        const label = progress.quarterTimes(listed(values, minutes))
        return <DriftLine values={values} range={[0, longest]} label={label} written={minutes} />
      },
    },
    {
      id: 'score-drift',
      label: progress.scoreDrift,
      cell: ({ quarters }) => {
        const values = quarters.map(({ meanScore }) => meanScore)
        const label = progress.quarterScores(listed(values, score))
        return <DriftLine values={values} range={scale} label={label} written={score} />
      },
    },
    {
      id: 'last',
      label: progress.last,
      sort: row => row.lastJudgedAt,
      cell: row => (row.lastJudgedAt === null ? progress.never : writtenTime(row.lastJudgedAt, langOf(language))),
    },
  ]
}

/** What the table shows, as CSV: names only when they are shown, times in seconds, moments in UTC. */
export function raterCsv(rows: readonly RaterRow[], showNames: boolean): string {
  const quarters = [1, 2, 3, 4]
  return csvOf(
    [
      ...['rater', ...(showNames ? ['name'] : []), 'centre', 'active', 'allotted', 'done', 'missing', 'withdrawn'],
      'median_seconds',
      ...quarters.map(quarter => `median_seconds_quarter_${quarter}`),
      ...quarters.map(quarter => `mean_score_quarter_${quarter}`),
      'last_judged_at',
    ],
    rows.map(row => [
      row.raterId,
      ...(showNames ? [row.name] : []),
      row.centre,
      row.active ? 'yes' : 'no',
      row.slots,
      row.done,
      row.missing,
      row.withdrawn,
      row.medianSeconds,
      ...row.quarters.map(({ medianSeconds }) => medianSeconds),
      ...row.quarters.map(({ meanScore }) => meanScore),
      row.lastJudgedAt,
    ]),
  )
}
