/** @file Everything that is asked of one slot: a plan alone, or two side by side. */
import type { Me } from '../../../api/index.ts'
import { useWords } from '../../words/index.ts'
import { ComparisonQuestion } from './comparison-question.tsx'
import { CriterionQuestion } from './criterion-question.tsx'
import type { Draft, Severity, ShownCase, Side } from './draft.ts'
import type { AskedCriterion, Instrument } from './questions.ts'
import { HarmQuestion, Remarks } from './remarks.tsx'

/** The questions of a slot. `wrong`: names of those whose answer is missing. */
export function SlotQuestions({
  me,
  instrument,
  slot,
  asked,
  draft,
  wrong,
  onChange,
}: {
  me: Me
  instrument: Instrument
  slot: ShownCase
  asked: readonly AskedCriterion[]
  draft: Draft
  wrong: ReadonlySet<string>
  onChange: (change: Partial<Draft>) => void
}) {
  const { words } = useWords()
  const texts = words.reviewer.judge
  const onHarm = (side: Side, severity: Severity | null) => {
    const { [side]: _, ...others } = draft.harms
    onChange({ harms: severity === null ? others : { ...others, [side]: severity } })
  }
  if (slot.task === 'rating') {
    return (
      <section className="judge" aria-labelledby="judge-title">
        <h2 id="judge-title">{texts.title}</h2>
        {asked.map(one => (
          <CriterionQuestion
            key={one.criterion.id}
            asked={one}
            scale={me.scale}
            scores={draft.scores}
            wrong={wrong}
            onScore={(name, score) => onChange({ scores: { ...draft.scores, [name]: score } })}
          />
        ))}
        <HarmQuestion side="only" harms={draft.harms} onHarm={onHarm} />
        <Remarks instrument={instrument} draft={draft} onChange={onChange} />
      </section>
    )
  }
  const hasRemarks = draft.comment !== '' || draft.tags.length > 0 || Object.keys(draft.harms).length > 0
  return (
    <section className="judge" aria-labelledby="judge-title">
      <h2 id="judge-title">{texts.better}</h2>
      <div className="comparisons">
        {instrument.comparisons.map(comparison => (
          <ComparisonQuestion
            key={comparison.id}
            comparison={comparison}
            chosen={draft.choices[comparison.id] ?? null}
            wrong={wrong.has(comparison.id)}
            onChoose={choice => onChange({ choices: { ...draft.choices, [comparison.id]: choice } })}
          />
        ))}
      </div>
      <details className="more" open={hasRemarks || undefined} data-more>
        <summary>{texts.more}</summary>
        <div className="harms">
          {slot.plans.map(({ side }) => (
            <HarmQuestion key={side} side={side} harms={draft.harms} onHarm={onHarm} />
          ))}
        </div>
        <Remarks instrument={instrument} draft={draft} onChange={onChange} />
      </details>
    </section>
  )
}
