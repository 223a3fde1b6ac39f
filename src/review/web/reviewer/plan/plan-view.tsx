/** @file A plan alone: its decisions, and its reasons in paragraphs. */
import { Fragment } from 'react'
import type { PlanSheet } from '../../../api/index.ts'
import { useWords } from '../../words/index.ts'
import { groupDecisions } from './decision-groups.ts'

/** The decisions of a plan, in a table. `short`: without those that do not apply. */
export function Decisions({ plan, lang, short = false }: { plan: PlanSheet; lang: string; short?: boolean }) {
  const { words } = useWords()
  const shown = short ? plan.decisions.filter(({ applies }) => applies !== false) : plan.decisions
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
                <td className={row.applies === false ? 'idle' : undefined}>
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
      <h3>{words.reviewer.plan.decisions}</h3>
      <Decisions plan={plan} lang={lang} />
      <h3>{words.reviewer.plan.reasons}</h3>
      <Reasons text={plan.reasoning} lang={lang} />
    </section>
  )
}
