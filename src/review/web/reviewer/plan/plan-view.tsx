/** @file A plan alone: its decisions, and its reasons in paragraphs. */
import type { PlanSheet } from '../../../api/index.ts'
import { useWords } from '../../words/index.ts'
import { groupDecisions } from './decision-groups.ts'

/** The decisions of a plan, in a table. */
export function Decisions({ plan, lang }: { plan: PlanSheet; lang: string }) {
  const { words } = useWords()
  return (
    <table className="decisions" lang={lang}>
      <tbody>
        {groupDecisions(plan.decisions).map(({ group, rows }) =>
          rows.map((row, i) => (
            <tr key={row.layer} className={i === 0 ? 'first' : undefined}>
              <th scope="row">
                {i === 0 && group !== row.label && <span className="decision-group">{group}</span>}
                {row.label}
              </th>
              <td>
                {row.value ?? (
                  <em className="quiet" lang={words.lang}>
                    {words.reviewer.plan.notStated}
                  </em>
                )}
              </td>
            </tr>
          )),
        )}
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
