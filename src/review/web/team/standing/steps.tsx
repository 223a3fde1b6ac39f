/** @file The states of a review as a row of steps: which are passed, which is now. */
import { writtenTime } from '../../clock/written-time.ts'
import { langOf, useWords } from '../../words/index.ts'
import { type Standing, STATES } from './standing.ts'

/** Four steps with who took each, and when. */
export function Steps({ standing: { state, entered } }: { standing: Pick<Standing, 'state' | 'entered'> }) {
  const { words, language } = useWords()
  const { closing } = words.team
  const at = STATES.indexOf(state)
  return (
    <ol className="steps" aria-label={closing.steps}>
      {STATES.map((step, i) => {
        const where = i < at ? 'passed' : i === at ? 'now' : 'later'
        const entry = entered[step]
        return (
          <li
            key={step}
            className={where === 'now' ? 'current' : where}
            aria-current={where === 'now' ? 'step' : undefined}
          >
            <span className="step-mark" aria-hidden="true">
              {where === 'passed' ? '✓' : i + 1}
            </span>
            <div>
              <strong>{closing.states[step]}</strong>
              <span className="only-read-aloud"> ({closing[where]})</span>
              <p>{closing.stepWhat[step]}</p>
              {entry !== undefined && (
                <p className="hint">
                  {writtenTime(entry.time, langOf(language))}
                  <br />
                  {entry.by.length === 2 ? closing.byTwo(entry.by[0], entry.by[1]) : closing.by(entry.by[0])}
                </p>
              )}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
