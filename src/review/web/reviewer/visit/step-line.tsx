/** @file In the bar: which case, and which step of it. */
import { useWords } from '../../words/index.ts'
import type { Desk } from './use-desk.ts'
import { placeOf } from './visits.ts'

/** Steps of a case are its slots, and one for the blinding question. */
export function StepLine({ desk, asking }: { desk: Extract<Desk, { phase: 'case' | 'feedback' }>; asking: boolean }) {
  const { words } = useWords()
  const texts = words.reviewer.visit
  const { number, of } = placeOf(desk.list, desk.visit)
  const steps = desk.visit.slots.length + 1
  const step = asking ? steps : desk.shown.length
  return (
    <div className="step-line">
      <strong>{(desk.visit.training ? texts.trainingCase : texts.case)(number, of)}</strong>
      <span className="step-dots" aria-hidden="true">
        {Array.from({ length: steps }, (_, i) => {
          const key = `${i}`
          return <span key={key} className={i + 1 < step ? 'past' : i + 1 === step ? 'now' : 'ahead'} />
        })}
      </span>
      <span className="quiet">{texts.step(step, steps)}</span>
    </div>
  )
}
