/** @file The audit log: every event, who did it and what it says, and how the chain is verified. */
import { useId, useMemo, useState } from 'react'
import { Button } from '../../controls/index.ts'
import { useWords, type Words } from '../../words/index.ts'
import { CopyLine } from '../parts/copy-line.tsx'
import { ReadingState } from '../parts/reading-state.tsx'
import { type Column, Records } from '../parts/records.tsx'
import { useAnswer } from '../parts/use-answer.ts'
import type { LogLine } from '../standing/standing.ts'
import { Payload } from './payload.tsx'

/** So many lines are drawn at once: a log has thousands. */
const AT_ONCE = 100

/** What raters do most of the time, and what a study team seldom looks for. */
const OF_RATERS: ReadonlySet<LogLine['kind']> = new Set(['slot.opened', 'judgement.given', 'judgement.changed'])
/** Stands for all other kinds. */
const WITHOUT_RATERS = 'without raters'

/** Time in UTC to the second, as the chain has it. */
const utc = (time: string) => time.slice(0, 19).replace('T', ' ')

const columnsOf = ({ log, roles }: Words['team']): readonly Column<LogLine>[] => [
  { id: 'number', label: log.number, cell: line => <span className="sequence">{line.sequence}</span> },
  { id: 'kind', label: log.kind, cell: line => log.kinds[line.kind] ?? line.kind },
  { id: 'who', label: log.who, cell: line => `${line.actor} (${roles[line.role]})` },
  { id: 'time', label: log.time, cell: line => <time dateTime={line.time}>{utc(line.time)}</time> },
  { id: 'content', label: log.content, isWide: true, cell: line => <Payload line={line} /> },
]

/** The page of everybody in the study team. */
export function LogPage() {
  const { words } = useWords()
  const { log } = words.team
  const reading = useAnswer('GET /log')
  const [kind, setKind] = useState('')
  const [person, setPerson] = useState('')
  const [count, setCount] = useState(AT_ONCE)
  const lines = useMemo(() => (reading.answer ?? []).toSorted((a, b) => b.sequence - a.sequence), [reading.answer])
  const fitsKind = (line: LogLine) =>
    kind === WITHOUT_RATERS ? !OF_RATERS.has(line.kind) : kind === '' || line.kind === kind
  const fitting = lines.filter(line => fitsKind(line) && (person === '' || line.actor === person))
  const kinds = [...new Set(lines.map(line => line.kind))].sort()
  const people = [...new Set(lines.map(line => line.actor))].sort()
  const shown = fitting.slice(0, count)
  return (
    <>
      <div className="team-head">
        <h1>{log.title}</h1>
        <span className="team-head-end">
          <Button kind="quiet" onClick={() => void reading.reload()}>
            {words.team.progress.refresh}
          </Button>
        </span>
      </div>
      <p className="quiet measure">{log.what}</p>
      <ReadingState of={reading} />
      {lines.length > 0 && (
        <>
          <section className="sheet chain">
            <div>
              <h2>{log.head}</h2>
              <CopyLine label={log.headOf(lines[0].sequence)} value={lines[0].hash} shown />
            </div>
            <div>
              <h2>{log.verify}</h2>
              <CopyLine label={log.verify} value="bedside review verify" />
              <p className="hint">{log.verifyWhy}</p>
            </div>
          </section>
          <section className="sheet">
            <fieldset className="filters">
              <legend className="only-read-aloud">{log.filters}</legend>
              <Filter label={log.kind} all={log.anyKind} value={kind} onChange={setKind}>
                {[
                  { value: WITHOUT_RATERS, label: log.withoutRaters },
                  ...kinds.map(one => ({ value: one, label: log.kinds[one] ?? one })),
                ]}
              </Filter>
              <Filter label={log.person} all={log.anyPerson} value={person} onChange={setPerson}>
                {people.map(one => ({ value: one, label: one }))}
              </Filter>
              <p role="status" className="hint">
                {fitting.length === 0 ? log.nothing : log.shown(fitting.length, lines.length)}
              </p>
            </fieldset>
            {shown.length > 0 && (
              <Records
                caption={log.title}
                columns={columnsOf(words.team)}
                rows={shown}
                idOf={line => line.sequence}
                narrow="(max-width: 700px)"
              />
            )}
            {fitting.length > count && (
              <Button onClick={() => setCount(count + AT_ONCE)}>
                {log.more(Math.min(AT_ONCE, fitting.length - count))}
              </Button>
            )}
          </section>
        </>
      )}
    </>
  )
}

function Filter(props: {
  label: string
  all: string
  value: string
  onChange: (value: string) => void
  children: readonly { readonly value: string; readonly label: string }[]
}) {
  const id = useId()
  const { label, all, value, onChange, children } = props
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={event => onChange(event.target.value)}>
        <option value="">{all}</option>
        {children.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
