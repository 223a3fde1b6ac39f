/** @file One criterion: every point of the scale with its text; layer by layer where the review asks so. */
import { RadioQuestion } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import { type Draft, scoreName } from './draft.ts'
import type { AskedCriterion } from './questions.ts'

/** Asks for the score, or the scores, of a criterion. `wrong`: names of questions whose answer is missing. */
export function CriterionQuestion({
  asked,
  scale,
  scores,
  wrong,
  onScore,
}: {
  asked: AskedCriterion
  scale: readonly [number, number]
  scores: Draft['scores']
  wrong: ReadonlySet<string>
  onScore: (name: string, score: number) => void
}) {
  const { words, language } = useWords()
  const { criterion, layers } = asked
  const points = criterion.anchors.map((anchor, i) => ({ score: scale[0] + i, text: anchor[language] }))
  const need = words.reviewer.visit.needAnswer
  const digitOf = (score: number) => (score >= 0 && score <= 9 ? `${score}` : null)
  const chosen = (name: string) => (scores[name] === undefined ? null : `${scores[name]}`)
  if (layers.length === 0) {
    const name = scoreName(criterion.id, null)
    return (
      <RadioQuestion
        name={name}
        look="anchors"
        legend={criterion.label[language]}
        hint={criterion.question[language]}
        error={wrong.has(name) ? need : null}
        answers={points.map(({ score, text }) => ({
          value: `${score}`,
          digit: digitOf(score),
          face: (
            <>
              <span className="number">{score}</span> <span className="anchor">{text}</span>
            </>
          ),
        }))}
        chosen={chosen(name)}
        onChoose={value => onScore(name, Number(value))}
      />
    )
  }
  return (
    <section className="by-layer" aria-label={criterion.label[language]}>
      <h3>{criterion.label[language]}</h3>
      <p className="hint">{criterion.question[language]}</p>
      <ul className="anchor-list">
        {points.map(({ score, text }) => (
          <li key={score}>
            <span className="number">{score}</span> {text}
          </li>
        ))}
      </ul>
      {layers.map(layer => {
        const name = scoreName(criterion.id, layer.id)
        return (
          <RadioQuestion
            key={layer.id}
            name={name}
            look="points"
            legend={layer.label[language]}
            error={wrong.has(name) ? need : null}
            answers={points.map(({ score, text }) => ({
              value: `${score}`,
              digit: digitOf(score),
              face: (
                <>
                  <span className="number">{score}</span>
                  <span className="only-read-aloud">{text}</span>
                </>
              ),
            }))}
            chosen={chosen(name)}
            onChoose={value => onScore(name, Number(value))}
          />
        )
      })}
    </section>
  )
}
