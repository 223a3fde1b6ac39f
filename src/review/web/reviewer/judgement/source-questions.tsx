/** @file The blinding question, at the end of a case: for every plan that it showed, who wrote it, and how sure she is. */
import { RadioQuestion } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import { Decisions, Reasons } from '../plan/index.ts'
import type { Draft, Source } from './draft.ts'
import type { SourcePlan } from './questions.ts'

const SOURCES: readonly Source[] = ['physician', 'model', 'unknown']

/** `stepsOf`: in which steps of the case a plan was shown, as text. */
export function SourceQuestions({
  plans,
  lang,
  sources,
  wrong,
  stepsOf,
  onAnswer,
}: {
  plans: readonly SourcePlan[]
  lang: string
  sources: Draft['sources']
  wrong: ReadonlySet<string>
  stepsOf: (plan: SourcePlan) => string
  onAnswer: (name: string, answer: Draft['sources'][string]) => void
}) {
  const { words } = useWords()
  const texts = words.reviewer.sources
  return (
    <div className="source-plans">
      {plans.map((plan, i) => {
        const answer = sources[plan.name]
        const lacks = wrong.has(plan.name)
        return (
          <section key={plan.name} className="sheet source-plan" aria-labelledby={`source-${i}`}>
            <h2 id={`source-${i}`}>
              {texts.plan(i + 1)} <small className="quiet">{texts.seen(stepsOf(plan))}</small>
            </h2>
            <Decisions plan={plan.plan} lang={lang} />
            <details>
              <summary>{texts.reasons}</summary>
              <Reasons text={plan.plan.reasoning} lang={lang} />
            </details>
            <RadioQuestion
              name={plan.name}
              look="segments"
              legend={texts.question}
              error={lacks && answer === undefined ? words.reviewer.visit.needAnswer : null}
              answers={SOURCES.map((source, at) => ({
                value: source,
                digit: `${at + 1}`,
                face: (
                  <>
                    <span className="digit" aria-hidden="true">
                      {at + 1}
                    </span>{' '}
                    {texts.answers[source]}
                  </>
                ),
              }))}
              chosen={answer?.guess ?? null}
              onChoose={value =>
                onAnswer(plan.name, {
                  guess: value as Source,
                  sureness: value === 'unknown' ? null : (answer?.sureness ?? null),
                })
              }
            />
            {answer !== undefined && answer.guess !== 'unknown' && (
              <RadioQuestion
                name={`${plan.name} sure`}
                look="segments"
                legend={texts.sure}
                error={lacks && answer.sureness === null ? words.reviewer.visit.needAnswer : null}
                answers={texts.sureness.map((text, at) => ({
                  value: `${at + 1}`,
                  digit: `${at + 1}`,
                  face: (
                    <>
                      <span className="digit" aria-hidden="true">
                        {at + 1}
                      </span>{' '}
                      {text}
                    </>
                  ),
                }))}
                chosen={answer.sureness === null ? null : `${answer.sureness}`}
                onChoose={value => onAnswer(plan.name, { guess: answer.guess, sureness: Number(value) })}
              />
            )}
          </section>
        )
      })}
    </div>
  )
}
