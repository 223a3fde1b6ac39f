/** @file Two plans side by side: reasons beside each other, decisions row by row, differences marked on request. */
import { Fragment, useMemo } from 'react'
import type { PlanSheet } from '../../../api/index.ts'
import { useWords } from '../../words/index.ts'
import { groupDecisions } from './decision-groups.ts'
import { type DecisionPair, type Piece, pairDecisions, pairTexts } from './differences.ts'
import { IdleDecisions, Reasons } from './plan-view.tsx'

function Cell({ cell }: { cell: DecisionPair['left'] }) {
  const { words } = useWords()
  const texts = words.reviewer.plan
  if (cell !== null && cell.value !== null) return cell.value
  return (
    <em className="quiet" lang={words.lang}>
      {cell === null ? texts.absent : texts.notStated}
    </em>
  )
}

function Pieces({ pieces, lang }: { pieces: readonly Piece[]; lang: string }) {
  return (
    <div className="reasons" lang={lang}>
      {pieces.map(({ text, differs }, i) => {
        // The pieces of a text never move.
        const key = `${i}`
        return differs ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>
      })}
    </div>
  )
}

/** Neither plan can take this decision. */
const isIdle = ({ left, right }: DecisionPair) => left?.applies === false && right?.applies === false

/** `marked`: whether differences are shown. */
export function PlanPair({
  left,
  right,
  lang,
  marked,
}: {
  left: PlanSheet
  right: PlanSheet
  lang: string
  marked: boolean
}) {
  const { words } = useWords()
  const texts = words.reviewer.plan
  const rows = useMemo(() => pairDecisions(left, right), [left, right])
  const pieces = useMemo(
    () => (marked ? pairTexts(left.reasoning, right.reasoning, lang) : null),
    [left, right, lang, marked],
  )
  return (
    <section className="plan plan-pair" aria-labelledby="plan-title">
      <h2 id="plan-title" tabIndex={-1}>
        {texts.both}
      </h2>
      <div className="reason-pair">
        <section aria-labelledby="reasons-left">
          <h3 id="reasons-left">
            {texts.left}: {texts.reasons}
          </h3>
          {pieces === null ? (
            <Reasons text={left.reasoning} lang={lang} />
          ) : (
            <Pieces pieces={pieces.left} lang={lang} />
          )}
        </section>
        <section aria-labelledby="reasons-right">
          <h3 id="reasons-right">
            {texts.right}: {texts.reasons}
          </h3>
          {pieces === null ? (
            <Reasons text={right.reasoning} lang={lang} />
          ) : (
            <Pieces pieces={pieces.right} lang={lang} />
          )}
        </section>
      </div>
      <h3>{texts.decisions}</h3>
      <table className="decisions" lang={lang}>
        <thead lang={words.lang}>
          <tr>
            <th scope="col">{texts.decision}</th>
            <th scope="col">{texts.left}</th>
            <th scope="col">{texts.right}</th>
          </tr>
        </thead>
        <tbody>
          {groupDecisions(rows.filter(row => !isIdle(row))).map(({ group, rows: own }) => (
            <Fragment key={own[0].layer}>
              {own[0].label !== group && (
                <tr className="group">
                  <th colSpan={3} scope="colgroup">
                    {group}
                  </th>
                </tr>
              )}
              {own.map(row => (
                <tr key={row.layer} className={marked && row.differs ? 'differs' : undefined}>
                  <th scope="row">
                    {row.label}
                    {marked && row.differs && (
                      <span className="differs-mark" lang={words.lang}>
                        <span aria-hidden="true">≠ </span>
                        {texts.differs}
                      </span>
                    )}
                  </th>
                  <td className={row.left?.applies === false ? 'idle' : undefined}>
                    <Cell cell={row.left} />
                  </td>
                  <td className={row.right?.applies === false ? 'idle' : undefined}>
                    <Cell cell={row.right} />
                  </td>
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
      <IdleDecisions rows={rows.filter(isIdle)} lang={lang} />
    </section>
  )
}
