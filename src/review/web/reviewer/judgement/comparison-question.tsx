/** @file One comparison of two plans: left, equally good, right, or both bad. */
import { RadioQuestion } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import type { Choice } from './draft.ts'
import type { Instrument } from './questions.ts'

/** The order on the page is that of the plans; the digits are those that comparisons usually have. */
const CHOICES: readonly (readonly [Choice, string])[] = [
  ['left', '1'],
  ['tie', '0'],
  ['right', '2'],
  ['both bad', '9'],
]

/** Asks which of two plans is better. */
export function ComparisonQuestion({
  comparison,
  chosen,
  wrong,
  onChoose,
}: {
  comparison: Instrument['comparisons'][number]
  chosen: Choice | null
  wrong: boolean
  onChoose: (choice: Choice) => void
}) {
  const { words, language } = useWords()
  return (
    <RadioQuestion
      name={comparison.id}
      look="segments"
      legend={comparison.label[language]}
      hint={comparison.question[language]}
      error={wrong ? words.reviewer.visit.needAnswer : null}
      answers={CHOICES.map(([choice, digit]) => ({
        value: choice,
        digit,
        face: (
          <>
            <span className="digit" aria-hidden="true">
              {digit}
            </span>{' '}
            {words.reviewer.judge.choices[choice]}
          </>
        ),
      }))}
      chosen={chosen}
      onChoose={value => onChoose(value as Choice)}
    />
  )
}
