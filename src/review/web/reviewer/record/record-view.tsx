/** @file A record as a rater reads it: groups, values with unit and usual range, marks that are not colour alone. */
import { useId, useState } from 'react'
import type { CaseRow, CaseSheet } from '../../../api/index.ts'
import { useWords } from '../../words/index.ts'

/** Rows that stand for several fields: the preparation names them so. */
const SUMMARIES: ReadonlySet<string> = new Set(['unremarkable', 'not-recorded', 'not-done'])

/** A number as printed, perhaps with a sign of comparison. */
const NUMBER = /^[<>≤≥]?\s*[-−]?\d[\d.,\s]*$/

const ARROWS = { high: '↑', low: '↓', abnormal: '!' } as const

function Row({ row }: { row: CaseRow }) {
  const { words } = useWords()
  const texts = words.reviewer.record
  if (SUMMARIES.has(row.field)) {
    return (
      <tr className="summary">
        <td colSpan={2}>
          <strong>{row.label}:</strong> {row.value}
        </td>
      </tr>
    )
  }
  return (
    <tr className={row.mark === null ? undefined : 'marked'}>
      <th scope="row">{row.label}</th>
      <td>
        <span className="value">
          {row.value}
          {row.unit !== '' && <span className="unit"> {row.unit}</span>}
        </span>
        {row.mark !== null && (
          <span className="mark">
            <span aria-hidden="true">{ARROWS[row.mark]} </span>
            {texts.marks[row.mark]}
          </span>
        )}
        {row.usual !== '' && (
          <span className="usual">
            {texts.usual} {row.usual}
          </span>
        )}
      </td>
    </tr>
  )
}

/** The record, searchable; its groups can be closed. `lang`: the language of its texts. */
export function RecordView({ record, lang }: { record: CaseSheet; lang: string }) {
  const { words, language } = useWords()
  const texts = words.reviewer.record
  const [sought, setSought] = useState('')
  const [onlyMarked, setOnlyMarked] = useState(false)
  const id = useId()
  const marked = record.groups.flatMap(({ rows }) => rows).filter(({ mark }) => mark !== null).length
  // Of these nobody can say whether they are marked: that a value is not in the list says nothing of it.
  const unknown = record.groups
    .flatMap(({ rows }) => rows)
    .filter(({ field, value, usual }) => !SUMMARIES.has(field) && usual === '' && NUMBER.test(value))
  const word = sought.trim().toLocaleLowerCase(language)
  const fits = (row: CaseRow, title: string) =>
    (!onlyMarked || row.mark !== null) &&
    (word === '' || `${title} ${row.label} ${row.value}`.toLocaleLowerCase(language).includes(word))
  const groups = record.groups
    .map(({ title, rows }) => ({ title, rows: rows.filter(row => fits(row, title)) }))
    .filter(({ rows }) => rows.length > 0)
  return (
    <div className="record">
      <div className="record-tools">
        <label htmlFor={id} className="only-read-aloud">
          {texts.search}
        </label>
        <input
          id={id}
          type="search"
          placeholder={texts.search}
          value={sought}
          onChange={event => setSought(event.target.value)}
        />
        {marked > 0 && (
          <label className="tick">
            <input type="checkbox" checked={onlyMarked} onChange={event => setOnlyMarked(event.target.checked)} />
            {texts.marked(marked)}
          </label>
        )}
      </div>
      {groups.length === 0 && <p className="quiet">{texts.none}</p>}
      {groups.map(({ title, rows }) => (
        <details key={title} open className="record-group">
          <summary>
            <h3 lang={lang}>{title}</h3>
          </summary>
          <table lang={lang}>
            <thead className="only-read-aloud">
              <tr>
                <th scope="col">{texts.finding}</th>
                <th scope="col">{texts.value}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <Row key={row.field} row={row} />
              ))}
            </tbody>
          </table>
        </details>
      ))}
      {onlyMarked && unknown.length > 0 && (
        <p className="hint">
          {texts.noUsual}{' '}
          <span lang={lang}>{unknown.map(({ label }) => label).join(language === 'zh' ? '、' : ', ')}</span>
        </p>
      )}
    </div>
  )
}
