/** @file What the planner answers: sentences, a small table, and what it rests on. */
import type { Planner, PlannerAnswer } from '../../../api/index.ts'
import { useWords } from '../../words/index.ts'
import { sentences } from '../parts/sentences.ts'

/** A share in percent, with one digit where it has one. */
export const percent = (share: number) => `${Number((share * 100).toFixed(1))} %`

/** One answer to one question of the form. */
export function AnswerSheet({ asked, answer }: { asked: Planner; answer: PlannerAnswer }) {
  const { words, language } = useWords()
  const { planner } = words.team
  const wanted = percent(asked.power)
  if (answer.lines.length === 0) return <p>{planner.nothing}</p>
  return (
    <>
      {answer.lines.map(({ question, power, needed }) => (
        <p key={question} className="lead measure">
          {sentences(
            language,
            planner.says[question](asked.cases, asked.raters, percent(power)),
            needed === null ? planner.needsTooMany(wanted) : planner.needs(needed, wanted),
          )}
        </p>
      ))}
      <div className="table-space">
        <table className="records">
          <caption className="only-read-aloud">{planner.answer}</caption>
          <thead>
            <tr>
              <th scope="col">{planner.column.question}</th>
              <th scope="col" className="amount">
                {planner.column.power}
              </th>
              <th scope="col" className="amount">
                {planner.column.error}
              </th>
              <th scope="col" className="amount">
                {planner.column.needed}
              </th>
              <th scope="col">{planner.column.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {answer.lines.map(({ question, power, standardError, needed }) => (
              <tr key={question}>
                <th scope="row">{planner.questions[question]}</th>
                <td className="amount">{percent(power)}</td>
                <td className="amount">{standardError === null ? planner.exact : percent(standardError)}</td>
                <td className="amount">{needed === null ? planner.beyond : needed}</td>
                <td>
                  <span className={power >= asked.power ? 'badge good' : 'badge warn'}>
                    {power >= asked.power ? planner.enough : planner.short}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h3>{planner.assumptions}</h3>
      <ul className="assumed">
        {planner.assumed.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <details>
        <summary>{planner.inWords}</summary>
        {answer.lines.map(({ question, line }) => (
          <p key={question} lang="en" className="quiet">
            {line}
          </p>
        ))}
      </details>
    </>
  )
}
