/** @file After a training slot: what there was to notice in its plans. */
import type { ShownCase } from '../judgement/index.ts'
import { useWords } from '../../words/index.ts'

/** Points for each plan. */
export function FeedbackPanel({ feedback, lang }: { feedback: NonNullable<ShownCase['feedback']>; lang: string }) {
  const { words } = useWords()
  const texts = words.reviewer.feedback
  return (
    <section className="feedback" aria-labelledby="feedback-title">
      <h2 id="feedback-title">{texts.title}</h2>
      {feedback.plans.map(({ side, points }) => (
        <div key={side}>
          <h3>{texts[side]}</h3>
          <ul lang={lang}>
            {points.map(point => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
