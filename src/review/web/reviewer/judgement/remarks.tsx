/** @file What else can be said of a plan: whether it could harm, which errors it has, a comment. */
import { useId } from 'react'
import { RadioQuestion } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import type { Draft, Severity, Side } from './draft.ts'
import type { Instrument } from './questions.ts'

const SEVERITIES = ['none', 'mild', 'moderate', 'severe'] as const

/** Whether a plan could harm; "no" unless she says otherwise. */
export function HarmQuestion({
  side,
  harms,
  onHarm,
}: {
  side: Side
  harms: Draft['harms']
  onHarm: (side: Side, severity: Severity | null) => void
}) {
  const { words } = useWords()
  const texts = words.reviewer.judge
  return (
    <RadioQuestion
      name={`harm ${side}`}
      look="segments"
      legend={side === 'only' ? texts.harm : texts.harmOf[side]}
      answers={SEVERITIES.map((severity, i) => ({ value: severity, digit: `${i}`, face: texts.harms[severity] }))}
      chosen={harms[side] ?? 'none'}
      onChoose={value => onHarm(side, value === 'none' ? null : (value as Severity))}
    />
  )
}

/** Tags for errors, and a comment. */
export function Remarks({
  instrument,
  draft,
  onChange,
}: {
  instrument: Instrument
  draft: Draft
  onChange: (change: Partial<Draft>) => void
}) {
  const { words, language } = useWords()
  const texts = words.reviewer.judge
  const id = useId()
  const toggle = (tag: string) =>
    onChange({ tags: draft.tags.includes(tag) ? draft.tags.filter(one => one !== tag) : [...draft.tags, tag] })
  return (
    <>
      {instrument.tags.length > 0 && (
        <fieldset className="tags">
          <legend>{texts.tags}</legend>
          <div className="tag-list">
            {instrument.tags.map(tag => (
              <label key={tag.id} className="tag">
                <input type="checkbox" checked={draft.tags.includes(tag.id)} onChange={() => toggle(tag.id)} />
                <span className="face">{tag.label[language]}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <div className="field">
        <label htmlFor={id}>{texts.comment}</label>
        <p id={`${id}-hint`} className="hint">
          {texts.commentHint}
        </p>
        <textarea
          id={id}
          rows={2}
          maxLength={20_000}
          data-comment
          aria-describedby={`${id}-hint`}
          value={draft.comment}
          onChange={event => onChange({ comment: event.target.value })}
        />
      </div>
    </>
  )
}
