/** @file The monitor page: how far each rater is, how long she takes, whether she drifts; arms are nowhere. */
import { useMemo, useState } from 'react'
import type { Me } from '../../../api/index.ts'
import { writtenTime } from '../../clock/written-time.ts'
import { Button } from '../../controls/index.ts'
import { Link } from '../../router/router.tsx'
import { langOf, useWords } from '../../words/index.ts'
import { download } from '../parts/download.ts'
import { ReadingState } from '../parts/reading-state.tsx'
import { Records } from '../parts/records.tsx'
import { useSorting } from '../parts/sorting.ts'
import { useAnswer } from '../parts/use-answer.ts'
import { raterColumns, raterCsv } from './rater-columns.tsx'
import { type RaterRow, raterRows } from './rater-rows.ts'
import { TotalFigures } from './totals.tsx'

const NONE: readonly RaterRow[] = []

/** The page of monitor and designer. */
export function ProgressPage({ me }: { me: Me }) {
  const { words, language } = useWords()
  const { progress, closing } = words.team
  const reading = useAnswer('GET /team')
  const { answer, readAt, reload } = reading
  const [showNames, setShowNames] = useState(false)
  const rows = useMemo(() => (answer === null ? NONE : raterRows(answer)), [answer])
  const columns = useMemo(
    () => raterColumns({ words, language, rows, scale: me.scale, showNames }),
    [words, language, rows, me.scale, showNames],
  )
  const { sorted, sort, sortBy } = useSorting(rows, columns, { column: 'rater', descending: false })
  const mayName = rows.some(({ name }) => name !== null)
  return (
    <>
      <div className="team-head">
        <h1>{progress.title}</h1>
        {answer !== null && (
          <span className={`state ${answer.progress.state}`}>{closing.states[answer.progress.state]}</span>
        )}
        <span className="team-head-end">
          {readAt !== null && <span className="hint">{progress.asOf(writtenTime(readAt, langOf(language)))}</span>}
          <Button kind="quiet" onClick={() => void reload()}>
            {progress.refresh}
          </Button>
        </span>
      </div>
      <ReadingState of={reading} />
      {answer !== null && (
        <>
          {answer.progress.proposal !== null && (
            <p className="alert notice">
              {closing.waits[answer.progress.proposal.what](answer.progress.proposal.by)}{' '}
              <Link to="/closing">{words.team.pages.closing}</Link>
            </p>
          )}
          {rows.length > 0 && <TotalFigures rows={rows} />}
          <section className="sheet">
            <div className="team-head">
              <h2>{progress.raters}</h2>
              <span className="team-head-end">
                {mayName && (
                  <label className="tick">
                    <input type="checkbox" checked={showNames} onChange={event => setShowNames(event.target.checked)} />
                    {progress.showNames}
                  </label>
                )}
                {rows.length > 0 && (
                  <Button onClick={() => download(`progress-${me.study}.csv`, raterCsv(sorted, showNames))}>
                    {progress.csv}
                  </Button>
                )}
              </span>
            </div>
            {rows.length === 0 ? (
              <p>
                {progress.noRaters} {me.role === 'designer' && <Link to="/people">{words.team.members.invite}</Link>}
              </p>
            ) : (
              <Records
                caption={progress.table}
                columns={columns}
                rows={sorted}
                idOf={row => row.raterId}
                sort={sort}
                onSort={sortBy}
              />
            )}
          </section>
          <section className="notes">
            <h2>{progress.notes}</h2>
            <p>{progress.masked}</p>
            <p>{progress.noteTime}</p>
            <p>{progress.noteDrift(me.scale[0], me.scale[1])}</p>
            <p>{progress.noDate}</p>
          </section>
        </>
      )}
    </>
  )
}
