/** @file A plan alone: its reasons in paragraphs, then its decisions. */
import { Fragment } from 'react'
import type { PlanSheet } from '../../../api/index.ts'
import { useWords } from '../../words/index.ts'
import { groupDecisions } from './decision-groups.ts'

/** Names of the decisions that do not apply, in one line: rows of their own would push what was decided out of sight. */
export function IdleDecisions({ rows, lang }: { rows: readonly { readonly label: string }[]; lang: string }) {
  const { words } = useWords()
  if (rows.length === 0) return null
  return (
    <p className="idle-decisions">
      {words.reviewer.plan.doNotApply}{' '}
      <span lang={lang}>{rows.map(({ label }) => label).join(words.lang === 'zh' ? '、' : ', ')}</span>
    </p>
  )
}

/** The decisions of a plan that apply, in a table. */
export function Decisions({ plan, lang }: { plan: PlanSheet; lang: string }) {
  const { words } = useWords()
  const shown = plan.decisions.filter(({ applies }) => applies !== false)
  return (
    <table className="decisions" lang={lang}>
      <tbody>
        {groupDecisions(shown).map(({ group, rows }) => (
          <Fragment key={rows[0].layer}>
            {rows[0].label !== group && (
              <tr className="group">
                <th colSpan={2} scope="colgroup">
                  {group}
                </th>
              </tr>
            )}
            {rows.map(row => (
              <tr key={row.layer}>
                <th scope="row">{row.label}</th>
                <td>
                  {row.value ?? (
                    <em className="quiet" lang={words.lang}>
                      {words.reviewer.plan.notStated}
                    </em>
                  )}
                </td>
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}

/** The reasons of a plan. */
export function Reasons({ text, lang }: { text: string; lang: string }) {
  const { words } = useWords()
  if (text.trim() === '') return <p className="quiet">{words.reviewer.plan.noReasons}</p>
  return (
    <div className="reasons" lang={lang}>
      {text}
    </div>
  )
}

/** A plan under its heading. */
export function PlanView({ plan, lang, title }: { plan: PlanSheet; lang: string; title: string }) {
  const { words } = useWords()
  return (
    <section className="plan" aria-labelledby="plan-title">
      <h2 id="plan-title" tabIndex={-1}>
        {title}
      </h2>
      <h3>{words.reviewer.plan.reasons}</h3>
      <Reasons text={plan.reasoning} lang={lang} />
      <h3>{words.reviewer.plan.decisions}</h3>
      <Decisions plan={plan} lang={lang} />
      <IdleDecisions rows={plan.decisions.filter(({ applies }) => applies === false)} lang={lang} />
    </section>
  )
}
